"""What the ranks leave behind when they end by themselves: `attempts/<n>/outcome.json`."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from engine.base import Record
from engine.record.disk import disk_errors, write_whole
from engine.record.events import Finished, RunState

OUTCOME_NAME = "outcome.json"


class Outcome(Record):
    """The figures of an attempt that ended in order, written by rank 0 and told on by the supervisor."""

    state: Literal[RunState.COMPLETED, RunState.STOPPED]
    steps: int
    epochs: float | None
    train_loss: float | None = None
    eval_loss: float | None = None
    eval_accuracy: float | None = None
    samples_per_second: float | None = None
    """Training samples over seconds spent in steps, the first steps left out."""
    start_to_first_step_seconds: float | None = None
    extra: dict[str, Any] = Field(default_factory=dict)

    def finished(self, *, time: float, attempt: int) -> Finished:
        """The event that tells it."""
        return Finished(time=time, attempt=attempt, **self.model_dump())


def write_outcome(attempt_dir: Path, outcome: Outcome) -> None:
    """Puts it in place at once.

    Raises:
        RunFolderError: the disk is full, read-only, or the folder is gone.
    """
    write_whole(attempt_dir / OUTCOME_NAME, outcome.model_dump_json(indent=2))


def read_outcome(attempt_dir: Path) -> Outcome | None:
    """The outcome, or None where the ranks left none (or none that can be read)."""
    path = attempt_dir / OUTCOME_NAME
    with disk_errors(path):
        try:
            return Outcome.model_validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
