"""Only what differs: a line a run, a column an option that runs do not all have alike, then the results."""

from collections.abc import Sequence
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
from gui.models.differing import (
    differing_options,
    option_titles,
    result_names,
    told_apart,
    value_of,
)
from gui.models.grouping import value_words
from gui.models.messages import RunRow
from gui.models.run_columns import format_figure

_SORTED = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class DifferencesModel(QAbstractTableModel):
    """Names, options that differ, results."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[RunRow] = ()
        self._labels: tuple[str, ...] = ()
        self._options: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._titles: tuple[str, ...] = (self.tr("Run"),)

    @property
    def num_options(self) -> int:
        """How many options differ."""
        return len(self._options)

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """The runs that are compared."""
        self.beginResetModel()
        self._rows, self._options = rows, differing_options(rows)
        self._labels = told_apart(rows)
        results = result_names(rows)
        self._names = (*self._options, *results)
        self._titles = (self.tr("Run"), *option_titles(self._options), *results)
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
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, section: int) -> Qt.AlignmentFlag:
        """Above figures at their side."""
        values = (value_of(row, self._names[section - 1]) for row in self._rows if section)
        is_number = any(isinstance(value, int | float) for value in values)
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A value as words, and what it is sorted by."""
        row, column = self._rows[index.row()], index.column()
        value: Value = value_of(row, self._names[column - 1]) if column else self._labels[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            is_result = column > len(self._options)
            return format_figure(value) if is_result and isinstance(value, float) else value_words(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, int | float):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """The runs that are compared.

        Ten thousand of them would hold up the other tabs for a second: a hidden page need not be told.
        """
        self._model.set_rows(rows)
        self._nothing.setVisible(self._model.num_options == 0)
        self._table.resizeColumnsToContents()


def _sortable(value: Value) -> float | str:
    """Numbers by their size, where one is missing it comes last."""
    if isinstance(value, int | float):
        return float("inf") if isnan(value) else float(value)
    return float("inf") if value is None else value
