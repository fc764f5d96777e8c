"""How the model is trained: what is often changed at once, the rest behind a button."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.base import Record
from engine.spec import (
    AdamSpec,
    AdamWSpec,
    ConstantSpec,
    CosineSpec,
    SgdSpec,
    StepDecaySpec,
    TrainingSpec,
)
from gui.views.compose.recipe import Recipe
from gui.widgets.card import Card
from gui.widgets.form import RecordForm

_OPTIMIZERS: dict[str, type[Record]] = {"sgd": SgdSpec, "adam": AdamSpec, "adamw": AdamWSpec}
_SCHEDULES: dict[str, type[Record]] = {
    "constant": ConstantSpec,
    "cosine": CosineSpec,
    "step": StepDecaySpec,
}
_OPTIMIZER_TITLES = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}
_ESSENTIALS = ("micro_batch_size", "grad_accum_steps", "max_epochs", "precision")
_PARTS = ("optimizer", "schedule")


class TrainingCard(QWidget):
    """Batch, limits, precision, optimizer and schedule; and all there is besides."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""
    unfolded = Signal(QWidget)
    """The rarer options, which are shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hidden = QWidget(self)
        schedules = {
            "constant": self.tr("Constant"),
            "cosine": self.tr("Cosine"),
            "step": self.tr("Step decay"),
        }
        self._essentials = RecordForm(TrainingSpec, "training", _ESSENTIALS, self, columns=4)
        self._optimizer = Recipe(
            _OPTIMIZERS,
            _OPTIMIZER_TITLES,
            "training.optimizer",
            self.tr("Optimizer"),
            "learning_rate",
            self,
        )
        self._schedule = Recipe(
            _SCHEDULES, schedules, "training.schedule", self.tr("Schedule"), "warmup_steps", self
        )
        others = [name for name in TrainingSpec.model_fields if name not in (*_ESSENTIALS, *_PARTS)]
        self._rest = RecordForm(TrainingSpec, "training", others, self._hidden, columns=4)
        self._others = {f"training.{name}" for name in others}
        for form in self._forms():
            form.changed.connect(self.changed)
        self._lay_out()

    def _lay_out(self) -> None:
        self._more = QPushButton(self.tr("More options"), self)
        self._more.setObjectName("training-more")
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        self._more.toggled.connect(self._show_hidden)
        card = Card(self.tr("Training"), self, corner=self._more)
        card.body.addWidget(self._essentials)
        recipes = QHBoxLayout()
        recipes.setSpacing(12)
        for recipe in (self._optimizer, self._schedule):
            recipes.addWidget(recipe, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(recipes)
        column = QVBoxLayout(self._hidden)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._optimizer.rest, self._schedule.rest, self._rest):
            column.addWidget(part)
        card.body.addWidget(self._hidden)
        self._hidden.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _forms(self) -> tuple[RecordForm | Recipe, ...]:
        return (self._essentials, self._optimizer, self._schedule, self._rest)

    @Slot(bool)
    def _show_hidden(self, shown: bool) -> None:
        self._hidden.setVisible(shown)
        self._more.setText(self.tr("Fewer options") if shown else self.tr("More options"))
        if shown:
            self.unfolded.emit(self._hidden)

    def show_values(self, training: TrainingSpec, rejected: Mapping[str, Any]) -> None:
        """Show values; for a field whose last value did not fit, that value."""
        self._optimizer.show_values(training.optimizer, rejected)
        self._schedule.show_values(training.schedule, rejected)
        for form in (self._essentials, self._rest):
            form.show_values(training, rejected)

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Show each field's problem beneath it."""
        for form in self._forms():
            form.show_problems(sentences)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field, opening the rarer options where it is among them."""
        rare = any(recipe.is_rare(dotted) for recipe in (self._optimizer, self._schedule))
        if rare or dotted in self._others:
            self._more.setChecked(True)
        return any(form.focus_field(dotted) for form in self._forms())
