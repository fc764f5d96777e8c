"""Series: numbers over steps and time. Written in batches, followed while they grow, read at any zoom."""

import errno
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from engine.errors import RunFolderError
from engine.record.disk import CLOEXEC_BINARY, disk_errors, folder_error
from engine.record.pyramid import buckets_of_buckets, buckets_of_points, cut_series
from engine.record.series_files import (
    BUCKET,
    FANOUT,
    POINT,
    Buckets,
    Points,
    level_file,
    list_series,
    read_points,
    series_file,
)
from engine.record.series_tail import SeriesTail
from engine.record.series_window import read_window

__all__ = [
    "POINT",
    "Points",
    "SeriesSet",
    "SeriesTail",
    "SeriesWriter",
    "list_series",
    "read_points",
    "read_window",
]

FLUSH_SECONDS = 0.05
CHECK_SECONDS = 0.5
"""How often a set looks whether its files were deleted; that costs as much as writing a few points."""
_PACK = struct.Struct("<qdd").pack
_GROUP_BYTES = FANOUT * POINT.itemsize
_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | CLOEXEC_BINARY
_now = time.time


class SeriesWriter:
    """The one writer of a series. Points are kept until `flush`, then written at once, then the pyramid."""

    def __init__(self, path: Path, keep_through_step: int | None = None) -> None:
        """Opens or makes a series; cuts off a torn last point and, on a resume, the points after a step.

        Raises:
            RunFolderError: the folder is gone, full or read-only.
        """
        self.path = path
        self._buffer = bytearray()
        self._pyramid_sound = True
        with disk_errors(path):
            path.parent.mkdir(exist_ok=True)
            self._num_points = cut_series(path, keep_through_step)
            self._file = os.open(path, _APPEND, 0o644)
            ungrouped = self._num_points % FANOUT * POINT.itemsize
            os.lseek(self._file, -ungrouped, os.SEEK_END)
            self._ungrouped = bytearray(os.read(self._file, ungrouped))
        self._closed = False

    def append(self, step: int, value: float, time: float) -> None:
        """Adds a point; it reaches the disk with the next flush."""
        self._buffer += _PACK(step, time, value)

    def append_many(self, steps: ArrayLike, times: ArrayLike, values: ArrayLike) -> None:
        """Adds points: arrays [n] of int64, float64 (unix time, s) and float64."""
        count = len(np.atleast_1d(steps))
        points = np.empty(count, POINT)
        points["step"], points["time"], points["value"] = steps, times, values
        self._buffer += points.tobytes()

    def flush(self, *, check_exists: bool = True) -> None:
        """Writes what was added since the last flush.

        Args:
            check_exists: Look first whether the file was deleted: writing to it would seem to work.

        Raises:
            RunFolderError: the disk is full, or the folder is gone. The points are kept for the next flush.
        """
        if not self._buffer:
            return
        try:
            self._write(check_exists)
        except OSError as error:
            raise folder_error(error, self.path) from error
        self._num_points += len(self._buffer) // POINT.itemsize
        self._ungrouped += self._buffer
        self._buffer = bytearray()
        if len(self._ungrouped) >= _GROUP_BYTES:
            with disk_errors(self.path):
                self._write_pyramid()

    def _write(self, check_exists: bool) -> None:
        if check_exists and os.fstat(self._file).st_nlink == 0:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        try:
            _write_all(self._file, self._buffer)
        except OSError:
            whole = self._num_points * POINT.itemsize
            if os.fstat(self._file).st_size > whole:  # no half point may stay, and no point twice
                os.ftruncate(self._file, whole)
            raise

    def _write_pyramid(self) -> None:
        whole = len(self._ungrouped) // _GROUP_BYTES * _GROUP_BYTES
        points = np.frombuffer(bytes(self._ungrouped[:whole]), POINT)
        del self._ungrouped[:whole]
        due = self._num_points // FANOUT
        done = due - len(points) // FANOUT
        try:
            if not self._pyramid_sound:
                raise _PyramidBrokenError
            self._append_level(1, done, buckets_of_points(points))
            if due // FANOUT > done // FANOUT:
                self._append_level(2, done // FANOUT, buckets_of_buckets(self._lower(done, due)))
        except _PyramidBrokenError:  # deleted or damaged under our hands: made anew from the points
            self._pyramid_sound = False
            cut_series(self.path)
            self._pyramid_sound = True
        except OSError:
            self._pyramid_sound = False
            raise

    def _lower(self, done: int, due: int) -> Buckets:
        start, stop = (count // FANOUT * FANOUT for count in (done, due))
        lower = np.fromfile(level_file(self.path, 1), BUCKET, stop - start, offset=start * BUCKET.itemsize)
        if len(lower) != stop - start:
            raise _PyramidBrokenError
        return lower

    def _append_level(self, level: int, done: int, buckets: Buckets) -> None:
        """Adds buckets behind the `done` that must be there."""
        file = os.open(level_file(self.path, level), _APPEND, 0o644)
        try:
            if os.fstat(file).st_size != done * BUCKET.itemsize:
                raise _PyramidBrokenError
            _write_all(file, buckets.tobytes())
        finally:
            os.close(file)

    def close(self) -> None:
        """Flushes and lets go of the file.

        Raises:
            RunFolderError: the last points could not be written.
        """
        if self._closed:
            return
        try:
            self.flush()
        finally:
            self._closed = True
            os.close(self._file)


class _PyramidBrokenError(Exception):
    """A level is not as its writer left it."""


def _write_all(file: int, data: bytes | bytearray) -> None:
    if os.write(file, data) < len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class SeriesSet:
    """The series one process writes, opened as they are first reported."""

    def __init__(self, series_dir: Path, keep_through_step: int | None = None) -> None:
        self._series_dir = series_dir
        self._keep_through_step = keep_through_step
        self._writers: list[SeriesWriter] = []
        self._appends: dict[tuple[str, str], Callable[[int, float, float], None]] = {}
        self._flushed = self._checked = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def report(self, source: str, metric: str, step: int, value: float, time: float | None = None) -> None:
        """Adds a point to a series, now unless a unix time (s) is given; it is on disk after the next flush.

        Raises:
            RunFolderError: a new series cannot be made.
        """
        try:
            append = self._appends[source, metric]
        except KeyError:
            append = self._open(source, metric)
        append(step, value, _now() if time is None else time)

    def _open(self, source: str, metric: str) -> Callable[[int, float, float], None]:
        path = series_file(self._series_dir, source, metric)
        writer = SeriesWriter(path, self._keep_through_step)
        self._writers.append(writer)
        self._appends[source, metric] = writer.append
        return writer.append

    def flush_due(self, now: float | None = None) -> bool:
        """Flushes where the last flush is at least 50 ms ago, and says whether it did.

        A first point after a quiet time thus goes out at once. `now` is `time.monotonic()` unless given.
        """
        moment = time.monotonic() if now is None else now
        if moment - self._flushed < FLUSH_SECONDS:
            return False
        self._flushed = moment
        self.flush()
        return True

    def flush(self) -> None:
        """Writes all that was reported.

        Raises:
            RunFolderError: the first of what went wrong; every series was tried.
        """
        now = time.monotonic()
        check_exists = now - self._checked >= CHECK_SECONDS
        self._checked = now if check_exists else self._checked
        first_error = None
        for writer in self._writers:
            try:
                writer.flush(check_exists=check_exists)
            except RunFolderError as error:
                first_error = first_error or error
        if first_error:
            raise first_error

    def close(self) -> None:
        """Flushes and lets go of all files.

        Raises:
            RunFolderError: the first of what went wrong; every series was tried.
        """
        first_error = None
        self._appends = {}
        while self._writers:
            try:
                self._writers.pop().close()
            except RunFolderError as error:
                first_error = first_error or error
        if first_error:
            raise first_error
