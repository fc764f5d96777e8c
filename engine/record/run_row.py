"""One run in a line: what the table of runs and `paraloom list` show, read from its folder."""

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import RunFolderError
from engine.record.disk import disk_errors
from engine.record.events import RunState
from engine.record.facts import NO_FACTS, Facts
from engine.record.notes import read_notes
from engine.record.options import read_options
from engine.record.run_folder import RunFolder
from engine.record.series_files import POINT
from engine.record.status import RunStatus, read_status

SCRIPT = "script"
"""What stands for the strategy of a person's own script; its file stands for the model."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A run and its figures. None where there is no such figure (yet)."""

    name: str
    path: Path
    created: float
    """Unix time, s."""
    state: RunState
    attempt: int
    strategy: str
    model: str
    data: str
    devices: str
    world_size: int
    step: int | None
    total_steps: int | None
    train_loss: float | None
    eval_loss: float | None
    eval_accuracy: float | None
    samples_per_second: float | None
    duration_seconds: float | None
    """Seconds at work, all attempts together."""
    tags: tuple[str, ...]
    note: str
    archived: bool
    options: Facts
    """Every option of its spec, and of its plan what goes beyond that."""
    metrics: Facts = NO_FACTS
    """Last, least and greatest value of every metric; nothing until `RunIndex.measure`."""


def read_row(folder: RunFolder) -> IndexRow:
    """The row of a run as its folder stands now.

    The spec and plan are read leniently: a run of another version is still listed.

    Raises:
        RunFolderError: spec or plan are missing or damaged.
    """
    status = read_status(folder)
    spec, plan = _documents(folder, status.attempt)
    notes = read_notes(folder)
    script = _script(spec)
    return IndexRow(
        name=folder.name,
        path=folder.path,
        created=status.created if status.created is not None else _modified(folder.path),
        state=status.state,
        attempt=status.attempt,
        strategy=_kind(spec, "strategy") if script is None else SCRIPT,
        model=_kind(spec, "model") if script is None else script,
        data=_kind(spec, "data"),
        devices=_devices(plan),
        world_size=int(plan.get("world_size", 1)),
        step=status.step,
        total_steps=total if isinstance(total := plan.get("total_steps"), int) else None,
        train_loss=_train_loss(folder, status),
        eval_loss=_eval_loss(status),
        eval_accuracy=_eval_accuracy(status),
        samples_per_second=_samples_per_second(folder, status),
        duration_seconds=status.seconds,
        tags=notes.tags,
        note=notes.note,
        archived=notes.archived,
        options=read_options(spec, plan),
    )


def _samples_per_second(folder: RunFolder, status: RunStatus) -> float | None:
    if status.finished is not None:
        return status.finished.samples_per_second
    return _last_value(folder, "train", "samples_per_second")


def _train_loss(folder: RunFolder, status: RunStatus) -> float | None:
    if status.finished is not None and status.finished.train_loss is not None:
        return status.finished.train_loss
    return _last_value(folder, "train", "loss")


def _eval_loss(status: RunStatus) -> float | None:
    if status.finished is not None and status.finished.eval_loss is not None:
        return status.finished.eval_loss
    return status.evaluated.loss if status.evaluated else None


def _eval_accuracy(status: RunStatus) -> float | None:
    if status.finished is not None and status.finished.eval_accuracy is not None:
        return status.finished.eval_accuracy
    return status.evaluated.accuracy if status.evaluated else None


def _documents(folder: RunFolder, attempt: int) -> tuple[dict[str, Any], dict[str, Any]]:
    home = folder.path if attempt == 1 else folder.attempt_dir(attempt)
    with disk_errors(home):
        spec, plan = (home / "spec.toml").read_bytes(), (home / "plan.json").read_bytes()
    try:
        return tomllib.loads(spec.decode()), dict(json.loads(plan))
    except (ValueError, TypeError) as error:
        raise RunFolderError(
            f"The spec or plan of {folder.name} is damaged.", mend="Move the folder out of the runs folder."
        ) from error


def _kind(spec: dict[str, Any], part: str) -> str:
    value = spec.get(part)
    return str(value.get("kind", "")) if isinstance(value, dict) else ""


def _script(spec: dict[str, Any]) -> str | None:
    """The file name of a person's own script; None where Paraloom trains."""
    value = spec.get("script")
    return Path(str(value.get("file", ""))).name if isinstance(value, dict) else None


def _devices(plan: dict[str, Any]) -> str:
    return ", ".join(
        str(device.get("label", "?")) for device in plan.get("devices", ()) if isinstance(device, dict)
    )


def _last_value(folder: RunFolder, source: str, metric: str) -> float | None:
    path = folder.series_path(source, metric)
    with disk_errors(path):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        with file:
            count = file.seek(0, os.SEEK_END) // POINT.itemsize
            if count == 0:
                return None
            file.seek((count - 1) * POINT.itemsize)
            data = file.read(POINT.itemsize)
    return float(np.frombuffer(data, POINT, 1)["value"][0]) if len(data) == POINT.itemsize else None


def _modified(path: Path) -> float:
    with disk_errors(path):
        return path.stat().st_mtime
