"""Points of one curve, growing."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FIRST_SIZE = 1024


class SeriesBuffer:
    """Steps, times and values in arrays that grow by doubling; what is old can be thinned and dropped."""

    def __init__(self) -> None:
        self._rows = np.empty((3, _FIRST_SIZE))
        self._count = 0
        self._thinned: dict[float, float] = {}
        """Seconds a block to the Unix time before which all such blocks are thinned."""
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

    def clear(self) -> None:
        """Forget all."""
        self._count = 0
        self._thinned.clear()
        self.generation += 1

    def drop_before(self, moment: float) -> None:
        """Forget points before a Unix time in s, once they are a quarter of all."""
        num_old = int(np.searchsorted(self.times, moment))
        if num_old * 4 > self._count:
            self._replace(0, num_old, np.empty(0, np.intp))

    def thin_before(self, moment: float, block_seconds: float) -> None:
        """Keep of each block of so many seconds only the least and the greatest value.

        Blocks lie at multiples of their length, and each is thinned once, when it is over.

        Args:
            moment: Unix time in s; blocks that end after it stay as they are.
            block_seconds: Length of a block.
        """
        until = moment // block_seconds * block_seconds
        since = self._thinned.get(block_seconds, -np.inf)
        if until <= since:
            return
        self._thinned[block_seconds] = until
        first, end = np.searchsorted(self.times, (since, until)).tolist()
        kept = first + _extremes(self.times[first:end] // block_seconds, self.values[first:end])
        if len(kept) < end - first:
            self._replace(first, end, kept)

    def _replace(self, first: int, end: int, kept: NDArray[np.intp]) -> None:
        """Of a stretch of points only some are kept."""
        middle, rest = self._rows[:, kept], self._rows[:, end : self._count].copy()
        between = first + len(kept)
        self._count = between + rest.shape[1]
        self._rows[:, first:between] = middle
        self._rows[:, between : self._count] = rest
        self.generation += 1


def _extremes(blocks: Floats, values: Floats) -> NDArray[np.intp]:
    """The places of the least and the greatest value of each block, ascending.

    Args:
        blocks: Which block each point is in, float64 [n], ascending.
        values: float64 [n]; NaN is a gap: chosen only where a whole block has nothing else.
    """
    if not len(values):
        return np.empty(0, np.intp)
    is_gap = np.isnan(values)
    ends = np.append(np.flatnonzero(np.diff(blocks)), len(values) - 1)
    starts = np.append(0, ends[:-1] + 1)
    low = np.lexsort((np.where(is_gap, np.inf, values), blocks))[starts]
    high = np.lexsort((np.where(is_gap, -np.inf, values), blocks))[ends]
    return np.unique(np.concatenate([low, high]))
