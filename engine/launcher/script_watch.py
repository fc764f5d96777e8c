"""What the supervisor does for a script, which knows nothing of it: signals, and its curves."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

from engine.launcher.diagnosis import Evidence
from engine.launcher.process_tree import descendants, send_signal
from engine.launcher.rank_group import RankGroup
from engine.launcher.script_curves import ScriptCurves
from engine.launcher.script_diagnosis import diagnose_script
from engine.plan.records import ScriptPlan
from engine.record.commands import Action
from engine.record.events import Finished, RankFailure, RunState, StateChanged, Warned, append_event
from engine.record.folder import RunFolder
from engine.record.outcome import Outcome
from engine.script.finished import finished_of
from engine.spec.script import ScriptSpec


class ScriptWatch:
    """Stop is a signal and some grace; a pause holds all its processes."""

    def __init__(
        self, folder: RunFolder, attempt: int, script: ScriptSpec, plan: ScriptPlan, group: RankGroup
    ) -> None:
        self._folder, self._attempt, self._script, self._plan = folder, attempt, script, plan
        self._group = group
        self._curves = ScriptCurves(folder, attempt, plan.world_size, Path(plan.log_folder))
        self._stop_time: float | None = None
        self._is_paused = False
        self.asked_to_end: RunState | None = None
        self.stopped_sentence = ""

    @property
    def step(self) -> int:
        """The last step that a curve has."""
        return self._curves.step

    def prepare(self, goes_on: Callable[[], bool]) -> bool:
        """Notes which curves are there already; what a script needs it gets itself."""
        self._curves.begin()
        return goes_on()

    def look(self) -> None:
        """Take in new points; end a stop whose grace is over."""
        self._poll_curves()
        if self._stop_time is None:
            return
        if self._group.is_over:
            self.asked_to_end = RunState.STOPPED
        elif time.monotonic() > self._stop_time + self._script.grace_seconds:
            self.asked_to_end = RunState.STOPPED
            waited, asked = self._script.grace_seconds, self._script.stop_signal
            self.stopped_sentence = f"{waited:g} s after {asked} the script was still at work: it was ended."

    def _poll_curves(self, *, is_last: bool = False) -> None:
        for sentence in self._curves.poll(is_last=is_last):
            append_event(self._folder, Warned(time=time.time(), attempt=self._attempt, sentence=sentence))

    def obey(self, action: Action) -> bool:
        """Stop, pause and continue, by signals."""
        if self._group.is_over:
            return False
        if action == "stop" and self._stop_time is None:
            self._stop()
        elif action == "pause" and not self._is_paused and self._stop_time is None:
            self._hold(signal.SIGSTOP, RunState.PAUSED)
        elif action == "continue" and self._is_paused:
            self._hold(signal.SIGCONT, RunState.RUNNING)
        else:
            return False
        return True

    def _stop(self) -> None:
        self._stop_time = time.monotonic()
        self._enter(RunState.STOPPING)
        self._group.ask_to_end(getattr(signal, self._script.stop_signal))
        if self._is_paused:
            self._signal_all(signal.SIGCONT)

    def _hold(self, number: signal.Signals, state: RunState) -> None:
        self._is_paused = state is RunState.PAUSED
        self._signal_all(number)
        self._enter(state)

    def _signal_all(self, number: signal.Signals) -> None:
        """To the ranks and all that they started."""
        for pid in self._group.rank_pids.values():
            send_signal(pid, number)
            for child in descendants(pid):
                send_signal(child.pid, number)

    def _enter(self, state: RunState) -> None:
        event = StateChanged(time=time.time(), attempt=self._attempt, state=state, step=self.step)
        append_event(self._folder, event)

    def outcome(self) -> Outcome | None:
        """How a script ended that ended in order, with what its curves came to."""
        self._poll_curves(is_last=True)
        self._curves.close()
        word = self._group.word
        if word is None or not word.succeeded or self._stop_time is not None:
            return None
        figures = self.figures(RunState.COMPLETED)
        return Outcome(state=RunState.COMPLETED, **{name: getattr(figures, name) for name in _FIGURES})

    def diagnose(self, evidence: Evidence, now: float) -> RankFailure:
        """Why it failed."""
        return diagnose_script(self._folder, self._plan, self._attempt, evidence, time=now)

    def figures(self, state: RunState) -> Finished:
        """What its curves came to."""
        return finished_of(
            self._folder,
            set(self._curves.names()),
            state=state,
            time=time.time(),
            steps=self.step,
            attempt=self._attempt,
        )

    def close(self) -> None:
        """Let go of the files. Raises RunFolderError."""
        self._curves.close()


_FIGURES = (
    "steps",
    "epochs",
    "train_loss",
    "eval_loss",
    "eval_accuracy",
    "samples_per_second",
    "start_to_first_step_seconds",
)
