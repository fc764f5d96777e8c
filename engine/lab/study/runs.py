"""Runs of a study: started through the real launcher, waited for, and never left behind."""

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from engine.devices.inventory import Inventory
from engine.errors import LaunchError, ParaloomError
from engine.lab.signals import interrupted_afterwards, undisturbed
from engine.lab.study.folder import StudyFolder
from engine.launcher.start import start_run
from engine.launcher.steer import kill_and_wait
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.notes import Notes, write_notes
from engine.record.run_folder import RunFolder
from engine.record.status import RunStatus, mark_if_interrupted, read_status
from engine.spec.run import RunSpec

_LOOK_SECONDS = 0.02


class StoppedError(Exception):
    """A person asked the study to stop."""


class RunFailedError(ParaloomError):
    """A run did not come to its end."""

    def __init__(self, sentence: str, *, mend: str = "", run: str = "") -> None:
        super().__init__(sentence, mend=mend)
        self.run = run


class StudyRuns:
    """Starts runs and waits for them."""

    def __init__(self, folder: StudyFolder, loom: Loom, inventory: Inventory) -> None:
        """Prepares.

        Args:
            folder: The study.
            loom: Forks their launchers.
            inventory: What this machine has.
        """
        self._folder = folder
        self._loom = loom
        self._inventory = inventory
        self._running: list[RunFolder] = []

    def check_stop(self) -> None:
        """Raise StoppedError where a person asked for it."""
        if self._folder.stop_path.exists():
            raise StoppedError

    def start(self, spec: RunSpec, runs_dir: Path | None = None) -> RunFolder:
        """A run that is under way; in the runs folder it is tagged, and put away from the other runs.

        Raises:
            PlanError: It does not fit this machine, model or data.
            LaunchError: No launcher could be started.
            RunFolderError: Its folder cannot be written.
        """
        with interrupted_afterwards():  # a run that is started is one that `end_all` knows
            folder = start_run(self._loom, runs_dir or self._folder.runs_dir, spec, self._inventory)
            self._running.append(folder)
            if runs_dir is None:
                write_notes(folder, Notes(tags=(self._folder.tag,), archived=True))
        return folder

    def wait(self, folders: Sequence[RunFolder]) -> list[RunStatus]:
        """How runs ended; all of them have.

        Raises:
            RunFailedError: One did not come to its end.
            StoppedError: A person asked for it; the runs are ended then by `end_all`.
        """
        found = []
        for folder in folders:
            while folder.is_alive():
                self.check_stop()
                time.sleep(_LOOK_SECONDS)
            mark_if_interrupted(folder)
            self._running.remove(folder)
            found.append(read_status(folder))
        for folder, status in zip(folders, found, strict=True):
            if status.state is not RunState.COMPLETED:
                failure = status.failure
                sentence = failure.sentence if failure else f"{folder.name} is {status.state}."
                raise RunFailedError(sentence, mend=failure.mend if failure else "", run=folder.name)
        return found

    def end_all(self) -> None:
        """End whatever still runs, and wait for it."""
        with undisturbed():
            while self._running:
                folder = self._running.pop()
                if folder.is_alive():
                    with contextlib.suppress(LaunchError):  # it ended by itself meanwhile
                        kill_and_wait(folder)
