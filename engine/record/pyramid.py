"""The min/max/last pyramid of a series: made from the level below, mended where it is missing or damaged."""

import math
import os
import struct
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

import numpy as np

from engine.record.disk import disk_errors, write_whole
from engine.record.series_files import BUCKET, FANOUT, POINT, Buckets, Points, level_file

LEVELS = (1, 2)
_BLOCK_POINTS = FANOUT * FANOUT * 16


def buckets_of_points(points: Points) -> Buckets:
    """Level 1 from whole groups of 256 points. NaN values do not count; a group of nothing else is NaN.

    Args:
        points: POINT [n × 256]

    Returns:
        BUCKET [n]
    """
    groups = points.reshape(-1, FANOUT)
    buckets = np.empty(len(groups), BUCKET)
    buckets["first_step"] = groups["step"][:, 0]
    buckets["last_step"] = groups["step"][:, -1]
    buckets["last_time"] = groups["time"][:, -1]
    buckets["min"] = np.fmin.reduce(groups["value"], axis=1)
    buckets["max"] = np.fmax.reduce(groups["value"], axis=1)
    buckets["last"] = groups["value"][:, -1]
    return buckets


def buckets_of_buckets(lower: Buckets) -> Buckets:
    """The next level from whole groups of 256 buckets.

    Args:
        lower: BUCKET [n × 256]

    Returns:
        BUCKET [n]
    """
    groups = lower.reshape(-1, FANOUT)
    buckets = groups[:, -1].copy()  # last step, time and value
    buckets["first_step"] = groups["first_step"][:, 0]
    buckets["min"] = np.fmin.reduce(groups["min"], axis=1)
    buckets["max"] = np.fmax.reduce(groups["max"], axis=1)
    return buckets


def cut_series(path: Path, keep_through_step: int | None = None) -> int:
    """Cuts a torn last point and, where asked, all points after a step; mends the pyramid.

    Only where nobody writes.

    Returns:
        Points that are left.

    Raises:
        RunFolderError: the files cannot be read or written.
    """
    with disk_errors(path):
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            return 0
        count = size // POINT.itemsize
        if keep_through_step is not None:
            count = _points_through(path, keep_through_step)
        if count * POINT.itemsize != size:
            os.truncate(path, count * POINT.itemsize)
    _mend_pyramid(path, count)
    return count


def _points_through(path: Path, step: int) -> int:
    """How many points come before the first one after that step."""
    done = 0
    for block in _blocks(path):
        later = np.flatnonzero(block["step"] > step)
        if len(later):
            return done + int(later[0])
        done += len(block)
    return done


def _blocks(path: Path) -> Iterator[Points]:
    with path.open("rb") as file:
        while len(block := np.fromfile(file, POINT, _BLOCK_POINTS)):
            yield block


def _mend_pyramid(path: Path, num_points: int) -> None:
    """Cuts levels that are too long; writes those anew that are short or do not fit the points."""
    sound = all(_cut_level(path, level, num_points) for level in LEVELS)
    if sound:
        return
    parts = [buckets_of_points(block[: len(block) // FANOUT * FANOUT]) for block in _blocks(path)]
    first = np.concatenate(parts) if parts else np.empty(0, BUCKET)
    second = buckets_of_buckets(first[: len(first) // FANOUT * FANOUT])
    for level, buckets in zip(LEVELS, (first, second), strict=True):
        file = level_file(path, level)
        if len(buckets):
            write_whole(file, buckets.tobytes())
        else:
            file.unlink(missing_ok=True)


def _cut_level(path: Path, level: int, num_points: int) -> bool:
    """Whether a level, cut to the points there are, is complete and fits them."""
    file, wanted = level_file(path, level), num_points // FANOUT**level
    size = file.stat().st_size if file.exists() else 0
    if size < wanted * BUCKET.itemsize:
        return False
    if size > wanted * BUCKET.itemsize:
        os.truncate(file, wanted * BUCKET.itemsize)
    return fits_points(path, level, wanted)


def fits_points(path: Path, level: int, num_buckets: int) -> bool:
    """Whether a few buckets of a level (first, middle, last) agree with the points they stand for."""
    if num_buckets == 0:
        return True
    width = FANOUT**level
    with path.open("rb", buffering=0) as points, level_file(path, level).open("rb", buffering=0) as buckets:
        for index in {0, num_buckets // 2, num_buckets - 1}:
            bucket = _read(buckets, _BUCKET, index)
            first = _read(points, _POINT, index * width)
            last = _read(points, _POINT, (index + 1) * width - 1)
            if bucket is None or first is None or last is None or not _agree(bucket, first, last):
                return False
    return True


_POINT = struct.Struct("<qdd")
_BUCKET = struct.Struct("<qqdddd")
"""As `POINT` and `BUCKET`: NumPy takes ten times as long to read a single one."""
Figures = tuple[float, ...]


def _read(file: FileIO, form: struct.Struct, index: int) -> Figures | None:
    """A single record; None where the file ends before it does."""
    file.seek(index * form.size)
    data = file.read(form.size)
    return form.unpack(data) if len(data) == form.size else None


def _agree(bucket: Figures, first: Figures, last: Figures) -> bool:
    """Both hold steps, time and value, the bucket with the first step before and its extremes between."""
    same_value = bucket[5] == last[2] or (math.isnan(bucket[5]) and math.isnan(last[2]))
    return (bucket[0], bucket[1], bucket[2]) == (first[0], last[0], last[1]) and same_value
