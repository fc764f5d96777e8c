"""Whether a rank waits for its data more than it computes, and how many data workers would mend it."""

import math
import os
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from engine.training.meters import StepSeconds

_FIRST_STEPS = 10
"""Slow for reasons of their own: kernels are chosen, workers start."""
_STEPS = 50
"""Judged together: one slow batch is no reason to warn."""
_MOST_WORKERS = 64


@dataclass(frozen=True, slots=True)
class DataWait:
    """What to tell a person, once."""

    sentence: str
    mend: str


class DataWatch:
    """Looks at the seconds of a rank's steps until there is something to tell."""

    def __init__(self, data_workers: int, *, num_cores: int | None = None) -> None:
        """Begins before the first step.

        Args:
            data_workers: That the rank has.
            num_cores: That the rank and its workers may use; of this process where not given.
        """
        self._workers = data_workers
        self._cores = _usable_cores() if num_cores is None else num_cores
        self._left_out = 0
        self._last: deque[tuple[float, float]] = deque(maxlen=_STEPS)
        self._is_told = False

    def add(self, steps: Iterable[StepSeconds]) -> DataWait | None:
        """So many more steps; what is to be told now, at most once."""
        if self._is_told:
            return None
        for one in steps:
            if self._left_out < _FIRST_STEPS:
                self._left_out += 1
            else:
                self._last.append((one.data_seconds, one.step_seconds))
        waits, whole = (
            (math.fsum(seconds) for seconds in zip(*self._last, strict=True)) if self._last else (0, 0)
        )
        if len(self._last) < _STEPS or waits <= whole - waits:
            return None
        self._is_told = True
        return self._words(waits / whole, waits / _STEPS, (whole - waits) / _STEPS)

    def _words(self, share: float, wait_seconds: float, compute_seconds: float) -> DataWait:
        # Alone, a rank prepares a batch in the time it waits. Workers that cannot keep up prepare as many
        # batches at once as there are of them in the time of a step.
        batch_seconds = self._workers * (wait_seconds + compute_seconds) if self._workers else wait_seconds
        needed = math.ceil(batch_seconds / max(compute_seconds, 1e-9))
        sentence = (
            f"The rank waited for its data {share:.0%} of the time: {wait_seconds * 1000:.1f} ms "
            f"of each step, beside {compute_seconds * 1000:.1f} ms of computing."
        )
        if needed <= min(self._cores, _MOST_WORKERS):
            return DataWait(sentence, f"Set training.data_workers to {needed}; it is {self._workers} now.")
        return DataWait(
            sentence,
            f"About {needed:,} data workers would keep up, more than its {self._cores} cores carry: "
            "change the samples less, make them smaller, or give each rank more cores.",
        )


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
