"""The one JSON object that a run leaves on the command line."""

import json
import math
from collections.abc import Sequence
from typing import Any

from engine.errors import ParaloomError, Problem, ProblemsError
from engine.record.folder import RunFolder
from engine.record.status import RunStatus


def result_object(folder: RunFolder, status: RunStatus) -> dict[str, Any]:
    """How a run ended, in figures. A figure that there is not (or that is NaN) is null."""
    finished = status.finished
    return {
        "run": folder.name,
        "folder": str(folder.path),
        "state": str(status.state),
        "attempt": status.attempt,
        "steps": finished.steps if finished else (status.step or 0),
        "total_steps": status.total_steps,
        "epochs": finished.epochs if finished else status.epoch,
        "world_size": folder.read_plan().world_size,
        "train_loss": finished.train_loss if finished else None,
        "eval_loss": finished.eval_loss if finished else None,
        "eval_accuracy": finished.eval_accuracy if finished else None,
        "samples_per_second": finished.samples_per_second if finished else None,
        "start_to_first_step_seconds": status.start_to_first_step_seconds,
        "failure": status.failure.model_dump(mode="json") if status.failure else None,
    }


def problems_of(error: ParaloomError) -> tuple[Problem, ...]:
    """Every problem that an error carries."""
    if isinstance(error, ProblemsError):
        return error.problems
    return (Problem(field=error.field, sentence=error.sentence, mend=error.mend),)


def refusal_object(problems: Sequence[Problem]) -> dict[str, Any]:
    """Why nothing was started."""
    return {"state": "refused", "problems": [problem.model_dump(mode="json") for problem in problems]}


def as_json(value: object) -> str:
    """One line of strict JSON."""
    return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
