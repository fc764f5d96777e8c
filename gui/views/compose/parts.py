"""Model, data and training, as forms made from their records."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine import data, models
from engine.base import Record
from engine.errors import Problem, Severity
from engine.spec import (
    AdamSpec,
    AdamWSpec,
    CnnSpec,
    ConstantSpec,
    CosineSpec,
    DigitsSpec,
    MlpSpec,
    ResNet18Spec,
    SgdSpec,
    StepDecaySpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from gui.i18n import translate_engine
from gui.models.spec_draft import SpecDraft
from gui.theme import ThemeKeeper
from gui.widgets.card import Card
from gui.widgets.form import KindForm, RecordForm

_MODELS: dict[str, type[Record]] = {"mlp": MlpSpec, "cnn": CnnSpec, "resnet18": ResNet18Spec}
_DATA: dict[str, type[Record]] = {"digits": DigitsSpec, "synthetic_images": SyntheticImagesSpec}
_OPTIMIZERS: dict[str, type[Record]] = {"sgd": SgdSpec, "adam": AdamSpec, "adamw": AdamWSpec}
_SCHEDULES: dict[str, type[Record]] = {
    "constant": ConstantSpec,
    "cosine": CosineSpec,
    "step": StepDecaySpec,
}
_OPTIMIZER_TITLES = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}
_ESSENTIALS = ("micro_batch_size", "grad_accum_steps", "max_epochs", "precision")


class PartsForms(QWidget):
    """A card each; what is rarely changed waits behind a button."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-parts")
        self._model = self._kinds(_MODELS, _titles(models.ALL), "model", "")
        self._data = self._kinds(_DATA, _titles(data.ALL), "data", "")
        self._optimizer = self._kinds(
            _OPTIMIZERS, _OPTIMIZER_TITLES, "training.optimizer", self.tr("Optimizer")
        )
        schedules = {
            "constant": self.tr("Constant"),
            "cosine": self.tr("Cosine"),
            "step": self.tr("Step decay"),
        }
        self._schedule = self._kinds(_SCHEDULES, schedules, "training.schedule", self.tr("Schedule"))
        self._essentials = RecordForm(TrainingSpec, "training", _ESSENTIALS, self, columns=4)
        rest = [
            name for name in TrainingSpec.model_fields if name not in (*_ESSENTIALS, "optimizer", "schedule")
        ]
        self._rest = RecordForm(TrainingSpec, "training", rest, self, columns=3)
        self._rest.hide()
        for form in (self._essentials, self._rest):
            form.changed.connect(self.changed)
        self._lay_out()

    def _kinds(
        self, records: Mapping[str, type[Record]], titles: Mapping[str, str], prefix: str, label: str
    ) -> KindForm:
        form = KindForm(records, titles, prefix, label, self)
        form.changed.connect(self.changed)
        return form

    def _lay_out(self) -> None:
        self._more = QPushButton(self.tr("More options"), self)
        self._more.setObjectName("training-more")
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_rest)
        pair = QHBoxLayout()
        pair.setSpacing(10)
        for title, form in ((self.tr("Model"), self._model), (self.tr("Data"), self._data)):
            card = Card(title, self)
            card.body.addWidget(form)
            card.body.addStretch(1)
            pair.addWidget(card, 1)
        training = Card(self.tr("Training"), self, corner=self._more)
        training.body.addWidget(self._essentials)
        recipes = QHBoxLayout()
        recipes.setSpacing(12)
        for form in (self._optimizer, self._schedule):
            column = QVBoxLayout()
            column.addWidget(form)
            column.addStretch(1)
            recipes.addLayout(column, 1)
        training.body.addLayout(recipes)
        training.body.addWidget(self._rest)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(pair)
        layout.addWidget(training)

    @Slot(bool)
    def _show_rest(self, shown: bool) -> None:
        self._rest.setVisible(shown)
        self._more.setText(self.tr("Fewer options") if shown else self.tr("More options"))

    def show_draft(self, draft: SpecDraft) -> None:
        """The draft's values, and beneath their fields what did not fit."""
        spec = draft.spec
        rejected: dict[str, Any] = {name: mark.value for name, mark in draft.rejected.items()}
        self._model.show_values(spec.model, rejected)
        self._data.show_values(spec.data, rejected)
        self._optimizer.show_values(spec.training.optimizer, rejected)
        self._schedule.show_values(spec.training.schedule, rejected)
        for form in (self._essentials, self._rest):
            form.show_values(spec.training, rejected)
        self.show_problems([problem for mark in draft.rejected.values() for problem in mark.problems])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What does not fit, beneath the fields."""
        sentences: dict[str, str] = {}
        for problem in problems:
            if problem.severity is Severity.ERROR:
                words = f"{translate_engine(problem.sentence)} {translate_engine(problem.mend)}".strip()
                sentences.setdefault(problem.field, words)
        for form in self._forms():
            form.show_problems(sentences)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field, opening the rarer options where it is among them."""
        for form in self._forms():
            if form is self._rest and dotted.startswith("training.") and not self._rest.isVisible():
                self._more.setChecked(True)
            if form.focus_field(dotted):
                return True
        return False

    def _forms(self) -> tuple[KindForm | RecordForm, ...]:
        return (
            self._model,
            self._data,
            self._essentials,
            self._optimizer,
            self._schedule,
            self._rest,
        )


def _titles(registry: Mapping[str, Any]) -> dict[str, str]:
    return {kind: translate_engine(part.title) for kind, part in registry.items()}
