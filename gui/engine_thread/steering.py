"""Asks runs for things, and ends those that are to be killed."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal, Slot

from engine.record.commands import Action
from engine.record.folder import RunFolder
from gui.engine_thread.worker import Worker

if TYPE_CHECKING:
    from engine.launcher.steer import Kill

POLL_MS = 50


class SteeringWorker(Worker):
    """Waits for nobody: a run that does not end when it is killed is looked at again and again meanwhile."""

    steered = Signal(object)
    """Path of a run that something was asked of, or that ended because of it."""

    def __init__(self) -> None:
        super().__init__()
        self._kills: dict[Path, Kill] = {}

    @Slot()
    def begin(self) -> None:
        """Waits until something is asked."""
        self._timer = self.new_timer(self._look)

    def close(self) -> None:
        """Sees kills through that were asked for: no run that a person wanted dead lives on."""
        for path, kill in self._kills.items():
            with self.told(path):
                kill.wait()
        self._kills.clear()

    @Slot(object, str)
    def send_command(self, path: Path, action: str) -> None:
        """Asks a run for something: pause, continue, stop, kill, checkpoint or evaluate."""
        with self.told(path):
            if action != "kill":
                from engine.launcher.steer import send

                send(RunFolder(path), cast(Action, action))
            elif path not in self._kills:
                from engine.launcher.steer import Kill

                self._kills[path] = Kill(RunFolder(path))
                self._timer.start(POLL_MS)
        self.steered.emit(path)

    @Slot()
    def _look(self) -> None:
        for path, kill in tuple(self._kills.items()):
            is_over = True
            with self.told(path):
                is_over = kill.is_over()
            if is_over:
                del self._kills[path]
                self.steered.emit(path)
        if self._kills:
            self._timer.start(POLL_MS)
