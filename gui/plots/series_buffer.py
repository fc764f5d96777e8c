"""Points of one curve, growing, and what of them a plot of some width can show."""

import numpy as np
from numpy.typing import NDArray

from gui.plots.smoothing import Smoother

Floats = NDArray[np.float64]

BLOCK = 256
"""Points whose least and greatest value are kept, so that a long curve is never looked at whole."""
_FIRST_SIZE = 1024


class Lane:
    """Values that grow by doubling, with the least and greatest of every full block."""

    def __init__(self) -> None:
        self._values = np.empty(_FIRST_SIZE)
        self._low = np.empty(_FIRST_SIZE // BLOCK)
        self._high = np.empty(_FIRST_SIZE // BLOCK)
        self._count = 0
        self._num_blocks = 0

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> Floats:
        """float64 [n]"""
        return self._values[: self._count]

    @property
    def low(self) -> Floats:
        """Least value of each full block, float64 [blocks]; NaN where a block has none."""
        return self._low[: self._num_blocks]

    @property
    def high(self) -> Floats:
        """Greatest value of each full block, float64 [blocks]."""
        return self._high[: self._num_blocks]

    def extend(self, values: Floats) -> None:
        """Add values at the end."""
        end = self._count + len(values)
        self._values = _grown(self._values, self._count, end)
        self._values[self._count : end] = values
        self._count = end
        first, last = self._num_blocks, end // BLOCK
        if last > first:
            blocks = self._values[first * BLOCK : last * BLOCK].reshape(-1, BLOCK)
            self._low = _grown(self._low, first, last)
            self._high = _grown(self._high, first, last)
            self._low[first:last] = np.fmin.reduce(blocks, axis=1)
            self._high[first:last] = np.fmax.reduce(blocks, axis=1)
            self._num_blocks = last

    def clear(self) -> None:
        """Forget all."""
        self._count = self._num_blocks = 0


def _grown(array: Floats, used: int, needed: int) -> Floats:
    if needed <= len(array):
        return array
    grown = np.empty(max(needed, 2 * len(array)))
    grown[:used] = array[:used]
    return grown


class SeriesBuffer:
    """Steps, times and values of one series, and the same values smoothed."""

    def __init__(self) -> None:
        self._steps, self._times = Lane(), Lane()
        self.raw = Lane()
        """What was reported; what is not finite is NaN, a gap."""
        self.smoothed: Lane | None = None
        """The moving average; None where nothing is smoothed."""
        self._smoother: Smoother | None = None
        self.all_positive = True
        """Whether a logarithmic axis can show every value."""

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def steps(self) -> Floats:
        """float64 [n]"""
        return self._steps.values

    @property
    def times(self) -> Floats:
        """Unix time, s, float64 [n]."""
        return self._times.values

    @property
    def values(self) -> Floats:
        """float64 [n]"""
        return self.raw.values

    def append(self, steps: NDArray[np.int64], times: Floats, values: Floats) -> None:
        """Add points, oldest first; all three have the same length."""
        values = np.where(np.isfinite(values), values, np.nan)
        self._steps.extend(steps.astype(np.float64))
        self._times.extend(times)
        self.raw.extend(values)
        self.all_positive = self.all_positive and not bool((values <= 0).any())
        if self.smoothed is not None and self._smoother is not None:
            self.smoothed.extend(self._smoother.feed(values))

    def set_smoothing(self, weight: float) -> None:
        """Smooth all points, and those to come, by a weight from 0 (not at all) to below 1."""
        if weight <= 0:
            self.smoothed = self._smoother = None
            return
        self._smoother = Smoother(weight)
        self.smoothed = Lane()
        self.smoothed.extend(self._smoother.feed(self.values))

    def clear(self) -> None:
        """Forget all points."""
        for lane in (self._steps, self._times, self.raw):
            lane.clear()
        self.all_positive = True
        self.set_smoothing(self._smoother.weight if self._smoother else 0.0)


def window(base: Floats, lane: Lane, first: float, last: float, pixels: int) -> tuple[Floats, Floats]:
    """What a plot shows of a curve: all points where there are few, else at most two a pixel column.

    A column's two points are its least and its greatest value. A neighbour is kept on either side, so
    that lines run on to the edge.

    Args:
        base: Steps or times, float64 [n], not descending.
        lane: Their values; NaN is a gap, and a column of nothing else stays one.
        first: Left edge, as in `base`.
        last: Right edge.
        pixels: Width of the plot.
    """
    pixels = max(1, pixels)
    start = max(0, int(np.searchsorted(base, first, "left")) - 1)
    stop = min(len(base), int(np.searchsorted(base, last, "right")) + 1)
    if stop - start <= 2 * pixels:
        return base[start:stop], lane.values[start:stop]
    width = (base[stop - 1] - base[start]) / pixels
    columns = _Columns(float(base[start]), float(width) or 1.0, pixels)
    if stop - start < BLOCK * pixels:
        return columns.reduce(*_points(base, lane, start, stop))
    return columns.reduce(*_cover(base, lane, start, stop, columns))


Items = tuple[Floats, Floats, Floats, Floats]
"""First x, last x, least and greatest value of points or blocks, each [n]."""


class _Columns:
    """The pixel columns between two edges."""

    def __init__(self, left: float, width: float, count: int) -> None:
        self._left, self._width, self._count = left, width, count

    def of(self, x: Floats) -> NDArray[np.int64]:
        """The column of each x."""
        return np.clip((x - self._left) / self._width, 0, self._count - 1).astype(np.int64)

    def reduce(self, x_first: Floats, x_last: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """Two points a column."""
        column = np.maximum.accumulate(self.of(x_first))
        starts = np.flatnonzero(np.diff(column, prepend=-1))
        ends = np.append(starts[1:], len(column)) - 1
        x = np.stack([x_first[starts], x_last[ends]], axis=1).ravel()
        y = np.stack([np.fmin.reduceat(low, starts), np.fmax.reduceat(high, starts)], axis=1).ravel()
        return x, y


def _points(base: Floats, lane: Lane, start: int, stop: int) -> Items:
    x, y = base[start:stop], lane.values[start:stop]
    return x, x, y, y


def _cover(base: Floats, lane: Lane, start: int, stop: int, columns: _Columns) -> Items:
    """Blocks where they are narrower than two columns, single points elsewhere and at both ends."""
    low, high = -(-start // BLOCK), min(stop // BLOCK, len(lane.low))
    x_first = base[low * BLOCK : high * BLOCK : BLOCK]
    x_last = base[(low + 1) * BLOCK - 1 : high * BLOCK : BLOCK]
    blocks: Items = (x_first, x_last, lane.low[low:high], lane.high[low:high])
    is_wide = columns.of(x_last) - columns.of(x_first) >= 2
    edges = np.flatnonzero(np.diff(is_wide)) + 1
    parts = [_points(base, lane, start, low * BLOCK)]
    for begin, end in zip((0, *edges.tolist()), (*edges.tolist(), high - low), strict=True):
        if end > begin and is_wide[begin]:
            parts.append(_points(base, lane, (low + begin) * BLOCK, (low + end) * BLOCK))
        else:
            parts.append((blocks[0][begin:end], blocks[1][begin:end], blocks[2][begin:end], blocks[3][begin:end]))
    parts.append(_points(base, lane, high * BLOCK, stop))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return joined[0], joined[1], joined[2], joined[3]
