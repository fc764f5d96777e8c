"""The run of a trial: begun, taken up again, watched, and told to stop. An ordinary run with a tag."""

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from engine.devices.inventory import Inventory
from engine.errors import LaunchError
from engine.lab.sweep.events import TrialSeen, TrialState
from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.record import Objective
from engine.lab.sweep.stopping import Curve
from engine.launcher.start import resume_run, start_run
from engine.launcher.steer import kill_and_wait, send
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import list_runs
from engine.record.notes import Notes, read_notes
from engine.record.run_folder import RunFolder
from engine.record.series_files import POINT, Points, read_points
from engine.record.series_tail import SeriesTail
from engine.record.status import RunStatus, mark_if_interrupted, read_status
from engine.spec.run import RunSpec

HELD = "Its sweep was stopped; it goes on when the sweep does."
_HOLD_SECONDS = 60.0
"""How long runs may save before they are ended."""
_LOOK_SECONDS = 0.05
_TELL_SECONDS = 1.0


def as_curve(points: Points) -> Curve:
    """Points of a series as a curve."""
    return Curve(points["step"], points["value"])


def read_curve(folder: RunFolder, objective: Objective) -> Curve:
    """What the objective of a run was so far.

    Raises:
        RunFolderError: It cannot be read.
    """
    return as_curve(read_points(folder.series_path(*objective.series)))


class TrialRun:
    """A run of a trial that is not over for good."""

    def __init__(self, number: int, folder: RunFolder, objective: Objective) -> None:
        """Watches a run.

        Args:
            number: Of the trial.
            folder: Its run.
            objective: What counts of it.
        """
        self.number = number
        self.folder = folder
        self.is_placed = False
        """Whether it has its devices, or waits for them in the queue: the next can be placed beside it."""
        self.told = TrialSeen(time=0.0, number=number, state=RunState.CREATED, step=-1)
        """What was last told of it."""
        self.asked_to_stop = False
        self.judged_rung = 0
        self._tail = SeriesTail(folder.series_path(*objective.series))
        self._points: Points = np.empty(0, POINT)

    def look(self) -> tuple[RunStatus, bool]:
        """How it stands, and whether its curve has new points.

        Raises:
            RunFolderError: Its folder cannot be read.
        """
        status = read_status(self.folder)
        if status.state is RunState.INTERRUPTED:
            mark_if_interrupted(self.folder)
        self.is_placed = self.is_placed or status.state is not RunState.CREATED
        new = self._tail.poll()
        if self._tail.restarted:
            self._points = np.empty(0, POINT)
        if len(new):
            self._points = np.concatenate([self._points, new])
        return status, bool(len(new))

    def has_news(self, status: RunStatus, objective: float | None) -> bool:
        """Whether there is something to tell of it, then in `told`; a step alone at most once a second.

        Args:
            status: How it stands.
            objective: What would count if it ended now.
        """
        now, step = time.time(), status.step or 0
        is_other = (status.state, objective) != (self.told.state, self.told.objective)
        if not is_other and (step == self.told.step or now - self.told.time < _TELL_SECONDS):
            return False
        self.told = TrialSeen(
            time=now,
            number=self.number,
            state=status.state,
            step=step,
            total_steps=status.total_steps,
            objective=objective,
        )
        return True

    @property
    def curve(self) -> Curve:
        """What its objective was so far."""
        return as_curve(self._points)

    def stop(self, reason: str) -> None:
        """Ask it to save and end, and tell it why."""
        self.asked_to_stop = True
        with contextlib.suppress(LaunchError):  # it ended by itself meanwhile
            send(self.folder, "stop", reason)

    def close(self) -> None:
        """Let go of its files."""
        self._tail.close()


class TrialRuns:
    """Begins runs of a sweep, finds them again, and lets none go on alone."""

    def __init__(self, folder: SweepFolder, loom: Loom, inventory: Inventory) -> None:
        """Prepares.

        Args:
            folder: The sweep.
            loom: Forks their launchers.
            inventory: What this machine has.
        """
        self._folder = folder
        self._loom = loom
        self._inventory = inventory

    def start(self, spec: RunSpec) -> RunFolder:
        """A run that is under way, tagged from its first moment.

        Raises:
            PlanError: It does not fit this machine, model or data.
            LaunchError: No launcher could be started.
            RunFolderError: Its folder cannot be written.
        """
        notes = Notes(tags=(self._folder.tag,))
        return start_run(self._loom, self._folder.runs_dir, spec, self._inventory, notes)

    def resume(self, folder: RunFolder) -> None:
        """Let a run go on from its last checkpoint.

        Raises:
            LaunchError: It cannot go on.
            PlanError: Its devices are not there any more.
            RunFolderError: Its folder cannot be written.
        """
        resume_run(self._loom, folder, {}, self._inventory)

    def find(self, run: str, name: str) -> RunFolder | None:
        """The run of a trial that a sweep has begun before; None where there is none.

        Args:
            run: Name of its folder, where it was written down.
            name: What its spec is called: between its making and that a sweep may have ended.
        """
        if run:
            folder = self._folder.run(run)
            return folder if folder.spec_path.exists() else None
        for path in list_runs(self._folder.runs_dir):
            if path.name >= self._folder.name[:19] and self._is_ours(path, name):  # names begin with the time
                return RunFolder(path)
        return None

    def _is_ours(self, path: Path, name: str) -> bool:
        folder = RunFolder(path)
        return self._folder.tag in read_notes(folder).tags and folder.read_spec().name == name

    def hold(self, trials: Sequence[TrialRun]) -> None:
        """Stop runs in order, and wait for them: each can be resumed."""
        for trial in trials:
            if not trial.asked_to_stop:
                trial.stop(HELD)
        deadline = time.monotonic() + _HOLD_SECONDS
        for trial in trials:
            _wait(trial.folder, lambda: time.monotonic() > deadline)
            if trial.folder.is_alive():
                with contextlib.suppress(LaunchError):
                    kill_and_wait(trial.folder)
            mark_if_interrupted(trial.folder)
            trial.close()


def _wait(folder: RunFolder, is_late: Callable[[], bool]) -> None:
    while folder.is_alive() and not is_late():
        time.sleep(_LOOK_SECONDS)


def wait_for_launcher(folder: RunFolder) -> RunStatus:
    """How a run stands once it is known whether its launcher has come."""
    status = read_status(folder)
    while status.state is RunState.CREATED and not status.alive:
        time.sleep(_LOOK_SECONDS)
        status = read_status(folder)
    return status


def outcome_of(status: RunStatus, stopping: str) -> tuple[TrialState, str, str]:
    """State, sentence and mend of a trial whose run is over.

    Args:
        status: Of the run.
        stopping: Why it was told to stop early; empty where it was not.
    """
    if status.state is RunState.COMPLETED:
        return "completed", "", ""
    if status.state is RunState.FAILED or (status.state is RunState.INTERRUPTED and not stopping):
        failure = status.failure
        return "failed", failure.sentence if failure else status.sentence, failure.mend if failure else ""
    if stopping:
        return "stopped_early", stopping, ""
    return "stopped", status.sentence, ""
