"""The strategies as tiles, and the options of the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.base import Record
from engine.errors import Problem, Severity
from engine.spec import RunSpec
from engine.spec.brought import BroughtOptions
from engine.spec.fields import choices
from gui.models.spec_draft import Forecast, SpecDraft
from gui.theme import ThemeKeeper
from gui.views.compose.strategy_grid import StrategyGrid
from gui.views.compose.words import words_of
from gui.widgets.card import Card
from gui.widgets.kind_form import Form, build_form

_RECORDS: tuple[type[Record], ...] = tuple(choices(RunSpec.model_fields["strategy"]).values())


class StrategyCard(QWidget):
    """How training is spread."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""
    unfolded = Signal(QWidget)
    """The options of the chosen strategy, which are shown now."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._more = QPushButton(self.tr("More options"), self)
        self._more.setObjectName("strategy-more")
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        self._more.toggled.connect(self._unfold)
        self._chosen = ""
        self._is_new = False
        """It was just chosen, and what it would become is not known yet."""
        card = Card(self.tr("Strategy"), self, corner=self._more)
        self._grid = StrategyGrid(keeper, card)
        self._grid.changed.connect(self.changed)
        card.body.addWidget(self._grid)
        self._forms: dict[str, Form] = {}
        for record in _RECORDS:
            if len(record.model_fields) > 1:
                form = build_form(record, "strategy", card, columns=3)
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
        if self._chosen != chosen.kind:
            self._chosen, self._is_new = chosen.kind, True
            if isinstance(chosen, BroughtOptions):
                self._more.setChecked(True)  # without a file it is nothing
        self._show_forms(self._more.isChecked())
        if chosen.kind in self._forms:
            rejected = {name: mark.value for name, mark in draft.rejected.items()}
            self._forms[chosen.kind].show_values(chosen, rejected)

    @Slot(bool)
    def _unfold(self, shown: bool) -> None:
        self._show_forms(shown)
        if shown and self._chosen in self._forms:
            self.unfolded.emit(self._forms[self._chosen])

    def _show_forms(self, shown: bool) -> None:
        self._more.setText(self.tr("Fewer options") if shown else self.tr("More options"))
        self._more.setVisible(self._chosen in self._forms)
        for kind, form in self._forms.items():
            form.setVisible(shown and kind == self._chosen)

    def show_forecast(self, kind: str, forecast: Forecast, colour_indices: Sequence[int]) -> None:
        """Whether a strategy applies to what is chosen."""
        self._grid.show_forecast(kind, forecast, colour_indices)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What does not fit, beneath the fields; they are shown where one just chosen is nothing without."""
        sentences = {
            problem.field: words_of(problem) for problem in problems if problem.severity is Severity.ERROR
        }
        for form in self._forms.values():
            form.show_problems(sentences)
        if self._is_new and any(name.startswith("strategy.") for name in sentences):
            self._more.setChecked(True)
        self._is_new = False

    def focus_field(self, name: str) -> bool:
        """Put the focus in a field; False where it is of another part."""
        if name != "strategy" and not name.startswith("strategy."):
            return False
        if name != "strategy" and self._chosen in self._forms:
            self._more.setChecked(True)
            if self._forms[self._chosen].focus_field(name):
                return True
        self._grid.focus_chosen()
        return True
