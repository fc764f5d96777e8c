"""The same runs for Paraloom, TensorBoard and MLflow: a loss curve each, in the form that each of them keeps.

Sixteen different curves; further runs are hard links to the points of one of these, so that the disk is not
what is measured. Values have single precision and times whole milliseconds: nobody has to round them.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engine.planning import plan_run
from engine.record.folder import RunFolder, create_run
from engine.record.series import SeriesWriter
from engine.record.series_files import POINT, Points, level_file
from engine.spec import MlpSpec, RunSpec
from engine.tensorboard.event_writer import EventFileWriter
from tests.engine.plan.machines import machine

SOURCE, METRIC = "train", "loss"
TAG = f"{SOURCE}/{METRIC}"
EXPERIMENT = "runs"
"""Of MLflow's."""
NUM_OWN = 16
_BEGAN = 1.7e9
_DATABASE_CACHE_KIB = 2**20


def points_of(number: int, num_points: int) -> Points:
    """The curve of a run, POINT [n]."""
    chance = np.random.default_rng(number % NUM_OWN)
    points = np.empty(num_points, POINT)
    points["step"] = np.arange(num_points)
    points["time"] = _BEGAN + 100_000 * (number % NUM_OWN) + np.arange(num_points) / 50
    falling = 3 * np.exp(-np.linspace(0, 5, num_points)) + 0.05 * (number % NUM_OWN)
    points["value"] = (falling + 0.2 * chance.normal(size=num_points)).astype(np.float32)
    return points


def run_name(number: int) -> str:
    """Of its folder: the newest has the greatest number."""
    return f"2026-11-01T00-00-00-run-{number:05}"


def write_paraloom(folder: Path, num_runs: int, num_points: int) -> None:
    """Run folders with spec, plan, events and series."""
    plan = plan_run(RunSpec(model=MlpSpec()), machine()).plan
    assert plan is not None
    pattern = create_run(folder, RunSpec(model=MlpSpec()), plan)
    for number in range(num_runs):
        run = RunFolder(folder / run_name(number))
        shutil.copytree(pattern.path, run.path)
        path = run.series_path(SOURCE, METRIC)
        if number < NUM_OWN:
            with contextlib.closing(SeriesWriter(path)) as writer:
                points = points_of(number, num_points)
                writer.append_many(points["step"], points["time"], points["value"])
            continue
        own = RunFolder(folder / run_name(number % NUM_OWN)).series_path(SOURCE, METRIC)
        path.parent.mkdir()
        path.hardlink_to(own)
        for level in (1, 2):
            if level_file(own, level).exists():
                level_file(path, level).hardlink_to(level_file(own, level))
    shutil.rmtree(pattern.path)


def write_tensorboard(folder: Path, num_runs: int, num_points: int) -> None:
    """A folder a run with an event file, record for record as SummaryWriter.add_scalar leaves it."""
    files: list[Path] = []
    for number in range(num_runs):
        run = folder / run_name(number)
        if number < NUM_OWN:
            points = points_of(number, num_points)
            with EventFileWriter(run, float(points["time"][0])) as writer:
                writer.add(TAG, points)
            files.append(writer.path)
        else:
            run.mkdir()
            (run / files[number % NUM_OWN].name).hardlink_to(files[number % NUM_OWN])


def write_mlflow_files(folder: Path, num_runs: int, num_points: int) -> None:
    """A file store: MLflow makes the runs; a line a point is written as it writes them."""
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"  # it is being retired and asks for this
    own: list[Path] = []

    def fill(number: int, run: str) -> None:
        (home,) = folder.glob(f"*/{run}")
        path = home / "metrics" / TAG
        path.parent.mkdir(parents=True, exist_ok=True)
        if number < NUM_OWN:
            columns = _columns(points_of(number, num_points))
            lines = (f"{time} {value} {step}\n" for value, time, step in zip(*columns, strict=True))
            path.write_text("".join(lines))
            own.append(path)
        else:
            path.hardlink_to(own[number % NUM_OWN])

    _make_mlflow_runs(mlflow_files_uri(folder), num_runs, fill)


def write_mlflow_database(folder: Path, num_runs: int, num_points: int) -> None:
    """Its database: MLflow makes it and the runs; the rows of points are put in at once."""
    runs: dict[int, str] = {}
    _make_mlflow_runs(mlflow_database_uri(folder), num_runs, runs.__setitem__)
    with contextlib.closing(sqlite3.connect(folder / "mlflow.db")) as database:
        for pragma in ("journal_mode = off", "synchronous = off", f"cache_size = -{_DATABASE_CACHE_KIB}"):
            database.execute(f"PRAGMA {pragma}")
        columns = "key, value, timestamp, run_uuid, step, is_nan"
        for number in sorted(runs, key=lambda each: each % NUM_OWN):  # by time, as the index has them
            values, times, steps = _columns(points_of(number, num_points))
            rows = zip(values, times, steps, strict=True)
            database.executemany(
                f"INSERT INTO metrics ({columns}) VALUES ('{TAG}', ?, ?, '{runs[number]}', ?, 0)", rows
            )
        database.commit()


def mlflow_files_uri(folder: Path) -> str:
    """What MLflow calls a folder of files."""
    return folder.as_uri()


def mlflow_database_uri(folder: Path) -> str:
    """What MLflow calls its database, which it keeps where nothing else is said."""
    return f"sqlite:///{folder / 'mlflow.db'}"


def _make_mlflow_runs(uri: str, num_runs: int, take: Callable[[int, str], Any]) -> None:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    experiment = client.create_experiment(EXPERIMENT)
    for number in range(num_runs):
        start = round(1000 * (_BEGAN + number))
        take(number, client.create_run(experiment, start_time=start, run_name=run_name(number)).info.run_id)


def _columns(points: Points) -> tuple[list[float], list[int], list[int]]:
    """Values, times (ms) and steps."""
    times = np.round(1000 * points["time"]).astype(np.int64)
    return points["value"].tolist(), times.tolist(), points["step"].tolist()
