"""What of a curve is drawn: points joined by a line, or all that it passes through in a column of pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.plots.decimate import find_places
from gui.plots.pyramid import Pyramid, scaled
from gui.plots.series_buffer import Floats


@dataclass(frozen=True, slots=True)
class Line:
    """Few points: places along the plot and values (their logarithms on a log scale), NaN is a gap."""

    x: Floats
    y: Floats

    @property
    def extremes(self) -> tuple[float, float]:
        """Least and greatest value; inf and -inf where there is none."""
        present = self.y[np.isfinite(self.y)]
        return (float(present.min()), float(present.max())) if len(present) else (np.inf, -np.inf)

    def travel(self) -> float:
        """How far it goes up and down, all in all."""
        return float(np.abs(np.diff(self.y[np.isfinite(self.y)])).sum())


@dataclass(frozen=True, slots=True)
class Bands:
    """Many points: the least and the greatest value in each narrow column, NaN is a gap."""

    edges: Floats
    """Of the columns, places along the plot, float64 [columns + 1]."""
    low: Floats
    high: Floats
    width: int = 1
    """Of a column, in pixels of the screen."""

    @property
    def extremes(self) -> tuple[float, float]:
        """Least and greatest value; inf and -inf where there is none."""
        return (
            float(np.fmin.reduce(self.low, initial=np.inf)),
            float(np.fmax.reduce(self.high, initial=-np.inf)),
        )

    def travel(self) -> float:
        """How far the curve goes up and down at least."""
        heights = self.high - self.low
        return float(heights[np.isfinite(heights)].sum())

    def as_line(self) -> Line:
        """Through both extremes of each column, in the order in which the curve goes."""
        middle, width = self.low + self.high, np.diff(self.edges)
        rises = np.ones(len(middle), np.bool_)
        rises[1:-1] = middle[2:] >= middle[:-2]
        if len(middle) > 1:
            rises[0], rises[-1] = middle[1] >= middle[0], middle[-1] >= middle[-2]
        x, y = np.empty(2 * len(middle)), np.empty(2 * len(middle))
        x[0::2], x[1::2] = self.edges[:-1] + 0.25 * width, self.edges[:-1] + 0.75 * width
        y[0::2], y[1::2] = np.where(rises, self.low, self.high), np.where(rises, self.high, self.low)
        return Line(x, y)


Trace = Line | Bands


def bands_of(
    pyramid: Pyramid,
    column: Floats,
    values: Floats,
    generation: int,
    edges: tuple[Floats, Floats],
    *,
    log: bool,
    width: int,
) -> Bands:
    """A long curve in columns of pixels, each of which reaches to the next one as the line does.

    Args:
        pyramid: Of the same values, on the same scale.
        column: Where the points lie, float64 [n], ascending.
        values: float64 [n], NaN is a gap.
        generation: Another one whenever earlier values changed.
        edges: Of the columns of pixels, as places along the plot and as `column` has them.
        log: Whether logarithms are drawn.
        width: Of a column, in pixels of the screen.
    """
    places, wanted = edges
    after = find_places(column, wanted)
    low, high = pyramid.extremes(values, generation, after[:-1], after[1:])
    is_there = low <= high
    low[~is_there] = high[~is_there] = np.nan
    filled = np.flatnonzero(after[1:] > after[:-1])
    if len(filled) and filled[-1] - filled[0] == len(filled) - 1:
        both = is_there[1:] & is_there[:-1]
        reached = np.minimum(low[1:], high[:-1], out=low[1:].copy(), where=both)
        np.maximum(high[1:], low[:-1], out=high[1:], where=both)
        low[1:] = reached
    else:
        at_edges = _values_at(column, values, wanted, after, log=log)
        low = np.fmin(low, np.fmin(at_edges[:-1], at_edges[1:]))
        high = np.fmax(high, np.fmax(at_edges[:-1], at_edges[1:]))
    return Bands(places, low, high, width)


def _values_at(
    column: Floats, values: Floats, wanted: Floats, after: NDArray[np.intp], *, log: bool
) -> Floats:
    """The values on the line between two points, NaN before the first and behind the last one."""
    right = np.clip(after, 1, max(1, len(column) - 1))
    left = right - 1
    right = np.minimum(right, len(column) - 1)
    begin, end = column[left], column[right]
    share = (wanted - begin) / np.where(end > begin, end - begin, 1.0)
    from_, to = scaled(values[left], log=log), scaled(values[right], log=log)
    found = from_ + np.clip(share, 0.0, 1.0) * (to - from_)
    found[(wanted < column[0]) | (wanted > column[-1])] = np.nan
    return np.asarray(found)
