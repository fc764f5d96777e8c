"""Plans what is composed, a moment after each edit, and tells what must be read before it can."""

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.devices.inventory import Inventory
from engine.spec import RunSpec
from engine.spec.toml import apply_changes
from gui.models.messages import InventoryFound, SurveyTaken, SurveyWanted
from gui.models.spec_draft import Forecast, SpecDraft, forecast, forecast_spec
from gui.models.survey_book import SurveyBook

PLAN_DELAY_MS = 30
"""Edits that come faster than this are planned once."""


class Planner(QObject):
    """Keeps what is known of the machine, the data and the model; reads nothing itself."""

    planned = Signal()
    """The forecast is that of the last edit."""
    survey_wanted = Signal(SurveyWanted)

    def __init__(self, draft: SpecDraft, parent: QObject) -> None:
        """Plans nothing before the machine is known.

        Args:
            draft: What is to be planned, until `set_draft`.
            parent: Its owner.
        """
        super().__init__(parent)
        self._inventory: Inventory | None = None
        self._leases: Mapping[str, str] = {}
        self._book = SurveyBook()
        self._asked: Hashable = None
        self._draft = draft
        self.forecast: Forecast | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PLAN_DELAY_MS)
        self._timer.timeout.connect(self.plan)

    @property
    def leases(self) -> Mapping[str, str]:
        """Lease key to the run that holds it."""
        return self._leases

    @property
    def is_planned(self) -> bool:
        """Whether the forecast is that of the last edit."""
        return self.forecast is not None and not self._timer.isActive()

    def set_machine(self, found: InventoryFound) -> None:
        """What this machine has, and which run holds what; where that is as before nothing is planned."""
        before = self._inventory, self._leases
        self._inventory, self._leases = found.inventory, dict(found.leases)
        if before != (self._inventory, self._leases):
            self.plan()

    def set_draft(self, draft: SpecDraft) -> None:
        """What is to be planned, in a moment; what no survey could tell is asked again."""
        self._draft = draft
        self.ask_again()
        self._timer.start()

    def take_survey(self, taken: SurveyTaken) -> None:
        """What was learnt of data and model; plans anew where it is about what is composed now."""
        self._book.take(taken.spec, taken.survey)
        if _subject(taken.spec) == _subject(self._draft.spec):
            self.plan()

    def ask_again(self) -> None:
        """Want what no survey could tell once more, with the next plan."""
        if self._book.survey_of(self._draft.spec).lost_parts:
            self._asked = None

    @Slot()
    def plan(self) -> None:
        """Plan now. Nothing, where the machine is not known yet."""
        self._timer.stop()
        if self._inventory is not None:
            survey = self._book.survey_of(self._draft.spec)
            self.forecast = forecast(self._draft, self._inventory, self._leases, survey)
        self.planned.emit()
        self._want()

    def with_strategy(self, kind: str) -> Forecast | None:
        """What another strategy would make of the same."""
        found = self.forecast
        if found is None or self._inventory is None or kind == found.spec.strategy.kind:
            return found
        spec = apply_changes(found.spec, {"strategy.kind": kind})
        return forecast_spec(spec, self._inventory, self._leases, found.survey)

    def _want(self) -> None:
        """Asks once for what is not known of the data and the model there are now."""
        spec = self._draft.spec
        if spec.script is None and _subject(spec) != self._asked:
            self._asked = _subject(spec)
            parts, stamps = self._book.missing(spec), self._book.survey_of(spec).stamps
            self.survey_wanted.emit(SurveyWanted(spec=spec, parts=parts, stamps=stamps))


def _subject(spec: RunSpec) -> Hashable:
    """What a survey is about."""
    return spec.data, spec.model, spec.weights.source
