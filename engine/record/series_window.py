"""Reading a series at any zoom: at most two points a pixel, from as high in the pyramid as looks the same."""

from bisect import bisect_left, bisect_right
from contextlib import ExitStack
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import RunFolderError
from engine.record.disk import disk_errors
from engine.record.pyramid import LEVELS, fits_points
from engine.record.series_files import BUCKET, FANOUT, POINT, Buckets, level_file

Axis = Literal["step", "time"]
Curve = tuple[NDArray[np.float64], NDArray[np.float64]]
"""x (step, or unix time in s) and y, both [n]."""

_RETRIES = 3


class _CutError(Exception):
    """The series became shorter while it was read: a resume cut it."""


def read_window(
    path: Path, first: float | None, last: float | None, by: Axis = "step", pixels: int = 1000
) -> Curve:
    """The part of a series between two steps or times, reduced to at most two points a pixel.

    Each pixel column shows the least and the greatest value in it: exactly where points lie far apart, else
    to within one pixel sideways. Steps or times may be unevenly spaced but must not decrease.

    Args:
        path: Level 0 of the series; it may be growing.
        first: Least step or unix time (s); None: from the beginning.
        last: Greatest step or unix time (s); None: to the end.
        by: What x is.
        pixels: Width of the plot.

    Returns:
        x and y, oldest first; empty where there is no such file or nothing in the window.

    Raises:
        RunFolderError: the series cannot be read.
    """
    for _ in range(_RETRIES):
        try:
            with disk_errors(path), ExitStack() as stack:
                try:
                    levels = _Levels(path, by, stack)
                except FileNotFoundError:
                    return np.empty(0), np.empty(0)
                return _window(levels, first, last, max(1, pixels))
        except _CutError:
            continue
    raise RunFolderError(f"{path} keeps changing while it is read.", mend="Are two runs writing to it?")


def _window(levels: "_Levels", first: float | None, last: float | None, pixels: int) -> Curve:
    indexes = range(levels.counts[0])
    start = 0 if first is None else bisect_left(indexes, first, key=levels.x_at)
    stop = len(indexes) if last is None else bisect_right(indexes, last, key=levels.x_at)
    if stop - start <= 2 * pixels:
        stop = max(start, stop)
        raw = levels.items(0, start, stop)
        return raw.x_first, raw.low
    left = levels.x_at(start) if first is None else first
    right = levels.x_at(stop - 1) if last is None else last
    columns = _Columns(left, (right - left) / pixels if right > left else 1.0, pixels)
    return columns.reduce(_Items.join(_cover(levels, 2, start, stop, columns)))


@dataclass(frozen=True, slots=True)
class _Items:
    """Points or buckets, arrays [n] in the order of the series where not said otherwise."""

    position: NDArray[np.int64]
    """Index of the first point each stands for."""
    x_first: NDArray[np.float64]
    x_last: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @staticmethod
    def join(parts: "list[_Items]") -> "_Items":
        """All of them, ordered by position."""
        names = _Items.__slots__
        joined = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
        order = np.argsort(joined[0], kind="stable")
        return _Items(*(array[order] for array in joined))

    def where(self, mask: NDArray[np.bool_]) -> "_Items":
        return _Items(*(getattr(self, name)[mask] for name in _Items.__slots__))


@dataclass(frozen=True, slots=True)
class _Columns:
    """The pixel columns of a window."""

    left: float
    width: float
    count: int

    def of(self, x: NDArray[np.float64]) -> NDArray[np.int64]:
        return np.clip((x - self.left) / self.width, 0, self.count - 1).astype(np.int64)

    def reduce(self, items: _Items) -> Curve:
        """Two points a column: its least and greatest value; one where there is but one."""
        column = np.maximum.accumulate(self.of(items.x_first))
        starts = np.flatnonzero(np.diff(column, prepend=-1))
        ends = np.append(starts[1:], len(column)) - 1
        x = np.stack([items.x_first[starts], items.x_last[ends]], axis=1).ravel()
        low, high = np.fmin.reduceat(items.low, starts), np.fmax.reduceat(items.high, starts)
        y = np.stack([low, high], axis=1).ravel()
        keep = np.ones(len(x), np.bool_)
        keep[1::2] = (starts != ends) | (low != high)  # a lone point is drawn once
        return x[keep], y[keep]


