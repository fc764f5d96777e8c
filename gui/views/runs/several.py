"""What can be edited of several runs at once: the tags that all of them have."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from gui.models.messages import RunRow


def common_tags(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """The tags that every one of these runs has, as the first has them. Pure."""
    first, *others = (row.tags for row in rows)
    return tuple(tag for tag in first if all(tag in tags for tags in others))


def with_tags(row: RunRow, before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """A run's tags once the common ones were changed: its own stay. Pure."""
    kept = (tag for tag in row.tags if tag in after or tag not in before)
    return tuple(dict.fromkeys((*kept, *after)))


class SeveralRuns(QWidget):
    """A line for the common tags; what is added or taken away there is so in every run."""

    tags_changed = Signal(object, object)
    """Path of one run, and its tags."""

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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self._title, caption, self._tags):
            layout.addWidget(widget)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show the runs that are chosen, none where they are not several; what is being typed stays."""
        are_others = [row.path for row in self._rows] != [row.path for row in rows]
        if are_others:  # what was typed and not yet left is not lost
            self._save()
        self._rows = tuple(rows) if len(rows) > 1 else ()
        if self._rows:
            self._title.setText(self.tr("{} runs").format(len(self._rows)))
            if are_others or not self._tags.hasFocus():
                self._tags.setText(", ".join(common_tags(self._rows)))

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
