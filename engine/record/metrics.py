"""The last, least and greatest value of every metric of a run, without reading its whole series."""

import re
from pathlib import Path

import numpy as np

from engine.record.disk import disk_errors
from engine.record.facts import Facts, Value
from engine.record.pyramid import fits_points
from engine.record.run_folder import RunFolder
from engine.record.series_files import BUCKET, FANOUT, POINT, level_file

LAST, LEAST, GREATEST = "last", "min", "max"
_LEFT_OUT = re.compile(r"rank-\d+|cpu-.*|gpu-.*|mps.*")
"""Sources that tell of a process or a device, not of what is learnt."""


def read_metrics(folder: RunFolder) -> Facts:
    """`last(eval/loss)`, `min(eval/loss)` and `max(eval/loss)` of every metric, by these names.

    Raises:
        RunFolderError: a series cannot be read.
    """
    found: dict[str, Value] = {}
    for source, metric in folder.series():
        if _LEFT_OUT.fullmatch(source):
            continue
        extremes = read_extremes(folder.series_path(source, metric))
        if extremes is not None:
            for which, value in zip((LAST, LEAST, GREATEST), extremes, strict=True):
                found[f"{which}({source}/{metric})"] = value
    return Facts.of(found)


def read_extremes(path: Path) -> tuple[float, float, float] | None:
    """The last, least and greatest value of a series; None where it has no point yet.

    What is not a number is neither least nor greatest, unless there is nothing else.

    Raises:
        RunFolderError: it cannot be read.
    """
    with disk_errors(path):
        try:
            file = path.open("rb", buffering=0)
        except FileNotFoundError:
            return None
        with file:
            count = file.seek(0, 2) // POINT.itemsize
            buckets = _buckets(path, count)
            first = len(buckets) * FANOUT
            file.seek(first * POINT.itemsize)
            data = file.read((count - first) * POINT.itemsize)
    values = np.frombuffer(data[: len(data) // POINT.itemsize * POINT.itemsize], POINT)["value"]
    if not len(values) + len(buckets):
        return None
    last = values[-1] if len(values) else buckets["last"][-1]
    least = np.fmin.reduce(np.concatenate([buckets["min"], values]))
    greatest = np.fmax.reduce(np.concatenate([buckets["max"], values]))
    return float(last), float(least), float(greatest)


def _buckets(path: Path, num_points: int) -> np.ndarray:
    """Level 1 as far as it goes; nothing where it is missing or does not fit the points."""
    file = level_file(path, 1)
    if num_points < FANOUT or not file.exists():
        return np.empty(0, BUCKET)
    buckets = np.fromfile(file, BUCKET, num_points // FANOUT)
    return buckets if fits_points(path, 1, len(buckets)) else np.empty(0, BUCKET)
