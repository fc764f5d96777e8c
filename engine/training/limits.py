"""When training ends by itself."""

import time
from collections.abc import Callable
from enum import StrEnum

from engine.base import Record


class Ending(StrEnum):
    """Why training ended in order."""

    LIMIT = "limit"
    """The last step of the plan is done."""
    TIME = "time"
    """The time limit is reached."""
    EARLY_STOP = "early_stop"
    """The evaluation loss no longer improved."""
    STOP = "stop"
    """A person asked for it."""


class Patience(Record):
    """How long the evaluation loss has not improved; part of a checkpoint."""

    best_loss: float | None = None
    """The lowest evaluation loss so far."""
    num_worse: int = 0
    """Evaluations since then."""

    def after(self, loss: float) -> "Patience":
        """The same, one evaluation later. A loss that is not a number never improves."""
        if loss == loss and (self.best_loss is None or loss < self.best_loss):
            return Patience(best_loss=loss)
        return Patience(best_loss=self.best_loss, num_worse=self.num_worse + 1)

    def is_over(self, allowed: int | None) -> bool:
        """Whether so many evaluations without improvement are enough; None: never."""
        return allowed is not None and self.num_worse >= allowed


class TrainingClock:
    """Seconds of training, without pauses and over all attempts."""

    def __init__(self, seconds_before: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._before = seconds_before
        self._since: float | None = clock()

    @property
    def seconds(self) -> float:
        """So far."""
        return self._before + (self._clock() - self._since if self._since is not None else 0.0)

    def pause(self) -> None:
        """Time stands still from now on."""
        self._before, self._since = self.seconds, None

    def resume(self) -> None:
        """Time goes on from now on."""
        if self._since is None:
            self._since = self._clock()
