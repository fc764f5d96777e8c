"""The table of runs as Qt wants it: already filtered and sorted, and changed in place."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.models.messages import RunRow
from gui.models.run_columns import FORMS, Column, format_devices
from gui.models.run_filter import RunFilter, arrange

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The RunRow of a line."""
_MOST_STEPS = 64
"""Pieces of a change that are told one by one; above, the whole table is told anew."""

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class RunTableModel(QAbstractTableModel):
    """Shows the runs that are wanted, in the order that is wanted.

    Sorting and filtering happen here, in one pass over plain tuples: a proxy would ask for every cell it
    compares. Lines keep their identity through every change, so a selection stays on its runs.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[RunRow, ...] = ()
        self._rows: list[RunRow] = []
        self._filter = RunFilter()
        self._column, self._descending = Column.CREATED, True

    def set_rows(self, rows: tuple[RunRow, ...]) -> None:
        """All runs there are now."""
        self._all = rows
        self._arrange()

    def set_filter(self, wanted: RunFilter) -> None:
        """Shows only those."""
        if wanted != self._filter:
            self._filter = wanted
            self._arrange()

    @property
    def num_all(self) -> int:
        """How many runs there are, shown or not."""
        return len(self._all)

    def row_at(self, index: Index) -> RunRow:
        """The run of a valid index."""
        return self._rows[index.row()]

    def find(self, name: str) -> QModelIndex:
        """The first cell of that run; an invalid index where it is not shown."""
        for number, row in enumerate(self._rows):
            if row.name == name:
                return self.index(number, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many runs are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """How many columns there are, hidden or not."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return FORMS[column].text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if FORMS[column].is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tool_tip(row, column)
        return row if role == ROW_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[Column(section)] + self._arrow(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = FORMS[Column(section)].is_number
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _arrow(self, column: Column) -> str:
        """In the title, where it never covers the word."""
        if column is not self._column:
            return ""
        return " ↓" if self._descending else " ↑"

    def titles(self) -> dict[Column, str]:
        """The titles of all columns in the person's language."""
        return {
            Column.NAME: self.tr("Name"),
            Column.STATE: self.tr("State"),
            Column.STRATEGY: self.tr("Strategy"),
            Column.MODEL: self.tr("Model"),
            Column.DATA: self.tr("Data"),
            Column.DEVICES: self.tr("Devices"),
            Column.STEP: self.tr("Step"),
            Column.LOSS: self.tr("Loss"),
            Column.EVAL_LOSS: self.tr("Eval loss"),
            Column.ACCURACY: self.tr("Accuracy"),
            Column.SAMPLES_PER_SECOND: self.tr("Samples/s"),
            Column.DURATION: self.tr("Duration"),
            Column.CREATED: self.tr("Created"),
            Column.TAGS: self.tr("Tags"),
            Column.NOTE: self.tr("Note"),
            Column.QUEUE: self.tr("Queue"),
        }

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; -1 is the newest first."""
        self._column = Column(column) if column >= 0 else Column.CREATED
        self._descending = column < 0 or order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _arrange(self) -> None:
        wanted = arrange(self._all, self._filter, self._column, descending=self._descending)
        if [row.name for row in wanted] != [row.name for row in self._rows]:
            self._change_lines(wanted)
        self._change_cells(wanted)

    def _change_lines(self, wanted: Sequence[RunRow]) -> None:
        """Removes, moves and adds lines until the names are those wanted."""
        names = {row.name: number for number, row in enumerate(wanted)}
        here = {row.name for row in self._rows}
        gone = _runs_of(number for number, row in enumerate(self._rows) if row.name not in names)
        new = _runs_of(number for number, row in enumerate(wanted) if row.name not in here)
        if len(gone) + len(new) > _MOST_STEPS:
            self.beginResetModel()
            self._rows = list(wanted)
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        self._reorder(names)
        for first, last in new:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self.endInsertRows()

    def _reorder(self, places: dict[str, int]) -> None:
        ordered = sorted(self._rows, key=lambda row: places[row.name])
        if all(one is other for one, other in zip(ordered, self._rows, strict=True)):
            return
        self.layoutAboutToBeChanged.emit()
        new_number = {row.name: number for number, row in enumerate(ordered)}
        before = self.persistentIndexList()
        after = [self.index(new_number[self._rows[index.row()].name], index.column()) for index in before]
        self._rows = ordered
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _change_cells(self, wanted: Sequence[RunRow]) -> None:
        changed = [n for n, row in enumerate(wanted) if row is not self._rows[n] and row != self._rows[n]]
        self._rows = list(wanted)
        spans = _runs_of(changed)
        if len(spans) > _MOST_STEPS:
            spans = [(changed[0], changed[-1])]
        for first, last in spans:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))


def _runs_of(numbers: Any) -> list[tuple[int, int]]:
    """First and last of each stretch of consecutive numbers."""
    groups = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    found = []
    for _, group in groups:
        members = [number for _, number in group]
        found.append((members[0], members[-1]))
    return found


def _tool_tip(row: RunRow, column: Column) -> str | None:
    if column is Column.NAME:
        return row.name
    words = {Column.NOTE: row.note, Column.DEVICES: format_devices(row), Column.TAGS: ", ".join(row.tags)}
    return words.get(column) or None
