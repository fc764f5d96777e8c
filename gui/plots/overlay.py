"""Curves of many runs in one plot: what of each can be seen. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.plots.frame import Extent
from gui.plots.pyramid import scaled
from gui.plots.series_buffer import Floats
from gui.plots.trace import Bands, Line, Trace

_MOST_POINTS = 2
"""In a column of pixels; where there are more, their extremes are drawn."""
_TOGETHER = 32
"""So many curves fit into the processor's cache."""
_COARSE = 2.0
"""A stretch wider than so many columns of pixels is looked at closely."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """A curve along a plot: points, or stretches of them with their extremes; NaN is a gap."""

    x: Floats
    """Where each begins, float64 [n], ascending."""
    low: NDArray[np.floating]
    high: NDArray[np.floating]
    are_points: bool
    """Whether low and high are the same."""

    def extent(self) -> Extent | None:
        """From where to where it has points."""
        return (float(self.x[0]), float(self.x[-1])) if len(self.x) else None

    def in_view(self, view: Extent) -> slice:
        """What lies between two places, and one more on each side."""
        first, last = np.searchsorted(self.x, view).tolist()
        return slice(max(0, first - 1), min(len(self.x), last + 1))

    def middle(self) -> Floats:
        """The value of each, of a stretch that between its extremes, float64 [n]."""
        low = self.low.astype(np.float64)
        return low if self.are_points else (low + self.high) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """A part of a curve more closely."""

    view: Extent
    stretches: Stretches


@dataclass(slots=True, eq=False)
class OverlayCurve:
    """One run's curve and how it is drawn."""

    key: str
    colour: str
    dashed: bool
    raw: Stretches
    smooth: Stretches | None = None
    close: Close | None = None

    @property
    def main(self) -> Stretches:
        """What its values are read from: smoothed where it is."""
        return self.raw if self.smooth is None else self.smooth

    def seen(self, view: Extent) -> Stretches:
        """Its raw values as closely as they are known."""
        close = self.close
        is_in = close is not None and close.view[0] <= view[0] and view[1] <= close.view[1]
        return close.stretches if close is not None and is_in else self.raw

    def is_coarse(self, view: Extent, num_columns: int) -> bool:
        """Whether one could tell in this view that it is made of stretches."""
        seen = self.seen(view)
        if seen.are_points or not len(seen.x):
            return False
        part = seen.x[seen.in_view(view)]
        shown = min(view[1], float(part[-1])) - max(view[0], float(part[0]))
        columns = shown / ((view[1] - view[0]) or 1.0) * num_columns
        return columns > _COARSE * len(part)

    def nearest(self, place: float) -> tuple[float, float]:
        """The place and value of what is nearest; NaN where there is nothing, or it ended before."""
        of = self.main
        if not len(of.x) or not of.x[0] <= place <= of.x[-1]:
            return place, float("nan")
        after = int(np.searchsorted(of.x, place))
        before = max(0, after - 1)
        nearest = before if place - of.x[before] <= of.x[after] - place else after
        return float(of.x[nearest]), float((of.low[nearest] + of.high[nearest]) / 2)


def edges_of(view: Extent, num_columns: int, width: int) -> Floats:
    """The edges of columns of pixels, until they reach the right edge, float64 [columns + 1]."""
    count = -(-num_columns // width)
    columns = np.arange(count + 1, dtype=np.float64)
    return np.asarray(view[0] + columns * (width * (view[1] - view[0]) / num_columns))


def trace_of(stretches: Stretches, edges: Floats, width: int, *, log: bool) -> Trace:
    """What is drawn of a curve: a line where there are few points, else columns.

    Args:
        stretches: The curve.
        edges: Of the columns.
        width: Of a column, in pixels of the screen.
        log: Whether logarithms are drawn.
    """
    seen = stretches.in_view((float(edges[0]), float(edges[-1])))
    count, columns = seen.stop - seen.start, len(edges) - 1
    if stretches.are_points and count <= _MOST_POINTS * columns * width:
        return Line(stretches.x[seen], scaled(stretches.low[seen].astype(np.float64), log=log))
    if count * 4 < columns:
        return _zigzag(stretches, seen, log=log)
    low, high = columns_of([stretches], edges, log=log)
    return Bands(edges, low[0].astype(np.float64), high[0].astype(np.float64), width)


def columns_of(
    curves: Sequence[Stretches], edges: Floats, *, log: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Least and greatest value that curves pass in each column, float32 [curves, columns]; NaN where none.

    Curves that have the very same array of places are worked on together, which takes a third of the time.

    Args:
        curves: Not empty.
        edges: Of the columns.
        log: Whether logarithms are wanted.
    """
    low = np.full((len(curves), len(edges) - 1), np.nan, np.float32)
    high = low.copy()
    alike: dict[int, list[int]] = {}
    for number, curve in enumerate(curves):
        alike.setdefault(id(curve.x), []).append(number)
    for numbers in alike.values():
        after = np.searchsorted(curves[numbers[0]].x, edges)
        filled = np.flatnonzero(after[1:] > after[:-1])
        for first in range(0, len(numbers) if len(filled) else 0, _TOGETHER):
            part = numbers[first : first + _TOGETHER]
            seen, starts = slice(after[0], after[-1]), after[filled] - after[0]
            lows = np.stack([curves[number].low[seen] for number in part])
            highs = np.stack([curves[number].high[seen] for number in part])
            found_low, found_high = low[part], high[part]
            found_low[:, filled] = np.fmin.reduceat(lows, starts, axis=1)
            found_high[:, filled] = np.fmax.reduceat(highs, starts, axis=1)
            _fill_between(found_low, found_high, filled)
            low[part], high[part] = found_low, found_high
    if log:
        low, high = _logarithms(np.where(low > 0, low, high)), _logarithms(high)
    reached = np.where(np.isnan(low[:, 1:]), low[:, 1:], np.fmin(low[:, 1:], high[:, :-1]))
    high[:, 1:] = np.where(np.isnan(high[:, 1:]), high[:, 1:], np.fmax(high[:, 1:], low[:, :-1]))
    low[:, 1:] = reached
    return low, high


def _fill_between(low: NDArray[np.float32], high: NDArray[np.float32], filled: NDArray[np.intp]) -> None:
    """Columns without a point have the line between those beside them."""
    between = np.setdiff1d(np.arange(filled[0], filled[-1] + 1), filled, assume_unique=True)
    if not len(between):
        return
    after = np.searchsorted(filled, between)
    left, right = filled[after - 1], filled[after]
    share = ((between - left) / (right - left)).astype(np.float32)
    for values in (low, high):
        values[:, between] = values[:, left] + share * (values[:, right] - values[:, left])


def _logarithms(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.log10(np.where(values > 0, values, np.nan)), np.float32)


def _zigzag(stretches: Stretches, seen: slice, *, log: bool) -> Line:
    """Through both extremes of each stretch: until it is looked at more closely."""
    begins = stretches.x[seen]
    middles = begins + np.diff(begins, append=begins[-1:]) / 2
    x = np.stack([begins, middles], axis=1).ravel()
    y = np.stack([stretches.low[seen], stretches.high[seen]], axis=1).ravel().astype(np.float64)
    return Line(x, scaled(y, log=log))
