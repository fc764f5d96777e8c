"""Completion of the part of a line at the cursor, in a list below it."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from engine.record.query import Completion
from gui.engine_texts import translate_engine

_MOST_SHOWN = 12
_LEAST_PIXELS = 320
_NO_PARENT = QModelIndex()


class _Suggestions(QAbstractListModel):
    """What can be chosen, each with what it is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._completion = Completion(0, 0, ())

    def offer(self, completion: Completion) -> None:
        self.beginResetModel()
        self._completion = completion
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._completion.suggestions)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if not index.isValid():
            return None
        suggestion = self._completion.suggestions[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return suggestion.text
        if role == Qt.ItemDataRole.DisplayRole:
            title = translate_engine(suggestion.title)
            return f"{suggestion.text}    {title}" if title else suggestion.text
        return None


class LineCompleter(QObject):
    """Offers what a function finds whenever a person types; the rest of the line stays as it is."""

    def __init__(self, line: QLineEdit, find: Callable[[str, int], Completion]) -> None:
        """Watches a line.

        Args:
            line: Where is typed.
            find: What can stand in it, from its text and the characters before the cursor.
        """
        super().__init__(line)
        self._line, self._find = line, find
        self._completion = Completion(0, 0, ())
        self._suggestions = _Suggestions(self)
        self._completer = QCompleter(self._suggestions, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST_SHOWN)
        self._completer.setWidget(line)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        self._popup.setUniformItemSizes(True)
        self._completer.setPopup(self._popup)  # owns it from now on
        self._completer.activated.connect(self._take)
        line.textEdited.connect(self._offer)

    @property
    def popup(self) -> QListView:
        """The list, shown while there is something to choose."""
        return self._popup

    @Slot()
    def _offer(self) -> None:
        self._completion = self._find(self._line.text(), self._line.cursorPosition())
        if not self._completion.suggestions:
            self._popup.hide()
            return
        self._suggestions.offer(self._completion)
        place = self._line.rect()
        place.setWidth(max(_LEAST_PIXELS, place.width()))
        self._completer.complete(place)

    @Slot(str)
    def _take(self, chosen: str) -> None:
        text, done = self._line.text(), self._completion
        self._line.setText(text[: done.start] + chosen + text[done.end :])
        self._line.setCursorPosition(done.start + len(chosen))
        self._line.setFocus()
        if chosen.endswith(":"):
            self._offer()
