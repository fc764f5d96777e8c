"""Model, data and training, as forms made from their records."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine import data, models
from engine.base import Record
from engine.errors import Problem, Severity
from engine.spec import RunSpec, WeightsSpec
from engine.spec.fields import choices
from engine.survey.records import Survey
from gui.engine_texts import translate_engine
from gui.models.spec_draft import SpecDraft
from gui.theme import ThemeKeeper
from gui.views.compose.data_look import DataLook
from gui.views.compose.model_look import ModelLook
from gui.views.compose.training_card import TrainingCard
from gui.views.compose.words import words_of
from gui.widgets.card import Card
from gui.widgets.form import RecordForm
from gui.widgets.kind_form import KindForm

_MODELS = choices(RunSpec.model_fields["model"])
_DATA = choices(RunSpec.model_fields["data"])


class PartsForms(QWidget):
    """A card each."""

    changed = Signal(object)
    """Changes of the spec that are typed: dotted field to value."""
    switched = Signal(object)
    """Changes of the spec that each are an edit of their own."""
    undo_requested = Signal()
    redo_requested = Signal()
    unfolded = Signal(QWidget)
    """What has just been opened, to be brought into view."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-parts")
        self._model = self._kinds(_MODELS, _titles(models.ALL), "model", self.tr("Model"), columns=2)
        self._data = self._kinds(_DATA, _titles(data.ALL), "data", self.tr("Data"), columns=3)
        self._weights = RecordForm(WeightsSpec, "weights", parent=self, columns=3)
        self._weights.changed.connect(self.changed)
        self._training = TrainingCard(self)
        self._training.changed.connect(self.changed)
        self._training.unfolded.connect(self.unfolded)
        self._model_look = ModelLook(self)
        self._model_look.changed.connect(self.switched)
        self._model_look.undo_requested.connect(self.undo_requested)
        self._model_look.redo_requested.connect(self.redo_requested)
        self._data_look = DataLook(keeper, self)
        pair = QHBoxLayout()
        pair.setSpacing(10)
        for title, look, forms in (
            (self.tr("Model"), self._model_look, (self._model, self._weights)),
            (self.tr("Data"), self._data_look, (self._data,)),
        ):
            card = Card(title, self, corner=look.button)
            for part in (*forms, look):
                card.body.addWidget(part)
            card.body.addStretch(1)
            pair.addWidget(card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(pair)
        layout.addWidget(self._training)

    def _kinds(
        self,
        records: Mapping[str, type[Record]],
        titles: Mapping[str, str],
        prefix: str,
        label: str,
        *,
        columns: int,
    ) -> KindForm:
        form = KindForm(records, titles, prefix, label, self, columns=columns)
        form.changed.connect(self.changed)
        return form

    def show_draft(self, draft: SpecDraft) -> None:
        """The draft's values; where one did not fit, what was typed."""
        rejected = {name: mark.value for name, mark in draft.rejected.items()}
        self._model.show_values(draft.spec.model, rejected)
        self._show_weights(draft.spec.weights, rejected)
        self._data.show_values(draft.spec.data, rejected)
        self._training.show_values(draft.spec.training, rejected)

    def _show_weights(self, weights: WeightsSpec, rejected: Mapping[str, Any]) -> None:
        """The file's fields only where there is one to be named."""
        self._weights.show_values(weights, rejected)
        for name in ("file", "allow_pickle"):
            dotted = f"weights.{name}"
            self._weights.show_field(dotted, shown=weights.source == "file" or bool(getattr(weights, name)))

    def show_survey(self, spec: RunSpec, survey: Survey) -> None:
        """What is known of data and model beyond the draft."""
        self._model_look.show_model(survey.model, spec)
        self._data_look.show_survey(spec, survey)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What does not fit, beneath the fields."""
        sentences: dict[str, str] = {}
        for problem in problems:
            if problem.severity is Severity.ERROR:
                sentences.setdefault(problem.field, words_of(problem))
        for form in (self._model, self._weights, self._data, self._training):
            form.show_problems(sentences)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field; False where it is of another part."""
        return any(
            form.focus_field(dotted) for form in (self._model, self._weights, self._data, self._training)
        )


def _titles(registry: Mapping[str, Any]) -> dict[str, str]:
    return {kind: translate_engine(part.title) for kind, part in registry.items()}
