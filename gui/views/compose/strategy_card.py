"""The strategies as tiles, and the options of the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.base import Record
from engine.errors import Problem, Severity
from engine.spec import DataParallelSpec, DdpSpec, SingleSpec
from gui.i18n import translate_engine
from gui.models.spec_draft import Forecast, SpecDraft
from gui.theme import ThemeKeeper
from gui.views.compose.strategy_grid import StrategyGrid
from gui.widgets.card import Card
from gui.widgets.form import RecordForm

_RECORDS: tuple[type[Record], ...] = (SingleSpec, DataParallelSpec, DdpSpec)


class StrategyCard(QWidget):
    """How training is spread."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(self.tr("Strategy"), self)
        self._grid = StrategyGrid(keeper, card)
        self._grid.changed.connect(self.changed)
        card.body.addWidget(self._grid)
        self._forms: dict[str, RecordForm] = {}
        for record in _RECORDS:
            if len(record.model_fields) > 1:
                form = RecordForm(record, "strategy", parent=card, columns=3)
                form.changed.connect(self.changed)
                form.hide()
                card.body.addWidget(form)
                self._forms[str(record.model_fields["kind"].default)] = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The strategies that are offered."""
        return self._grid.kinds

    def show_draft(self, draft: SpecDraft) -> None:
        """Which one is chosen, and its options."""
        chosen = draft.spec.strategy
        self._grid.show_spec(draft.spec)
        for kind, form in self._forms.items():
            form.setVisible(kind == chosen.kind)
        if chosen.kind in self._forms:
            rejected = {name: mark.value for name, mark in draft.rejected.items()}
            self._forms[chosen.kind].show_values(chosen, rejected)

    def show_forecast(self, kind: str, forecast: Forecast, colour_indices: Sequence[int]) -> None:
        """Whether a strategy applies to what is chosen."""
        self._grid.show_forecast(kind, forecast, colour_indices)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What does not fit, beneath the fields."""
        sentences = {
            problem.field: translate_engine(problem.sentence)
            for problem in problems
            if problem.severity is Severity.ERROR
        }
        for form in self._forms.values():
            form.show_problems(sentences)

    def focus_field(self, name: str) -> bool:
        """Put the focus in a field; False where it is of another part."""
        if name != "strategy" and not name.startswith("strategy."):
            return False
        if not any(form.isVisible() and form.focus_field(name) for form in self._forms.values()):
            self._grid.focus_chosen()
        return True
