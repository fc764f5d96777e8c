"""What is known of the one run that is chosen, with its tags and note to edit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.models.messages import RunRow
from gui.models.run_columns import (
    format_devices,
    format_duration,
    format_figure,
    format_moment,
    format_percent,
    format_rate,
    format_step,
    short_name,
)
from gui.theme import ThemeKeeper
from gui.views.runs.note_edit import NoteEdit
from gui.views.runs.several import SeveralRuns
from gui.widgets.card import Card
from gui.widgets.pill import Pill

_LEAST_PIXELS, _MOST_PIXELS, _PIXELS = 220, 460, 272
_NONE = "–"


class RunDetails(QWidget):
    """Of several runs only their tags; says what to do where none is chosen."""

    tags_changed = Signal(object, object)
    note_changed = Signal(object, str)

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_LEAST_PIXELS)
        self.setMaximumWidth(_MOST_PIXELS)
        self.resize(_PIXELS, self.height())
        self._row: RunRow | None = None
        self._figures: dict[str, QLabel] = {}
        card = Card("", self)
        self._hint = QLabel(self.tr("Choose a run to see its figures, tags and note."), card)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._all = QWidget(card)
        card.body.addWidget(self._hint, 1)
        card.body.addWidget(self._all, 1)
        self._several = SeveralRuns(card)
        self._several.tags_changed.connect(self.tags_changed)
        self._several.note_changed.connect(self.note_changed)
        card.body.addWidget(self._several, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        inside = QVBoxLayout(self._all)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        self._add_head(keeper, inside)
        inside.addSpacing(6)
        inside.addLayout(self._make_figures())
        inside.addSpacing(6)
        self._add_editors(inside)
        self.show_rows(())

    def _add_head(self, keeper: ThemeKeeper, inside: QVBoxLayout) -> None:
        self._name = QLabel(self._all)
        self._name.setProperty("role", "value")
        self._name.setWordWrap(True)
        self._folder = QLabel(self._all)
        self._folder.setProperty("role", "muted")
        self._folder.setWordWrap(True)
        self._pill = Pill(keeper, self._all)
        self._queue = QLabel(self._all)
        self._queue.setProperty("role", "muted")
        state = QHBoxLayout()
        state.addWidget(self._pill)
        state.addWidget(self._queue)
        state.addStretch(1)
        for label in (self._name, self._folder):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addWidget(label)
        inside.addLayout(state)

    def _make_figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        captions = (
            ("strategy", self.tr("Strategy")),
            ("model", self.tr("Model")),
            ("data", self.tr("Data")),
            ("devices", self.tr("Devices")),
            ("created", self.tr("Created")),
            ("duration", self.tr("Duration")),
            ("step", self.tr("Step")),
            ("loss", self.tr("Train loss")),
            ("eval_loss", self.tr("Test loss")),
            ("accuracy", self.tr("Test accuracy")),
            ("rate", self.tr("Samples/s")),
        )
        for number, (key, word) in enumerate(captions):
            caption = QLabel(word, self._all)
            caption.setProperty("role", "muted")
            figure = QLabel(self._all)
            figure.setObjectName(f"runs-figure-{key}")
            figure.setWordWrap(True)
            figure.setAccessibleName(word)
            self._figures[key] = figure
            grid.addWidget(caption, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(figure, number, 1)
        return grid

    def _add_editors(self, inside: QVBoxLayout) -> None:
        self._tags = QLineEdit(self._all)
        self._tags.setObjectName("runs-tags")
        self._tags.setPlaceholderText(self.tr("with commas between them"))
        self._tags.editingFinished.connect(self._save_tags)
        self._note = NoteEdit(self._all)
        self._note.setObjectName("runs-note")
        self._note.setPlaceholderText(self.tr("What did you learn from this run?"))
        self._note.left.connect(self._save_note)
        for word, editor, stretch in ((self.tr("Tags"), self._tags, 0), (self.tr("Note"), self._note, 1)):
            caption = QLabel(word, self._all)
            caption.setProperty("role", "muted")
            caption.setBuddy(editor)
            editor.setAccessibleName(word)
            inside.addWidget(caption)
            inside.addWidget(editor, stretch)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show the run that is chosen; what is being typed stays."""
        row = rows[0] if len(rows) == 1 else None
        is_other = (self._row and self._row.path) != (row and row.path)
        if is_other:  # what was typed and not yet left is not lost
            self._save_tags()
            self._save_note()
        self._row = row
        self._several.show_rows(rows)
        self._several.setVisible(len(rows) > 1)
        self._hint.setVisible(not rows)
        self._all.setVisible(row is not None)
        if row is None:
            return
        self._show_figures(row)
        if is_other or not self._tags.hasFocus():
            self._tags.setText(", ".join(row.tags))
        if is_other or not self._note.hasFocus():
            self._note.setPlainText(row.note)

    def _show_figures(self, row: RunRow) -> None:
        self._name.setText(short_name(row))
        self._folder.setText(row.name)
        self._folder.setVisible(row.name != short_name(row))
        self._pill.set_state(row.state)
        waits = row.queue_position is not None
        self._queue.setText(self.tr("number {} in the queue").format(row.queue_position) if waits else "")
        values = {
            "strategy": row.strategy,
            "model": row.model,
            "data": row.data,
            "devices": format_devices(row),
            "created": format_moment(row.created),
            "duration": format_duration(row.duration_seconds),
            "step": format_step(row),
            "loss": format_figure(row.train_loss),
            "eval_loss": format_figure(row.eval_loss),
            "accuracy": format_percent(row.eval_accuracy),
            "rate": format_rate(row.samples_per_second),
        }
        for key, value in values.items():
            self._figures[key].setText(value or _NONE)

    @Slot()
    def _save_tags(self) -> None:
        words = (word.strip() for word in self._tags.text().split(","))
        tags = tuple(dict.fromkeys(word for word in words if word))
        if self._row is not None and tags != self._row.tags:
            self.tags_changed.emit(self._row.path, tags)

    @Slot()
    def _save_note(self) -> None:
        note = self._note.toPlainText().strip()
        if self._row is not None and note != self._row.note:
            self.note_changed.emit(self._row.path, note)
