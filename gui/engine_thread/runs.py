"""Follows the runs that are open in the window."""

import time
from pathlib import Path

from PySide6.QtCore import Signal, Slot

from engine.errors import ParaloomError
from gui.engine_thread.follow import RunFollower
from gui.engine_thread.worker import Worker
from gui.models.messages import RunLost, RunOpened, RunUpdate

LIVE_SECONDS = 0.066
"""As often as curves are drawn. With 0.1 a point took more than 150 ms to the screen."""
IDLE_SECONDS = 1.0
BEHIND_SECONDS = 0.005
"""Between two slices of a long run: the window gets its turn."""


class RunsWorker(Worker):
    """Polls each followed run at its own pace."""

    run_opened = Signal(RunOpened)
    run_updated = Signal(RunUpdate)
    run_lost = Signal(RunLost)

    def __init__(self) -> None:
        super().__init__()
        self._followers: dict[Path, RunFollower] = {}
        self._due: dict[Path, float] = {}

    @Slot()
    def begin(self) -> None:
        """Waits for the first run."""
        self._timer = self.new_timer(self._poll_due)
        self._wait_for_next()

    def close(self) -> None:
        """Lets go of all runs."""
        for path in tuple(self._followers):
            self._drop(path)

    @Slot(object)
    def follow_run(self, path: Path) -> None:
        """Follows a run from its beginning; nothing where it is followed already."""
        if path not in self._followers:
            self._followers[path] = RunFollower(path)
            self._due[path] = 0.0
            self._wait_for_next()

    @Slot(object)
    def unfollow_run(self, path: Path) -> None:
        """No more is told of that run."""
        if path in self._followers:
            self._drop(path)

    @Slot(object)
    def look_at(self, path: Path) -> None:
        """Something was asked of a run: look again now, not when an idle run is due."""
        if path in self._followers:
            self._due[path] = 0.0
            self._wait_for_next()

    def _drop(self, path: Path) -> None:
        self._followers.pop(path).close()
        del self._due[path]

    @Slot()
    def _poll_due(self) -> None:
        now = time.monotonic()
        try:
            for path, follower in tuple(self._followers.items()):
                if self._due[path] <= now:
                    self._due[path] = now + IDLE_SECONDS
                    self._poll(follower)
        finally:
            self._wait_for_next()

    def _poll(self, follower: RunFollower) -> None:
        try:
            messages = follower.poll()
        except ParaloomError as error:
            self._drop(follower.path)
            self.run_lost.emit(RunLost(path=follower.path, sentence=error.sentence, mend=error.mend))
            return
        for message in messages:
            match message:
                case RunOpened():
                    self.run_opened.emit(message)
                case RunUpdate():
                    self.run_updated.emit(message)
                case _:
                    self.trouble.emit(message)
        if follower.is_behind:
            pause = BEHIND_SECONDS
        else:
            pause = LIVE_SECONDS if follower.is_live else IDLE_SECONDS
        self._due[follower.path] = time.monotonic() + pause

    def _wait_for_next(self) -> None:
        if self._due:
            left = min(self._due.values()) - time.monotonic()
            self._timer.start(max(0, round(left * 1000)))
