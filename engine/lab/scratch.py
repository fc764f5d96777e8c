"""Real runs in a folder of their own, one after the other; none of them outlives it."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.devices.inventory import Inventory
from engine.errors import LaunchError
from engine.lab.signals import undisturbed
from engine.launcher.start import start_run
from engine.launcher.steer import kill_and_wait
from engine.launcher.warm import Loom
from engine.record.folder import RunFolder, list_runs
from engine.record.status import RunStatus, mark_if_interrupted, read_status
from engine.spec.run import RunSpec

_LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Scratch:
    """Where runs are made for what they tell, and thrown away."""

    path: Path
    """Their runs folder."""
    loom: Loom

    def train(self, spec: RunSpec, inventory: Inventory) -> tuple[RunFolder, RunStatus]:
        """A run to its end, through the real launcher, and how it ended.

        Raises:
            PlanError: It does not fit this machine, model or data.
            RunFolderError: Its folder cannot be written or read.
            LaunchError: No launcher could be started.
        """
        folder = start_run(self.loom, self.path, spec, inventory)
        while folder.is_alive():
            time.sleep(_LOOK_SECONDS)
        mark_if_interrupted(folder)
        return folder, read_status(folder)

    def end_all(self) -> None:
        """End whatever still runs here, and wait for it."""
        for folder in map(RunFolder, list_runs(self.path)):
            if folder.is_alive():
                with contextlib.suppress(LaunchError):  # it ended by itself meanwhile
                    kill_and_wait(folder)


@contextlib.contextmanager
def scratch_runs(*, keep: bool = False) -> Iterator[Scratch]:
    """A warm loom and a new runs folder; on leaving, also by an interruption, nothing runs any more.

    Args:
        keep: Whether the folder stays on disk.
    """
    path = Path(tempfile.mkdtemp(prefix="paraloom-lab-"))
    loom = Loom()
    scratch = Scratch(path, loom)
    try:
        loom.warm()
        yield scratch
    finally:
        with undisturbed():
            scratch.end_all()
            loom.close()
            if not keep:
                shutil.rmtree(path, ignore_errors=True)
