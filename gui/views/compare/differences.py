"""Only what differs: a line a run, a column a result or an option that runs do not all have alike."""

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTableView, QVBoxLayout, QWidget

from engine.record.facts import Value
from gui.models.compared import ComparedRuns
from gui.models.differing import is_result, value_of
from gui.models.grouping import value_words
from gui.models.messages import RunRow
from gui.models.run_columns import format_figure

_SORTED = Qt.ItemDataRole.UserRole
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


class DifferencesModel(QAbstractTableModel):
    """Names, results, options that differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[RunRow] = ()
        self._labels: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._titles: tuple[str, ...] = (self.tr("Run"),)
        self._sides: tuple[int, ...] = (_LEFT,)

    @property
    def num_options(self) -> int:
        """How many options differ."""
        return sum(not is_result(name) for name in self._names)

    def set_runs(self, runs: ComparedRuns) -> None:
        """The runs that are compared."""
        self.beginResetModel()
        self._rows, self._labels = runs.rows, runs.labels
        self._names = runs.side_by_side
        self._titles = (self.tr("Run"), *(runs.titles.get(name, name) for name in self._names))
        self._sides = (_LEFT, *(_side(value_of(row, name) for row in self._rows) for name in self._names))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's default)
        """A line a run."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's default)
        """The name, and a column for each of the others."""
        return 0 if parent.isValid() else 1 + len(self._names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a column shows; its whole name as a tip."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return self._names[section - 1]
        return self._sides[section] if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A value as words, and what it is sorted by."""
        row, column = self._rows[index.row()], index.column()
        value: Value = value_of(row, self._names[column - 1]) if column else self._labels[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(value, float) and is_result(self._names[column - 1]):
                return format_figure(value)
            return value_words(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[column]
        return _sortable(value) if role == _SORTED else None


class DifferencesPage(QWidget):
    """The table, sorted by any column; filled when it is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DifferencesModel(self)
        sorted_model = QSortFilterProxyModel(self)
        sorted_model.setSourceModel(self._model)
        sorted_model.setSortRole(_SORTED)
        self._table = QTableView(self)
        self._table.setObjectName("compare-differences")
        self._table.setAccessibleName(self.tr("What differs between the runs"))
        self._table.setModel(sorted_model)
        self._table.horizontalHeader().setSortIndicator(
            -1, Qt.SortOrder.AscendingOrder
        )  # as in the other tabs
        self._table.setSortingEnabled(True)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.verticalHeader().hide()
        self._nothing = QLabel(self.tr("Nothing differs between these runs but their names."), self)
        self._nothing.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self._nothing)
        column.addWidget(self._table, 1)

    @property
    def table(self) -> QTableView:
        """What is shown."""
        return self._table

    def set_runs(self, runs: ComparedRuns) -> None:
        """The runs that are compared.

        Ten thousand of them would hold up the other tabs for a second: a hidden page need not be told.
        """
        self._model.set_runs(runs)
        self._nothing.setVisible(self._model.num_options == 0)
        self._table.resizeColumnsToContents()


def _side(values: Iterable[Value]) -> int:
    """Figures below each other at the right, and what is missing among them, too."""
    first = next((value for value in values if value is not None), None)
    return _RIGHT if isinstance(first, int | float) and not isinstance(first, bool) else _LEFT


def _sortable(value: Value) -> float | str:
    """Numbers by their size, where one is missing it comes last."""
    if isinstance(value, int | float):
        return float("inf") if isnan(value) else float(value)
    return float("inf") if value is None else value
