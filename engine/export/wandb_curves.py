"""Runs as W&B keeps those that were not online: a folder each, which `wandb sync` sends to a server."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from heapq import merge
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from engine.export.curve_source import CurveSource
from engine.export.wandb_file import WandbFile
from engine.record.events import RunState
from engine.record.run_row import read_row

PROJECT = "Paraloom"
_TELL_ROWS = 1000
_ID_CHARACTERS = 8
_KILLED = 255
"""What W&B's own runs end with after Ctrl+C."""
_CODES = {
    RunState.COMPLETED: 0,
    RunState.FAILED: 1,
    RunState.STOPPED: _KILLED,
    RunState.KILLED: _KILLED,
    RunState.INTERRUPTED: _KILLED,
}
Point = tuple[int, float, float, str]
"""Step, unix time (s), value and the name of its curve."""


def write_wandb(curves: Sequence[CurveSource], target: Path) -> Iterator[int]:
    """Writes the runs; tells now and then how many points it had.

    A run has the same id each time, so that sending it again does not make a second one.

    Args:
        curves: What is written, run by run.
        target: The folder in which each run gets a folder `offline-run-…`.
    """
    for _, group in groupby(curves, key=lambda curve: curve.run):
        yield from _write_run(tuple(group), target)


def run_id(name: str) -> str:
    """The id of a run, by the name of its folder."""
    return hashlib.sha256(name.encode()).hexdigest()[:_ID_CHARACTERS]


def _write_run(curves: Sequence[CurveSource], target: Path) -> Iterator[int]:
    row = read_row(curves[0].folder)
    moment = time.strftime("%Y%m%d_%H%M%S", time.localtime(row.created))
    key = run_id(row.name)
    folder = target / f"offline-run-{moment}-{key}"
    (folder / "files").mkdir(parents=True, exist_ok=True)
    with WandbFile(folder / f"run-{key}.wandb", f"paraloom-{version('paraloom')}") as file:
        file.add_run(
            key,
            project=PROJECT,
            name=row.name,
            config={name: value for name, value in row.options.as_dict().items() if value is not None},
            tags=row.tags,
            notes=row.note,
            started=row.created,
        )
        last, untold = {"_step": 0.0, "_timestamp": row.created, "_runtime": 0.0}, 0
        for values in _rows(curves, row.created):
            file.add_row(int(values["_step"]), values)
            last.update(values)
            untold += len(values) - _NUM_OWN
            if untold >= _TELL_ROWS:
                yield untold
                untold = 0
        yield untold
        file.add_summary(last)
        if row.state in _CODES:  # of a run that goes on nothing is said
            file.add_exit(_CODES[row.state], max(0.0, last["_timestamp"] - row.created))


_NUM_OWN = 3
"""Figures of a row that are not of a curve: step, time and time since the start."""


def _rows(curves: Sequence[CurveSource], started: float) -> Iterator[dict[str, float]]:
    """The values of each step together; where a curve has several at one step, further rows of that step."""
    points = merge(*(_points(curve) for curve in curves), key=itemgetter(0))
    for step, group in groupby(points, key=itemgetter(0)):
        rows: list[dict[str, float]] = []
        seen: dict[str, int] = {}
        for _, moment, value, tag in group:
            place = seen[tag] = seen.get(tag, -1) + 1
            if place == len(rows):
                rows.append({"_step": step, "_timestamp": moment, "_runtime": 0.0})
            rows[place]["_timestamp"] = max(rows[place]["_timestamp"], moment)
            rows[place][tag] = value
        for row in rows:
            row["_runtime"] = row["_timestamp"] - started
            yield row


def _points(curve: CurveSource) -> Iterator[Point]:
    for block in curve.blocks():
        columns = (block[name].tolist() for name in ("step", "time", "value"))
        for step, moment, value in zip(*columns, strict=True):
            yield step, moment, value, curve.tag
