"""The table of runs as Qt wants it: already filtered and sorted, and changed in place."""

from collections import Counter
from collections.abc import Container, Sequence
from itertools import groupby
from operator import is_
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.errors import QueryError
from engine.record.events import RunState
from engine.record.query import Query, RunColumns, parse_query, sound_part
from gui.models.messages import RunRow
from gui.models.run_columns import FORMS, Column, ColumnForm, extra_form, extra_title
from gui.models.run_filter import RunFilter, RunOrder, arrange, newest_first

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The RunRow of a line."""
_ROLES = frozenset(
    {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.ToolTipRole, ROW_ROLE}
)
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
        self.columns = RunColumns()
        """All runs, shown or not, column by column."""
        self.num_by_state: Counter[RunState] = Counter()
        """How many runs in each state the filter's text finds, also those whose state is not wanted."""
        self._rows: list[RunRow] = []
        self._filter = RunFilter()
        self._query = parse_query("")
        self._problem: QueryError | None = None
        self._extras: tuple[str, ...] = ()
        self._forms: list[ColumnForm] = list(FORMS.values())
        self._column, self._descending = int(Column.CREATED), True

    def set_rows(self, rows: tuple[RunRow, ...]) -> None:
        """All runs there are now."""
        self.columns.set_rows(newest_first(rows))
        self._arrange()

    def set_filter(self, wanted: RunFilter) -> None:
        """Shows only those; where it says what cannot be understood, `problem` tells why."""
        if wanted != self._filter:
            self._filter = wanted
            self._arrange()

    @property
    def problem(self) -> QueryError | None:
        """What is wrong with the filter. Meanwhile the rest of it holds."""
        return self._problem

    @property
    def has_filter(self) -> bool:
        """Whether something is looked for."""
        return self._filter != RunFilter()

    @property
    def num_all(self) -> int:
        """How many runs there are, shown or not."""
        return len(self.columns.rows)

    @property
    def extras(self) -> tuple[str, ...]:
        """The options and metrics that have a column after the others."""
        return self._extras

    def set_extras(self, keys: tuple[str, ...]) -> None:
        """Gives these options and metrics a column each, after the others."""
        if keys == self._extras:
            return
        own = len(Column)
        if self._column >= own:
            self._column, self._descending = int(Column.CREATED), True
        if self._extras:
            self.beginRemoveColumns(_NO_PARENT, own, own + len(self._extras) - 1)
            self._extras, self._forms = (), self._forms[:own]
            self.endRemoveColumns()
        if keys:
            self.beginInsertColumns(_NO_PARENT, own, own + len(keys) - 1)
            self._extras = keys
            self._forms = [*self._forms[:own], *map(extra_form, keys)]
            self.endInsertColumns()
        self._arrange()

    def row_at(self, index: Index) -> RunRow:
        """The run of a valid index."""
        return self._rows[index.row()]

    def rows_between(self, first: int, last: int) -> list[RunRow]:
        """The runs of these lines, both included."""
        return self._rows[first : last + 1]

    def find(self, name: str) -> QModelIndex:
        """The first cell of that run; an invalid index where it is not shown."""
        for first, _ in self.stretches({name}):
            return self.index(first, 0)
        return QModelIndex()

    def stretches(self, names: Container[str]) -> list[tuple[int, int]]:
        """First and last line of each stretch of runs with these names."""
        return _runs_of(number for number, row in enumerate(self._rows) if row.name in names)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many runs are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """How many columns there are, hidden or not."""
        return 0 if parent.isValid() else len(self._forms)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role not in _ROLES or not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._forms[column].text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._is_number(column, row) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tool_tip(row, column)
        return row if role == ROW_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._forms):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(section) + self._arrow(section)
        if role == Qt.ItemDataRole.ToolTipRole and section >= len(Column):
            return self._extras[section - len(Column)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = self._forms[section].is_number
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _is_number(self, column: int, row: RunRow) -> bool:
        """An option may be a number in one run and a text in another."""
        form = self._forms[column]
        if column < len(Column):
            return form.is_number
        value = form.value(row)
        return isinstance(value, int | float) and not isinstance(value, bool)

    def title(self, section: int) -> str:
        """The title of any column in the person's language."""
        if section < len(Column):
            return self.titles()[Column(section)]
        return extra_title(self._extras[section - len(Column)])

    def _arrow(self, column: int) -> str:
        """In the title, where it never covers the word."""
        if column != self._column:
            return ""
        return " ↓" if self._descending else " ↑"

    def titles(self) -> dict[Column, str]:
        """The titles of all columns that every run has, in the person's language."""
        return {
            Column.NAME: self.tr("Name"),
            Column.STATE: self.tr("State"),
            Column.STRATEGY: self.tr("Strategy"),
            Column.MODEL: self.tr("Model"),
            Column.DATA: self.tr("Data"),
            Column.DEVICES: self.tr("Devices"),
            Column.STEP: self.tr("Step"),
            Column.LOSS: self.tr("Loss"),
            Column.EVAL_LOSS: self.tr("Test loss"),
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
        self._column = column if 0 <= column < len(self._forms) else int(Column.CREATED)
        self._descending = column < 0 or order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._forms) - 1)

    def _arrange(self) -> None:
        wanted = self._wanted()
        if abs(len(wanted) - len(self._rows)) > _MOST_STEPS:
            self._begin_anew(wanted)
        elif len(wanted) == len(self._rows) and set(map(id, wanted)) == set(map(id, self._rows)):
            self._move_lines(wanted)
        else:
            if [row.name for row in wanted] != [row.name for row in self._rows]:
                self._change_lines(wanted)
            self._change_cells(wanted)

    def _begin_anew(self, wanted: Sequence[RunRow]) -> None:
        self.beginResetModel()
        self._rows = list(wanted)
        self.endResetModel()

    def _wanted(self) -> list[RunRow]:
        """The rows by the filter, or by what of it can be understood."""
        self._problem = None
        try:
            if self._query.text != self._filter.text:
                self._query = parse_query(self._filter.text)
            return self._by(self._query)
        except QueryError as error:
            self._problem = error
            return self._by(sound_part(self._filter.text, self.columns))

    def _by(self, query: Query) -> list[RunRow]:
        own = self._column < len(Column)
        name: object = self._column if own else self._extras[self._column - len(Column)]
        order = RunOrder(name, self._forms[self._column], self._descending)
        numbers = query.select(self.columns)
        rows = self.columns.rows
        self.num_by_state = Counter(rows[number].state for number in numbers)
        return arrange(self.columns, numbers, self._filter.states, order)

    def _change_lines(self, wanted: Sequence[RunRow]) -> None:
        """Removes, moves and adds lines until the names are those wanted."""
        names = {row.name: number for number, row in enumerate(wanted)}
        here = {row.name for row in self._rows}
        gone = _runs_of(number for number, row in enumerate(self._rows) if row.name not in names)
        new = _runs_of(number for number, row in enumerate(wanted) if row.name not in here)
        if len(gone) + len(new) > _MOST_STEPS:
            self._begin_anew(wanted)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        self._move_lines(sorted(self._rows, key=lambda row: names[row.name]))
        for first, last in new:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self.endInsertRows()

    def _move_lines(self, ordered: list[RunRow]) -> None:
        """The same rows in another order; what is chosen goes with them."""
        if all(map(is_, ordered, self._rows)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = {id(self._rows[index.row()]) for index in before}
        new_number = {id(row): number for number, row in enumerate(ordered) if id(row) in kept}
        after = [self.index(new_number[id(self._rows[index.row()])], index.column()) for index in before]
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
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._forms) - 1))


def _runs_of(numbers: Any) -> list[tuple[int, int]]:
    """First and last of each stretch of consecutive numbers."""
    groups = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    found = []
    for _, group in groups:
        members = [number for _, number in group]
        found.append((members[0], members[-1]))
    return found


def _tool_tip(row: RunRow, column: int) -> str | None:
    """The whole of what a cell may have no room for."""
    whole: dict[int, str] = {Column.NAME: row.name, Column.NOTE: row.note, Column.STATE: ""}
    if column >= len(Column):
        return None
    return (whole[column] if column in whole else FORMS[Column(column)].text(row)) or None
