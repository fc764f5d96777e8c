"""Points of one curve, growing."""

import numpy as np
from numpy.typing import NDArray

from gui.plots.decimate import keep_extremes

Floats = NDArray[np.float64]
_FIRST_SIZE = 1024


class SeriesBuffer:
    """Steps, times and values in arrays that grow by doubling, without end or within a bound."""

    def __init__(self, most: int | None = None) -> None:
        """Builds it, empty.

        Args:
            most: Points kept at most; None: all. Where there are more, the older half is thinned to its
                extremes, so that the past gets coarser with age and none of it is dropped.
        """
        self._rows = np.empty((3, min(_FIRST_SIZE, most or _FIRST_SIZE)))
        self._count = 0
        self._most = most
        self.generation = 0
        """Another one whenever earlier points changed their places."""

    def __len__(self) -> int:
        return self._count

    @property
    def steps(self) -> Floats:
        """float64 [n]"""
        return self._rows[0, : self._count]

    @property
    def times(self) -> Floats:
        """Unix time, s, float64 [n]."""
        return self._rows[1, : self._count]

    @property
    def values(self) -> Floats:
        """float64 [n]"""
        return self._rows[2, : self._count]

    def append(self, steps: NDArray[np.int64], times: Floats, values: Floats) -> None:
        """Add points, oldest first; all three have the same length."""
        end = self._count + len(values)
        if end > self._rows.shape[1]:
            grown = np.empty((3, max(end, 2 * self._rows.shape[1])))
            grown[:, : self._count] = self._rows[:, : self._count]
            self._rows = grown
        for row, new in zip(self._rows, (steps, times, values), strict=True):
            row[self._count : end] = new
        self._count = end
        while self._most is not None and self._count > self._most:
            self._thin()

    def clear(self) -> None:
        """Forget all."""
        self._count = 0
        self.generation += 1

    def drop_before(self, moment: float) -> None:
        """Forget points before a Unix time in s, once they are a quarter of all."""
        num_old = int(np.searchsorted(self.times, moment))
        if num_old * 4 > self._count:
            self._rows[:, : self._count - num_old] = self._rows[:, num_old : self._count].copy()
            self._count -= num_old
            self.generation += 1

    def _thin(self) -> None:
        half = self._count // 2
        kept = keep_extremes(self._rows[2, :half], max(1, half // 4))
        num = len(kept)
        rest = self._rows[:, half : self._count].copy()
        self._rows[:, :num] = self._rows[:, kept]
        self._count = num + rest.shape[1]
        self._rows[:, num : self._count] = rest
        self.generation += 1
