"""What can be edited of several runs at once: the tags that all of them have, and their notes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from gui.models.messages import RunRow
from gui.views.runs.note_edit import NoteEdit


def common_tags(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """The tags that every one of these runs has, as the first has them. Pure."""
    first, *others = (row.tags for row in rows)
    return tuple(tag for tag in first if all(tag in tags for tags in others))


def with_tags(row: RunRow, before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """A run's tags once the common ones were changed: its own stay. Pure."""
    kept = (tag for tag in row.tags if tag in after or tag not in before)
    return tuple(dict.fromkeys((*kept, *after)))


def common_note(rows: Sequence[RunRow]) -> str | None:
    """The note of all these runs, None where they differ. Pure."""
    notes = {row.note for row in rows}
    return next(iter(notes)) if len(notes) == 1 else None


def with_note(row: RunRow, common: str | None, typed: str) -> str:
    """A run's note once something was typed: instead of a common one, else under its own. Pure."""
    if common is not None:
        return typed
    return f"{row.note}\n{typed}".strip() if typed else row.note


class SeveralRuns(QWidget):
    """A line for the common tags, a field for the note; what is changed there is so in every run."""

    tags_changed = Signal(object, object)
    """Path of one run, and its tags."""
    note_changed = Signal(object, str)
    """Path of one run, and its note."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[RunRow, ...] = ()
        self._title = QLabel(self)
        self._title.setProperty("role", "value")
        caption = QLabel(self.tr("Tags of all these runs"), self)
        caption.setProperty("role", "muted")
        self._tags = QLineEdit(self)
        self._tags.setObjectName("runs-common-tags")
        self._tags.setAccessibleName(caption.text())
        self._tags.setPlaceholderText(self.tr("with commas between them"))
        self._tags.editingFinished.connect(self._save)
        caption.setBuddy(self._tags)
        below = QLabel(self.tr("Note of all these runs"), self)
        below.setProperty("role", "muted")
        self._note = NoteEdit(self)
        self._note.setObjectName("runs-common-note")
        self._note.setAccessibleName(below.text())
        self._note.left.connect(self._save_note)
        below.setBuddy(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self._title, caption, self._tags, below, self._note):
            layout.addWidget(widget)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show the runs that are chosen, none where they are not several; what is being typed stays."""
        are_others = [row.path for row in self._rows] != [row.path for row in rows]
        if are_others:  # what was typed and not yet left is not lost
            self._save()
            self._save_note()
        self._rows = tuple(rows) if len(rows) > 1 else ()
        if self._rows:
            self._title.setText(self.tr("{} runs").format(len(self._rows)))
            if are_others or not self._tags.hasFocus():
                self._tags.setText(", ".join(common_tags(self._rows)))
            if are_others or not self._note.hasFocus():
                self._show_note()

    def _show_note(self) -> None:
        common = common_note(self._rows)
        self._note.setPlainText(common or "")
        self._note.setPlaceholderText(
            self.tr("Their notes differ: what you write is added to each.")
            if common is None
            else self.tr("What did you learn from these runs?")
        )

    @Slot()
    def _save(self) -> None:
        if not self._rows:
            return
        words = (word.strip() for word in self._tags.text().split(","))
        before, after = common_tags(self._rows), tuple(dict.fromkeys(word for word in words if word))
        for row in self._rows:
            tags = with_tags(row, before, after)
            if after != before and tags != row.tags:
                self.tags_changed.emit(row.path, tags)

    @Slot()
    def _save_note(self) -> None:
        if not self._rows:
            return
        common, typed = common_note(self._rows), self._note.toPlainText().strip()
        if common is None:  # it is added once, however often the field is left
            self._note.clear()
        for row in self._rows:
            note = with_note(row, common, typed)
            if note != row.note:
                self.note_changed.emit(row.path, note)
