"""The files of a series: names, record types, and reading them whole."""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.record.disk import disk_errors

POINT = np.dtype([("step", "<i8"), ("time", "<f8"), ("value", "<f8")])
"""One point: optimizer step, unix time (s), value. 24 bytes."""
BUCKET = np.dtype(
    [
        ("first_step", "<i8"),
        ("last_step", "<i8"),
        ("last_time", "<f8"),
        ("min", "<f8"),
        ("max", "<f8"),
        ("last", "<f8"),
    ]
)
"""What many points come to. 48 bytes."""
FANOUT = 256
"""Points in a bucket of level 1, and buckets of level 1 in one of level 2."""

Points = NDArray[Any]
"""Structured array [N] of POINT."""
Buckets = NDArray[Any]
"""Structured array [N] of BUCKET."""


def series_file(series_dir: Path, source: str, metric: str) -> Path:
    """Level 0 of a series: `<source>/<metric>.f64`."""
    for part in (source, metric):
        if not part or part.startswith(".") or "/" in part or os.sep in part:
            raise ValueError(f"{part!r} is no name for a source or a metric.")
    return series_dir / source / f"{metric}.f64"


def level_file(path: Path, level: int) -> Path:
    """The file of one level of the pyramid; level 0 is the series itself."""
    return path if level == 0 else path.with_suffix(f".l{level}")


def list_series(series_dir: Path) -> tuple[tuple[str, str], ...]:
    """(source, metric) of every series there is, sorted."""
    found = []
    with disk_errors(series_dir):
        try:
            sources = [entry for entry in os.scandir(series_dir) if entry.is_dir()]
        except FileNotFoundError:
            return ()
        for source in sources:
            for name in os.listdir(source):  # noqa: PTH208 (names are enough)
                if name.endswith(".f64"):
                    found.append((source.name, name.removesuffix(".f64")))
    return tuple(sorted(found))


def read_points(path: Path) -> Points:
    """All whole points of a series, oldest first; none where there is no file.

    Raises:
        RunFolderError: it cannot be read.
    """
    with disk_errors(path):
        try:
            return np.fromfile(path, POINT)  # leaves a torn last point out
        except FileNotFoundError:
            return np.empty(0, POINT)
