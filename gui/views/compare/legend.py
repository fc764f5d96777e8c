"""The list beside the curves: which are shown, in what colour and line, and their values."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.models.run_columns import short_exponent
from gui.models.run_cues import Cue

_NAME, _VALUE = 0, 1
_SWATCH = (22, 12)
_ROW_PIXELS = 24
_WIDEST_VALUE, _CELL_MARGIN = "-8.888e-88", 20
_UNKNOWN = "–"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A run or a group."""

    key: str
    label: str
    cue: Cue


class LegendModel(QAbstractTableModel):
    """A line each, with a box that shows or hides its curve."""

    visibility_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[LegendLine] = ()
        self._hidden: set[str] = set()
        self._values: dict[str, float] = {}

    def set_lines(self, lines: Sequence[LegendLine]) -> None:
        """What there is; what was hidden stays so."""
        if list(lines) == list(self._lines):
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def set_values(self, values: dict[str, float]) -> None:
        """The values of now, by key."""
        self._values = values
        if self._lines:
            self.dataChanged.emit(self.index(0, _VALUE), self.index(len(self._lines) - 1, _VALUE))

    def is_shown(self, key: str) -> bool:
        """Whether a curve is to be seen."""
        return key not in self._hidden

    def show_only(self, keys: frozenset[str]) -> None:
        """Hide all others; with no keys, show all."""
        self._hidden = {line.key for line in self._lines if keys and line.key not in keys}
        if self._lines:
            self.dataChanged.emit(self.index(0, _NAME), self.index(len(self._lines) - 1, _NAME))
        self.visibility_changed.emit()

    def key_at(self, row: int) -> str:
        """Of a line."""
        return self._lines[row].key

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's default)
        """Name and value."""
        return 0 if parent.isValid() else 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names have a box."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == _NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, box and swatch; or the value."""
        line, roles = self._lines[index.row()], Qt.ItemDataRole
        if index.column() == _VALUE:
            if role == roles.DisplayRole:
                value = self._values.get(line.key, float("nan"))
                return short_exponent(f"{value:.4g}") if isfinite(value) else _UNKNOWN
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return int(right) if role == roles.TextAlignmentRole else None
        match role:
            case roles.DisplayRole | roles.ToolTipRole:
                return line.label
            case roles.DecorationRole:
                return swatch(line.cue)
            case roles.CheckStateRole:
                return Qt.CheckState.Checked if self.is_shown(line.key) else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Show or hide a curve."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != _NAME:
            return False
        key = self._lines[index.row()].key
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._hidden.discard(key)
        else:
            self._hidden.add(key)
        self.dataChanged.emit(index, index)
        self.visibility_changed.emit()
        return True


class Legend(QTableView):
    """The list; the lines that are chosen in it are brought to the front of the plot."""

    chosen_changed = Signal()

    def __init__(self, model: LegendModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self.setObjectName("compare-legend")
        self.setAccessibleName(self.tr("Curves"))
        self.setModel(model)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(_VALUE, self.fontMetrics().horizontalAdvance(_WIDEST_VALUE) + _CELL_MARGIN)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PIXELS)
        self.selectionModel().selectionChanged.connect(self._tell)
        model.modelReset.connect(self.chosen_changed)

    def chosen(self) -> frozenset[str]:
        """Keys of the lines that are chosen."""
        return frozenset(self._lines.key_at(index.row()) for index in self.selectionModel().selectedRows())

    def choose(self, keys: frozenset[str]) -> None:
        """Choose these lines, silently."""
        if keys == self.chosen():
            return
        chosen = QItemSelection()
        for row in range(self._lines.rowCount()):
            if self._lines.key_at(row) in keys:
                index = self._lines.index(row, _NAME)
                chosen.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().blockSignals(True)
        self.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        if not chosen.isEmpty():
            self.scrollTo(chosen.indexes()[0])

    @Slot()
    def _tell(self) -> None:
        self.chosen_changed.emit()


@lru_cache(maxsize=64)
def swatch(cue: Cue) -> QPixmap:
    """A bit of the line of a run."""
    width, height = _SWATCH
    picture = QPixmap(width, height)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    pen = QPen(QColor(cue.colour), 3.0)
    if cue.dashed:
        pen.setDashPattern([2.0, 1.3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(0, height // 2, width, height // 2)
    painter.end()
    return picture
