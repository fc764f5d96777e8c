"""Runs in an MLflow store: an experiment, and in it a run each, with params, metrics and tags."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from engine.export.curve_source import CurveSource
from engine.export.mlflow_address import check_address, mlflow_errors
from engine.record.run_row import IndexRow, read_row

EXPERIMENT = "Paraloom"
_PARAMS_AT_ONCE = 100
_METRICS_AT_ONCE = 1000
"""MLflow's own limits for a call."""
_PARAM_CHARACTERS = 6000
_STATUSES = {"completed": "FINISHED", "failed": "FAILED", "stopped": "KILLED", "killed": "KILLED"}


def write_mlflow(curves: Sequence[CurveSource], target: Path) -> Iterator[int]:
    """Writes the runs; tells after each call of MLflow how many points it had.

    Args:
        curves: What is written, run by run.
        target: A folder with MLflow's database `mlflow.db`, which is made where there is none.
    """
    target.mkdir(parents=True, exist_ok=True)
    yield from _write(curves, f"sqlite:///{target / 'mlflow.db'}", (target / "artifacts").as_uri())


def send_mlflow(curves: Sequence[CurveSource], address: str) -> Iterator[int]:
    """Writes the runs to any tracking server or store; tells as `write_mlflow` does.

    Args:
        curves: What is written, run by run.
        address: MLflow's tracking URI, for instance `http://localhost:5000` or `sqlite:////path/mlflow.db`.

    Raises:
        ExportError: Nobody answers there, or MLflow refuses.
    """
    check_address(address)
    yield from _write(curves, address, None)


def _write(curves: Sequence[CurveSource], address: str, artifacts: str | None) -> Iterator[int]:
    with mlflow_errors(address):
        from mlflow import MlflowClient

        client = MlflowClient(tracking_uri=address)
        found = client.get_experiment_by_name(EXPERIMENT)
        experiment = found.experiment_id if found else client.create_experiment(EXPERIMENT, artifacts)
        for _, group in groupby(curves, key=lambda curve: curve.run):
            yield from _write_run(client, experiment, tuple(group))


def _write_run(client: Any, experiment: str, curves: Sequence[CurveSource]) -> Iterator[int]:
    from mlflow.entities import Param

    row = read_row(curves[0].folder)
    run = client.create_run(
        experiment, start_time=round(row.created * 1000), tags=_tags(row), run_name=row.name
    ).info.run_id
    params = [
        Param(name, str(value)[:_PARAM_CHARACTERS])
        for name, value in row.options.as_dict().items()
        if value is not None
    ]
    for start in range(0, len(params), _PARAMS_AT_ONCE):
        client.log_batch(run, params=params[start : start + _PARAMS_AT_ONCE])
    last = row.created
    for curve in curves:
        for block in curve.blocks():
            last = max(last, float(block["time"][-1]))
            yield from _write_block(client, run, curve.tag, block)
    client.set_terminated(run, _STATUSES.get(str(row.state), "RUNNING"), round(last * 1000))


def _write_block(client: Any, run: str, tag: str, block: Any) -> Iterator[int]:
    from mlflow.entities import Metric

    for start in range(0, len(block), _METRICS_AT_ONCE):
        part = block[start : start + _METRICS_AT_ONCE]
        columns = (part[name].tolist() for name in ("value", "time", "step"))
        rows = zip(*columns, strict=True)
        client.log_batch(
            run, metrics=[Metric(tag, value, round(time * 1000), step) for value, time, step in rows]
        )
        yield len(part)


def _tags(row: IndexRow) -> dict[str, str]:
    """A tag of a person's own becomes one of MLflow's without a value."""
    own = {"paraloom.strategy": row.strategy, "paraloom.model": row.model, "paraloom.devices": row.devices}
    note = {"mlflow.note.content": row.note} if row.note else {}
    return own | note | dict.fromkeys(row.tags, "")
