"""What a picture of a whole series needs: its buckets and the points behind them, followed while it grows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.record.disk import disk_errors
from engine.record.pyramid import fits_points
from engine.record.series_files import BUCKET, FANOUT, POINT, Buckets, Points, level_file

Floats = NDArray[np.float64]
Figures = NDArray[np.float32]

MOST_POINTS = FANOUT * 256
"""A longer series is read from its buckets: a kilobyte and a half of points are then 48 bytes."""
MOST_ITEMS = 4096
"""Points in memory are brought down to about so many items, and buckets to twice as many."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A series in some thousand items at most, oldest first: points, or stretches of them. Read-only."""

    steps: Floats
    """The step at which each begins, float64 [n]."""
    times: Floats
    """The time at which each begins, of a bucket that at which the one before it ended, Unix time, s."""
    low: Figures
    """Least value of each; NaN where none is a number."""
    high: Figures
    last: float
    """The newest value; NaN where there is none."""
    num_points: int
    stretch: int
    """Points in the longest item: 1 where nothing was left out."""


NOTHING = Sketch(
    np.empty(0),
    np.empty(0),
    np.empty(0, np.float32),
    np.empty(0, np.float32),
    float("nan"),
    0,
    1,
)


class SketchReader:
    """Reads a series as a sketch, again where it grew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sketch = NOTHING
        """As it was last read."""
        self._size = -1

    def poll(self) -> bool:
        """Whether there was anything new.

        Raises:
            RunFolderError: it cannot be read.
        """
        with disk_errors(self.path):
            try:
                size = self.path.stat().st_size // POINT.itemsize
            except FileNotFoundError:
                size = 0
            if size == self._size:
                return False
            self._size = size
            self.sketch = self._read(size)
        return True

    def _read(self, num_points: int) -> Sketch:
        """Everything anew: of a million points that is 200 kB, which is more to keep than to read again."""
        if num_points == 0:
            return NOTHING
        buckets = self._read_buckets(num_points) if num_points > MOST_POINTS else None
        if buckets is None:
            return sketch_points(self._points(0, num_points))
        tail = self._points(len(buckets) * FANOUT, num_points)
        began = float(self._points(0, 1)["time"][0])  # a bucket knows only when it ended
        return _of_buckets(buckets, tail, began)

    def _points(self, start: int, stop: int) -> Points:
        return np.fromfile(self.path, POINT, stop - start, offset=start * POINT.itemsize)

    def _read_buckets(self, num_points: int) -> Buckets | None:
        """The buckets; None where there are none, too few, or they do not fit the points."""
        file = level_file(self.path, 1)
        try:
            buckets = np.fromfile(file, BUCKET, num_points // FANOUT)
        except FileNotFoundError:
            return None
        behind = num_points - len(buckets) * FANOUT
        is_sound = len(buckets) > 0 and behind < MOST_POINTS and fits_points(self.path, 1, len(buckets))
        return buckets if is_sound else None


def sketch_points(points: Points) -> Sketch:
    """The sketch of points that are in memory, POINT [n]."""
    if not len(points):
        return NOTHING
    stretch = 1
    while len(points) > stretch * MOST_ITEMS:
        stretch *= 2
    whole = len(points) // stretch * stretch
    first, groups = points[:whole:stretch], points["value"][:whole].reshape(-1, stretch)
    heads = (first["step"], first["time"], *_extremes(groups, groups))
    return _joined(heads, points[whole:], float(points["value"][-1]), len(points), stretch)


def _of_buckets(buckets: Buckets, tail: Points, began: float) -> Sketch:
    """Buckets, several in one where there are very many, and the points behind them."""
    several = 1
    while len(buckets) > several * 2 * MOST_ITEMS:
        several *= 2
    num_points, last = len(buckets) * FANOUT + len(tail), buckets["last"][-1]
    if len(tail):
        last = tail["value"][-1]
    whole = len(buckets) // several * several
    times = np.concatenate([[began], buckets["last_time"][:-1]])
    lows, highs = (buckets[name][:whole].reshape(-1, several) for name in ("min", "max"))
    heads = (buckets["first_step"][:whole:several], times[:whole:several], *_extremes(lows, highs))
    rest = _as_points(buckets[whole:], times[whole:])
    return _joined(heads, np.concatenate([rest, tail]), float(last), num_points, FANOUT * several)


def _as_points(buckets: Buckets, times: Floats) -> Points:
    """Both extremes of buckets that do not fill a stretch."""
    points = np.empty(2 * len(buckets), POINT)
    points["step"], points["time"] = np.repeat(buckets["first_step"], 2), np.repeat(times, 2)
    points["value"] = np.stack([buckets["min"], buckets["max"]], axis=1).ravel()
    return points


def _extremes(lows: NDArray[Any], highs: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    if lows.shape[1] == 1:
        return lows[:, 0], highs[:, 0]
    return np.fmin.reduce(lows, axis=1), np.fmax.reduce(highs, axis=1)


def _joined(
    heads: tuple[NDArray[Any], ...], tail: Points, last: float, num_points: int, stretch: int
) -> Sketch:
    """Stretches (their steps, times, least and greatest values), then points."""
    names, types = ("step", "time", "value", "value"), (np.float64, np.float64, np.float32, np.float32)
    columns = []
    for head, name, kind in zip(heads, names, types, strict=True):
        column = np.concatenate([head, tail[name]]).astype(kind)
        column.flags.writeable = False
        columns.append(column)
    steps, times, low, high = columns
    return Sketch(steps, times, low, high, last, num_points, stretch)
