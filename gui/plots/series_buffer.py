"""Points of one curve, growing, and what of them a plot of some width can show."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FIRST_SIZE = 1024


class SeriesBuffer:
    """Steps, times and values in arrays that grow by doubling."""

    def __init__(self) -> None:
        self._rows = np.empty((3, _FIRST_SIZE))
        self._count = 0

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


def decimate(x: Floats, y: Floats, pixels: int) -> tuple[Floats, Floats]:
    """At most two points a pixel column: the least and the greatest, in the order in which they came.

    Args:
        x: float64 [n], ascending.
        y: float64 [n]; NaN is a gap and stays one where a whole column has nothing else.
        pixels: Width of the plot.
    """
    if len(x) <= 2 * pixels or pixels < 1:
        return x, y
    size = -(-len(x) // pixels)
    whole = len(x) // size * size
    blocks = y[:whole].reshape(-1, size)
    gaps = np.isnan(blocks)
    low = np.where(gaps, np.inf, blocks).argmin(1)
    high = np.where(gaps, -np.inf, blocks).argmax(1)
    chosen = np.sort(np.stack([low, high], 1), 1) + (np.arange(len(blocks)) * size)[:, None]
    kept = np.unique(np.concatenate([chosen.ravel(), [len(x) - 1]]))
    return x[kept], y[kept]


def smooth(values: Floats, weight: float) -> Floats:
    """Exponential moving average without the pull of its start.

    Args:
        values: float64 [n]; a gap is passed over.
        weight: Share of the past that is kept, from 0 (the values themselves) to below 1.

    Source: Kingma and Ba 2014, arXiv:1412.6980, section 3 (the bias correction).
    """
    if weight <= 0 or not len(values):
        return values
    out = np.empty_like(values)
    mean = norm = 0.0
    for index, value in enumerate(values.tolist()):
        if np.isfinite(value):
            mean = weight * mean + (1 - weight) * value
            norm = weight * norm + (1 - weight)
        out[index] = mean / norm if norm else np.nan
    return out
