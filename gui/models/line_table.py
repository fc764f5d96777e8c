"""Lines of words, the newest on top: what happened to a run, its checkpoints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    texts: tuple[str, ...]
    """A column each."""
    tip: str
    is_bold: bool = False


class LineTable(QAbstractTableModel):
    """Grows at its top; what is too old falls off its end."""

    def __init__(self, titles: Sequence[str], most: int, parent: QObject | None = None) -> None:
        """Builds it, empty.

        Args:
            titles: Of the columns.
            most: Lines kept at most.
            parent: Its owner.
        """
        super().__init__(parent)
        self._titles, self._most = tuple(titles), most
        self._lines: list[Line] = []
        """The oldest first."""

    def add(self, line: Line) -> None:
        """One more, on top."""
        self.beginInsertRows(_NO_PARENT, 0, 0)
        self._lines.append(line)
        self.endInsertRows()
        if len(self._lines) > self._most:
            self.beginRemoveRows(_NO_PARENT, self._most, self._most)
            del self._lines[0]
            self.endRemoveRows()

    def clear(self) -> None:
        """Forget all."""
        self.beginResetModel()
        self._lines.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if not index.isValid():
            return None
        line = self._lines[-1 - index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip
        if role == Qt.ItemDataRole.FontRole and line.is_bold and index.column() == len(self._titles) - 1:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section] if 0 <= section < len(self._titles) else None
