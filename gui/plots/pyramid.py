"""The least and the greatest values of blocks of a long curve, so that all of it is seen at a glance."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from gui.plots.series_buffer import Floats

_FACTOR = 8
"""Values in a block, and blocks in a block of the next level: costs two sevenths of the values' memory."""
_LEAST_BLOCKS = 4
"""A stretch is looked up in the coarsest level that has so many blocks in it: what is seen is then at most a
quarter of a stretch from its place."""
_EDGES = 8
"""Stretches at least, of which the first and the last one need not be looked at closely."""
_SHORT = 512
"""So few values are not worth eight passes, each of which is fast."""
_SMALLEST = 512
"""No level has fewer blocks."""

Places = NDArray[np.intp]


class Pyramid:
    """Knows the extremes of any stretch of values that grow; only what is new is worked on."""

    def __init__(self, *, log: bool = False) -> None:
        """Starts with nothing.

        Args:
            log: Of logarithms to base 10; what has none is a gap.
        """
        self._log = log
        self._levels: list[_Level] = []
        self._generation, self._known = -1, 0

    def extremes(
        self, values: Floats, generation: int, starts: Places, ends: Places
    ) -> tuple[Floats, Floats]:
        """Least and greatest value of each stretch, float64 [k]; inf and -inf where there is none.

        Args:
            values: float64 [n]; NaN is a gap.
            generation: Another one whenever earlier values changed.
            starts: First places of the stretches, ascending, [k].
            ends: The places behind them, ascending, [k].
        """
        self._grow(values, generation)
        low, high = np.full(len(starts), np.inf), np.full(len(starts), -np.inf)
        wanted = self._depths(ends - starts)
        for number in range(max(0, int(wanted.min(initial=0))), int(wanted.max(initial=-1)) + 1):
            there = np.flatnonzero(wanted == number)
            if not len(there):
                continue
            first, last = starts[there], ends[there]
            if number:
                level, size = self._levels[number - 1], _FACTOR**number
                first, last = first // size, -(-last // size)
                lows, highs = level.low[: level.count], level.high[: level.count]
            else:
                begin, end = int(first[0]), int(last[-1])
                lows, highs = self._raw(values[begin:end])
                first, last = first - begin, last - begin
            low[there], high[there] = _reduced(lows, highs, first, last)
        return low, high

    def _depths(self, counts: Places) -> Places:
        """The level in which each stretch of so many values is looked up; 0: no level, -1: not at all."""
        filled = np.flatnonzero(counts > 0)
        wanted = np.full(len(counts), -1, np.intp)
        if len(filled) <= _EDGES:
            wanted[filled] = self._depth(counts[filled])
            return wanted
        inner = counts[filled[1:-1]]
        least, greatest = self._depth(np.array([inner.min(), inner.max()])).tolist()
        if least == greatest:
            wanted[filled] = least
        else:
            wanted[filled[1:-1]] = self._depth(inner)
            # the outermost are cut off by the edges: a level of their own would cost as much as all others
            wanted[filled[[0, -1]]] = wanted[filled[[1, -2]]]
        return wanted

    def _depth(self, counts: Places) -> Places:
        depth = np.log2(counts / _LEAST_BLOCKS) / np.log2(_FACTOR)
        found: Places = np.clip(np.floor(depth), 0, len(self._levels)).astype(np.intp)
        return found

    def _raw(self, values: Floats) -> tuple[Floats, Floats]:
        scaled_values = scaled(values, log=self._log)
        gaps = np.isnan(scaled_values)
        if not gaps.any():
            return scaled_values, scaled_values
        return np.where(gaps, np.inf, scaled_values), np.where(gaps, -np.inf, scaled_values)

    def _grow(self, values: Floats, generation: int) -> None:
        if generation != self._generation or len(values) < self._known:
            self._levels, self._known = [], 0
        if len(values) == self._known:
            return
        count, known, number = len(values), self._known, 0
        while count // _FACTOR >= _SMALLEST:
            if number == len(self._levels):
                self._levels.append(_Level())
                known = 0
            level, first = self._levels[number], known // _FACTOR
            if number:
                below = self._levels[number - 1]
                lows = below.low[first * _FACTOR : count]
                highs = below.high[first * _FACTOR : count]
            else:
                lows, highs = self._raw(values[first * _FACTOR : count])
            level.replace(first, _blocks(lows, np.minimum, np.inf), _blocks(highs, np.maximum, -np.inf))
            count, known, number = level.count, first, number + 1
        self._generation, self._known = generation, len(values)


class _Level:
    """Extremes of blocks of one size, with room for more at their end."""

    def __init__(self) -> None:
        self.low, self.high = np.empty(0), np.empty(0)
        self.count = 0

    def replace(self, first: int, low: Floats, high: Floats) -> None:
        """From a block on there are these."""
        end = first + len(low)
        if end > len(self.low):
            for name in ("low", "high"):
                grown = np.empty(end + end // 4)
                grown[:first] = getattr(self, name)[:first]
                setattr(self, name, grown)
        self.low[first:end], self.high[first:end] = low, high
        self.count = end


def scaled(values: Floats, *, log: bool) -> Floats:
    """Values as they are drawn: themselves, or their logarithms to base 10, NaN where there is none."""
    return np.log10(np.where(values > 0, values, np.nan)) if log else values


def _blocks(values: Floats, choose: np.ufunc, nothing: float) -> Floats:
    """The least or the greatest of every eight; the last block may have fewer."""
    if len(values) <= _FACTOR:
        return np.array([choose.reduce(values)])
    missing = -len(values) % _FACTOR
    if missing:
        values = np.concatenate([values, np.full(missing, nothing)])
    if len(values) <= _SHORT:
        return np.asarray(choose.reduce(values.reshape(-1, _FACTOR), axis=1))
    return np.asarray(reduce(choose, (values[place::_FACTOR] for place in range(_FACTOR))))


def _reduced(lows: Floats, highs: Floats, first: Places, last: Places) -> tuple[Floats, Floats]:
    """Extremes of stretches of blocks that may overlap by one."""
    pairs = np.empty(2 * len(first), np.intp)
    pairs[0::2], pairs[1::2] = first, last
    if pairs[-1] >= len(lows):
        pairs = pairs[:-1]  # the last one goes to the end without being told
    return np.minimum.reduceat(lows, pairs)[::2], np.maximum.reduceat(highs, pairs)[::2]
