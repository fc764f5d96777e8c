"""Starts and resumes runs. It has a thread of its own, since its calls may wait."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from engine.devices.inventory import read_inventory
from engine.record.folder import RunFolder
from engine.spec import RunSpec
from gui.engine_thread.worker import Worker
from gui.models.messages import LoomState, LoomStatus, ResumeWanted, RunStarted, Trouble

if TYPE_CHECKING:
    from engine.launcher.warm import Loom

WARMING_MS = 50
WARM_MS = 1000
BEFORE_MS = 300
"""Until the loom begins to warm, unless a run is asked for: the window is opening in this process then."""
_MEND = "Try `python -c 'import torch'` in the same environment: it should show why. Then start again."


@dataclass(frozen=True, slots=True)
class _Start:
    spec: RunSpec


class LoomWorker(Worker):
    """Keeps the loom warm. What is asked while it still warms is remembered and done as soon as it is."""

    loom_status = Signal(LoomStatus)
    run_started = Signal(RunStarted)
    steered = Signal(object)
    """Path of a run that was started or resumed."""

    def __init__(self, runs_dir: Path) -> None:
        super().__init__()
        self._runs_dir = runs_dir
        self._loom: Loom | None = None
        self._requests: deque[_Start | ResumeWanted] = deque()
        self._told: LoomStatus | None = None

    @property
    def loom(self) -> Loom | None:
        """For workers on the same thread; None until it begins to warm."""
        return self._loom

    @property
    def is_warming(self) -> bool:
        """Whether it will be warm, and is not yet."""
        return self._loom is None or self._loom.status().state == "warming"

    @Slot()
    def begin(self) -> None:
        """Begins to warm, once the window has had time to open."""
        self._timer = self.new_timer(self._look)
        self._beginning = self.new_timer(self._warm)
        self._beginning.start(BEFORE_MS)

    def close(self) -> None:
        """Ends the warm process; runs live on."""
        self._requests.clear()
        if self._loom is not None:
            self._loom.close()

    @Slot(object)
    def start_run(self, spec: RunSpec) -> None:
        """Starts a run, at once where the loom is warm."""
        self._ask(_Start(spec))

    @Slot(object)
    def resume_run(self, wanted: ResumeWanted) -> None:
        """Lets a run go on from its last checkpoint."""
        self._ask(wanted)

    def _ask(self, request: _Start | ResumeWanted) -> None:
        self._requests.append(request)
        self._warm()

    @Slot()
    def _warm(self) -> None:
        """Makes one, and a new one where it was broken."""
        self._beginning.stop()
        if self._loom is None:
            from engine.launcher.warm import Loom  # with its imports it would delay the first workspace

            self._loom = Loom()
        with self.told():
            self._loom.warm()
        self._look()

    @Slot()
    def _look(self) -> None:
        assert self._loom is not None
        status = _status(self._loom)
        self._tell(status)
        if status.state is LoomState.WARM:
            self._obey(self._loom)
        elif status.state is not LoomState.WARMING:
            self._refuse(status)
        self._timer.start(WARMING_MS if status.state is LoomState.WARMING else WARM_MS)

    def _tell(self, status: LoomStatus) -> None:
        if status != self._told:
            self._told = status
            self.loom_status.emit(status)

    def _obey(self, loom: Loom) -> None:
        from engine.launcher.start import resume_run, start_run

        while self._requests:
            request = self._requests.popleft()
            path = request.path if isinstance(request, ResumeWanted) else None
            with self.told(path):
                if isinstance(request, ResumeWanted):
                    folder = resume_run(loom, RunFolder(request.path), dict(request.changes))
                else:
                    folder = start_run(loom, self._runs_dir, request.spec, read_inventory())
                self.run_started.emit(RunStarted(path=folder.path))
                self.steered.emit(folder.path)

    def _refuse(self, status: LoomStatus) -> None:
        while self._requests:
            request = self._requests.popleft()
            path = request.path if isinstance(request, ResumeWanted) else None
            self.trouble.emit(Trouble(sentence=status.sentence, mend=_MEND, path=path))


def _status(loom: Loom) -> LoomStatus:
    readiness = loom.status()
    return LoomStatus(
        state=LoomState(readiness.state), warm_seconds=readiness.warm_seconds, sentence=readiness.sentence
    )
