"""What the supervisor watches of ranks that train: their beats, and whether they hang."""

import time
from collections.abc import Callable

from engine.launcher.data_preparation import prepare_data
from engine.launcher.diagnosis import Evidence, diagnose
from engine.launcher.hang_watch import Hang, HangWatch
from engine.launcher.last_words import figures_so_far
from engine.launcher.rank_group import RankGroup
from engine.plan.records import Plan
from engine.record.beat import Beat, Phase, read_beat
from engine.record.commands import Action
from engine.record.events import Finished, RankFailure, RunState, Warned, append_event
from engine.record.folder import RunFolder
from engine.record.outcome import Outcome, read_outcome
from engine.spec.run import RunSpec

_TICK_SECONDS = 0.05
_DUMP_SECONDS = 0.5


class TrainingWatch:
    """Ranks beat, obey commands themselves, and leave an outcome."""

    def __init__(self, folder: RunFolder, attempt: int, spec: RunSpec, plan: Plan, group: RankGroup) -> None:
        self._folder, self._attempt, self._spec, self._plan = folder, attempt, spec, plan
        self._group = group
        resume = folder.read_resume(attempt)
        self.step = resume.step if resume else 0
        self.asked_to_end: RunState | None = None
        self.stopped_sentence = "Stopped before a step of this attempt was done."
        self._hangs = HangWatch(plan.world_size, spec.training.hang_timeout_seconds)
        self._hang: Hang | None = None
        self._is_starting = True

    def prepare(self, goes_on: Callable[[], bool]) -> bool:
        """Has the data ready. Raises DataError."""
        return prepare_data(self._folder, self._attempt, self._spec, goes_on)

    def look(self) -> None:
        """Take in the newest beats; end ranks that hang."""
        beats = self._read_beats()
        # Whether no rank obeys commands yet.
        self._is_starting = all(beat is None or beat.phase is Phase.STARTING for beat in beats.values())
        hang = self._hangs.look(beats)
        if hang is None or self._group.first_failure_time is not None:
            return
        self._hang = hang
        self._group.dump_stacks()
        deadline = time.monotonic() + _DUMP_SECONDS
        while time.monotonic() < deadline and not self._group.is_over:
            self._group.poll(_TICK_SECONDS)
        self._group.end()

    def _read_beats(self) -> dict[int, Beat | None]:
        beats = {
            rank: read_beat(self._folder.beat_path(self._attempt, rank))
            for rank in range(self._plan.world_size)
        }
        self.step = max([self.step, *(beat.step for beat in beats.values() if beat is not None)])
        return beats

    def obey(self, action: Action) -> bool:
        """Stop, while no rank can: rank 0 obeys the rest."""
        if action != "stop" or not self._is_starting:
            return False
        self.asked_to_end = RunState.STOPPED
        return True

    def outcome(self) -> Outcome | None:
        """What rank 0 left behind."""
        outcome = read_outcome(self._folder.attempt_dir(self._attempt))
        if outcome is not None and (self._group.word is None or not self._group.word.succeeded):
            sentence = "Training had ended in order; after that a rank did not exit cleanly."
            append_event(self._folder, Warned(time=time.time(), attempt=self._attempt, sentence=sentence))
        return outcome

    def diagnose(self, evidence: Evidence, now: float) -> RankFailure:
        """Why it failed."""
        return diagnose(self._folder, self._plan, self._attempt, evidence, hang=self._hang, time=now)

    def figures(self, state: RunState) -> Finished:
        """The last word of ranks that left none."""
        self._read_beats()  # the last step may have begun since the last look
        return figures_so_far(self._folder, self._plan, self._attempt, state, self.step)

    def close(self) -> None:
        """Nothing is held."""
