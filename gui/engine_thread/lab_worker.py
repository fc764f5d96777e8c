"""What the workers of studies and of sweeps have in common: stopping them, and following one by its folder.

What knows them is imported when the first is asked for: it would delay the window's first workspace.
"""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal, Slot

from gui.engine_thread.worker import Worker

if TYPE_CHECKING:
    from engine.lab.folder import LabFolder
    from gui.engine_thread.followed import Followed

LOOK_MS = 400
"""Between two looks at the one that is followed."""
_SELDOM = 5
SETTLE_MS = 60
"""What is wanted for a shorter time is not planned."""


class LabWorker(Worker):
    """Follows one at a time, the last that was asked for."""

    started = Signal(object)
    """Path of a folder."""
    updated = Signal(object)
    """A StudyUpdate or SweepUpdate."""

    may_go_on: ClassVar[bool]
    """Whether one that is over may go on, so that it is looked at seldom, but is."""

    def __init__(self, runs_dir: Path) -> None:
        super().__init__()
        self._runs_dir = runs_dir
        self._followed: Followed[Any, Any, Any] | None = None

    @Slot()
    def begin(self) -> None:
        """Reads nothing before something is asked."""
        self._looking = self.new_timer(self._look)
        self._settling = self.new_timer(self._plan)

    @Slot(object)
    def stop(self, path: Path) -> None:
        """Asks one to stop; what it has found stays."""
        with self.told(path):
            self._kind()(path).ask_to_stop()

    @Slot()
    def stop_all(self) -> None:
        """Asks every one that lives to stop: it would start its next run when one is stopped."""
        with self.told():
            for folder in self._kind().all_in(self._runs_dir):
                if folder.is_alive():
                    with self.told(folder.path):
                        folder.ask_to_stop()

    @Slot(object)
    def follow(self, path: Path) -> None:
        """Tells all that one has found so far, and again whenever something happened."""
        self._forget()
        with self.told(path):
            self._followed = self._follow(path)
            self._look()

    def _forget(self) -> None:
        self._looking.stop()
        self._followed = None

    @Slot()
    def _look(self) -> None:
        followed = self._followed
        if followed is None:
            return
        with self.told(followed.path):
            update = followed.look()
            if update is not None:
                self.updated.emit(update)
                if followed.is_over:
                    self._list()
            if not followed.is_over:
                self._looking.start(LOOK_MS)
            elif self.may_go_on:
                self._looking.start(_SELDOM * LOOK_MS)

    @abstractmethod
    def _plan(self) -> None:
        """Plan what is wanted now: it has settled."""

    @abstractmethod
    def _kind(self) -> type[LabFolder]:
        """The class of their folders."""

    @abstractmethod
    def _follow(self, path: Path) -> Followed[Any, Any, Any]:
        """One, from now on.

        Raises:
            ParaloomError: Its folder cannot be read.
        """

    @abstractmethod
    def _list(self) -> None:
        """Tell of all there are."""
