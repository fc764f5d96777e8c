"""What the supervisor asks of whoever knows what a run's ranks do."""

from collections.abc import Callable
from typing import Protocol

from engine.launcher.diagnosis import Evidence
from engine.launcher.rank_group import RankGroup
from engine.launcher.script_watch import ScriptWatch
from engine.launcher.training_watch import TrainingWatch
from engine.plan.records import ScriptPlan
from engine.record.commands import Action
from engine.record.events import Finished, RankFailure, RunState
from engine.record.folder import RunFolder
from engine.record.outcome import Outcome


class Watch(Protocol):
    """Follows the ranks of one attempt beside their processes."""

    asked_to_end: RunState | None
    """What the run is to end in now, where a command says so."""
    stopped_sentence: str
    """Told with a stop that the ranks did not confirm themselves."""

    @property
    def step(self) -> int:
        """The last step that is known of."""
        ...

    def prepare(self, goes_on: Callable[[], bool]) -> bool:
        """Does what must be done once before the ranks start; whether the run goes on."""
        ...

    def look(self) -> None:
        """Takes in what the ranks did since the last look."""
        ...

    def obey(self, action: Action) -> bool:
        """Obeys a command where it is not the ranks' to obey; whether it did."""
        ...

    def outcome(self) -> Outcome | None:
        """How ranks ended that ended in order."""
        ...

    def diagnose(self, evidence: Evidence, now: float) -> RankFailure:
        """Why ranks ended that did not."""
        ...

    def figures(self, state: RunState) -> Finished:
        """The last word of such ranks."""
        ...

    def close(self) -> None:
        """Lets go of what it holds."""
        ...


def watch_for(folder: RunFolder, attempt: int, group: RankGroup) -> Watch:
    """The watch that a run's plan calls for."""
    spec, plan = folder.read_spec(attempt), folder.read_plan(attempt)
    if isinstance(plan, ScriptPlan):
        assert spec.script is not None
        return ScriptWatch(folder, attempt, spec.script, plan, group)
    return TrainingWatch(folder, attempt, spec, plan, group)
