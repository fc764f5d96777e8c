"""What is known of the one run that is chosen, with its tags and note to edit."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gui.models.messages import RunRow
from gui.models.run_columns import format_duration, format_figure, format_moment, format_percent, format_rate
from gui.widgets.card import Card
from gui.widgets.pill import state_word

_WIDTH = 250


class RunDetails(QWidget):
    """Empty where none, or more than one, is chosen."""

    tags_changed = Signal(object, object)
    note_changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._row: RunRow | None = None
        card = Card(self.tr("Details"), self)
        self._name = QLabel(card)
        self._name.setWordWrap(True)
        self._name.setProperty("role", "section")
        card.body.addWidget(self._name)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        self._figures: dict[str, QLabel] = {}
        for key, word in (
            ("state", self.tr("State")),
            ("created", self.tr("Created")),
            ("duration", self.tr("Duration")),
            ("devices", self.tr("Devices")),
            ("loss", self.tr("Train loss")),
            ("eval_loss", self.tr("Test loss")),
            ("accuracy", self.tr("Test accuracy")),
            ("rate", self.tr("Samples/s")),
        ):
            caption = QLabel(word, card)
            caption.setProperty("role", "muted")
            self._figures[key] = QLabel(card)
            self._figures[key].setWordWrap(True)
            form.addRow(caption, self._figures[key])
        card.body.addLayout(form)
        self._tags = QLineEdit(card)
        self._tags.setObjectName("runs-tags")
        self._tags.setPlaceholderText(self.tr("Tags, with commas"))
        self._tags.editingFinished.connect(self._save_tags)
        self._note = _NoteEdit(card)
        self._note.setObjectName("runs-note")
        self._note.setPlaceholderText(self.tr("Note"))
        self._note.left.connect(self._save_note)
        card.body.addWidget(self._tags)
        card.body.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def show_row(self, row: RunRow | None) -> None:
        """Show a run; what is being typed stays."""
        other = (self._row and self._row.path) != (row and row.path)
        self._row = row
        for widget in (self._tags, self._note):
            widget.setEnabled(row is not None)
        self._name.setText(row.name if row else self.tr("Choose one run."))
        if row is None:
            for figure in self._figures.values():
                figure.clear()
            self._tags.clear()
            self._note.clear()
            return
        values = {
            "state": state_word(row.state),
            "created": format_moment(row.created),
            "duration": format_duration(row.duration_seconds),
            "devices": row.devices,
            "loss": format_figure(row.train_loss),
            "eval_loss": format_figure(row.eval_loss),
            "accuracy": format_percent(row.eval_accuracy),
            "rate": format_rate(row.samples_per_second),
        }
        for key, value in values.items():
            self._figures[key].setText(value)
        if other or not self._tags.hasFocus():
            self._tags.setText(", ".join(row.tags))
        if other or not self._note.hasFocus():
            self._note.setPlainText(row.note)

    @Slot()
    def _save_tags(self) -> None:
        tags = tuple(word.strip() for word in self._tags.text().split(",") if word.strip())
        if self._row is not None and tags != self._row.tags:
            self.tags_changed.emit(self._row.path, tags)

    @Slot()
    def _save_note(self) -> None:
        note = self._note.toPlainText().strip()
        if self._row is not None and note != self._row.note:
            self.note_changed.emit(self._row.path, note)


class _NoteEdit(QPlainTextEdit):
    """Tells when it is left: then the note is saved."""

    left = Signal()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.left.emit()
