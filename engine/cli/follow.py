"""Watching one run to its end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.record.events import Event, EventTail, RunState, StateChanged
from engine.record.folder import RunFolder
from engine.record.series import SeriesTail
from engine.record.status import RunStatus, mark_if_interrupted, read_status

_POLL_SECONDS = 0.1
_METRICS = ("loss", "accuracy", "samples_per_second")


@dataclass(frozen=True, slots=True)
class Moment:
    """What there is to show now."""

    state: RunState
    events: tuple[Event, ...]
    """New since the last moment."""
    step: int
    figures: dict[str, float] = field(default_factory=dict)
    """Newest value of each training metric."""


class Follower:
    """Reads what is new in one run."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._attempt = folder.attempt()
        self._events = EventTail(folder)
        self._series = {name: SeriesTail(folder.series_path("train", name)) for name in _METRICS}
        self._state = RunState.CREATED
        self._figures: dict[str, float] = {}
        self._step = 0

    def look(self) -> Moment:
        """What is new since the last look.

        Raises:
            RunFolderError: The folder is gone or cannot be read.
        """
        events = tuple(event for event in self._events.poll() if event.attempt == self._attempt)
        for event in events:
            if isinstance(event, StateChanged):
                self._state = event.state
                self._step = max(self._step, event.step or 0)
        for name, tail in self._series.items():
            points = tail.poll()
            if len(points):
                self._figures[name] = float(points["value"][-1])
                self._step = max(self._step, int(points["step"][-1]))
        return Moment(self._state, events, self._step, dict(self._figures))

    def close(self) -> None:
        """Let go of the files."""
        for tail in self._series.values():
            tail.close()


def follow(folder: RunFolder, show: Callable[[Moment], None], wants_out: Callable[[], bool]) -> RunStatus:
    """Watch until the run is over and its launcher gone, or until someone wants out.

    Returns:
        How the run stands then; one whose processes are gone without a word has been marked.

    Raises:
        RunFolderError: The folder is gone or cannot be read.
    """
    follower = Follower(folder)
    try:
        while True:
            alive = folder.is_alive()  # before the look: a launcher's last events come before its end
            moment = follower.look()
            show(moment)
            status = None
            if not alive:
                status = read_status(folder)
                if status.state is RunState.INTERRUPTED:
                    mark_if_interrupted(folder)
                    show(follower.look())
            if status is not None and status.state.is_over:
                return status
            if wants_out():
                return read_status(folder)
            time.sleep(_POLL_SECONDS)
    finally:
        follower.close()
