"""Whether a rank still moves."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from engine.launcher.process_tree import is_stopped
from engine.record.beat import Beat, Phase

_LONGEST_LOOK_SECONDS = 1.0
"""Time in which we did not look ourselves (a laptop asleep, a stopped supervisor) is no rank's fault."""

_START_SECONDS = 60.0
"""A rank may need so long for its imports and its data before the first step, on a slow disk."""


@dataclass(frozen=True, slots=True)
class Hang:
    """The rank that keeps the others waiting."""

    rank: int
    seconds: float
    """How long it has shown no sign of life while we watched."""
    beat: Beat | None
    is_stopped: bool
    """Held by a signal (SIGSTOP) or a debugger."""


class HangWatch:
    """Counts, for each rank, the seconds without a new heartbeat."""

    def __init__(self, world_size: int, timeout_seconds: float) -> None:
        self._timeout = timeout_seconds
        self._beats: dict[int, Beat | None] = dict.fromkeys(range(world_size))
        self._silent = dict.fromkeys(range(world_size), 0.0)
        self._looked = time.monotonic()

    def look(self, beats: Mapping[int, Beat | None]) -> Hang | None:
        """Take in the newest beats.

        Returns:
            The rank to blame once every rank has been silent for too long, else None. While some still move,
            a silent one may be waited for on purpose (rank 0 saves, the others wait).
        """
        now = time.monotonic()
        passed = min(now - self._looked, _LONGEST_LOOK_SECONDS)
        self._looked = now
        for rank in self._silent:
            beat = beats.get(rank)
            if beat == self._beats[rank]:
                self._silent[rank] += passed
            else:
                self._beats[rank] = beat
                self._silent[rank] = 0.0
        if min(self._silent.values()) < self._patience():
            return None
        return self._blame()

    def _patience(self) -> float:
        starting = any(beat is None or beat.phase is Phase.STARTING for beat in self._beats.values())
        return max(self._timeout, _START_SECONDS) if starting else self._timeout

    def _blame(self) -> Hang:
        def order(rank: int) -> tuple[bool, int, float]:
            beat = self._beats[rank]
            if beat is None:
                return True, -1, 0.0
            return not is_stopped(beat.pid), beat.step, beat.time

        rank = min(self._beats, key=order)
        beat = self._beats[rank]
        stopped = beat is not None and is_stopped(beat.pid)
        return Hang(rank=rank, seconds=self._silent[rank], beat=beat, is_stopped=stopped)