def _cover(levels: "_Levels", level: int, start: int, stop: int, columns: _Columns) -> list[_Items]:
    """Items for the points [start, stop): buckets where they are narrow enough, else what is below them."""
    if start >= stop:
        return []
    if level == 0:
        return [levels.items(0, start, stop)]
    width = FANOUT**level
    low = -(-start // width)
    high = min(stop // width, levels.counts[level])
    if low >= high:
        return _cover(levels, level - 1, start, stop, columns)
    buckets = levels.items(level, low, high)
    wide = columns.of(buckets.x_last) - columns.of(buckets.x_first) >= 2
    edges = _cover(levels, level - 1, start, low * width, columns)
    edges += _cover(levels, level - 1, high * width, stop, columns)
    if wide.sum() * 2 > len(wide):
        return [*edges, *_cover(levels, level - 1, low * width, high * width, columns)]
    for begin, end in _runs(wide):
        edges += _cover(levels, level - 1, (low + begin) * width, (low + end) * width, columns)
    return [*edges, buckets.where(~wide)]


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(begin, end) of each stretch of True."""
    changes = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    return list(zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True))


class _Levels:
    """The open files of a series, as long as they were when opened.

    Read, not mapped: a mapped file that a resume cuts short would end the reader with a bus error.
    """

    def __init__(self, path: Path, by: Axis, stack: ExitStack) -> None:
        self._by = by
        self._files = {0: stack.enter_context(path.open("rb", buffering=0))}
        self.counts = [_size(self._files[0]) // POINT.itemsize]
        for level in LEVELS:
            self.counts.append(self._open_level(path, level, stack))

    def _open_level(self, path: Path, level: int, stack: ExitStack) -> int:
        """How many buckets of a level can be used: none where it is missing or doesn't fit the points."""
        file = level_file(path, level)
        if not file.exists():
            return 0
        self._files[level] = stack.enter_context(file.open("rb", buffering=0))
        count = min(_size(self._files[level]) // BUCKET.itemsize, self.counts[0] // FANOUT**level)
        return count if fits_points(path, level, count) else 0

    def _read(self, level: int, start: int, stop: int) -> Buckets:
        kind = BUCKET if level else POINT
        size = (stop - start) * kind.itemsize
        file = self._files[level]
        file.seek(start * kind.itemsize)
        data: bytes = file.read(size)
        if len(data) < size:
            raise _CutError
        return np.frombuffer(data, kind)

    def x_at(self, index: int) -> float:
        """Step or time of one point."""
        return float(self._read(0, index, index + 1)[self._by][0])

    def items(self, level: int, start: int, stop: int) -> _Items:
        """The points or buckets [start, stop) of a level."""
        records = self._read(level, start, stop)
        position = np.arange(start, stop, dtype=np.int64) * FANOUT**level
        if level == 0:
            x, y = records[self._by].astype(np.float64), records["value"].astype(np.float64)
            return _Items(position, x, x, y, y)
        x_last = records[f"last_{self._by}"].astype(np.float64)
        if self._by == "step":
            x_first = records["first_step"].astype(np.float64)
        else:  # a bucket doesn't keep its first time: it begins where the one before it ended
            before = self._read(0, max(0, start * FANOUT**level - 1), start * FANOUT**level or 1)
            x_first = np.concatenate([before["time"].astype(np.float64), x_last[:-1]])
        return _Items(position, x_first, x_last, records["min"], records["max"])


def _size(file: FileIO | Any) -> int:
    return int(file.seek(0, 2))
