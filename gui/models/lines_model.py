"""A table of an experiment as Qt wants it: a line a candidate or trial, the best in bold."""

from abc import abstractmethod
from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

NONE = "–"
Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Column = TypeVar("Column", bound=IntEnum)
_NO_PARENT = QModelIndex()


class LinesModel(QAbstractTableModel, Generic[Row, Column]):
    """Lines that change in place, and grow at their end, as the experiment goes on."""

    def __init__(self, columns: type[Column], texts: Sequence[Column], parent: QObject | None = None) -> None:
        """Builds it, empty.

        Args:
            columns: What is told of a line.
            texts: Of these the columns with words: they stand at the left, figures at the right.
            parent: Its owner.
        """
        super().__init__(parent)
        self._columns, self._texts = columns, frozenset(texts)
        self._rows: tuple[Row, ...] = ()

    def row_at(self, index: Index) -> Row:
        """The line of a valid index."""
        return self._rows[index.row()]

    @abstractmethod
    def text(self, row: Row, column: Column) -> str:
        """What a cell says."""

    @abstractmethod
    def _tip(self, row: Row) -> str:
        """What the cells have no room for."""

    @abstractmethod
    def _name(self, row: Row) -> str:
        """What tells a line from the others."""

    @abstractmethod
    def _is_best(self, row: Row) -> bool:
        """Whether it is set in bold."""

    @abstractmethod
    def _titles(self) -> Sequence[str]:
        """Of the columns."""

    def _show(self, rows: Sequence[Row], *, anew: bool = False) -> None:
        """Show these lines; those that are there already change, and the others come below them.

        Args:
            rows: All lines.
            anew: Nothing of what was shown holds, not even the titles.
        """
        known = len(self._rows)
        before = [self._name(row) for row in self._rows]
        if anew or before != [self._name(row) for row in rows[:known]]:
            self.beginResetModel()
            self._rows = tuple(rows)
            self.endResetModel()
            return
        if len(rows) > known:
            self.beginInsertRows(_NO_PARENT, known, len(rows) - 1)
            self._rows = tuple(rows)
            self.endInsertRows()
        self._rows = tuple(rows)
        if known:
            self.dataChanged.emit(self.index(0, 0), self.index(known - 1, len(self._columns) - 1))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; the best line is set in bold."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        if role == Qt.ItemDataRole.FontRole and self._is_best(row):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        return self._side(self._columns(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: Column) -> Qt.AlignmentFlag:
        is_text = column in self._texts
        side = Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter
