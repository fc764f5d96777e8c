"""What happened to a run, in order: `events.jsonl`, one JSON object a line, append-only."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from engine.base import Record
from engine.record.disk import append_line
from engine.record.lines import LineTail


class RunState(StrEnum):
    """Where a run is in its life."""

    CREATED = "created"
    QUEUED = "queued"
    """Waits for the leases of its devices."""
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    """Saves a checkpoint, then ends."""
    COMPLETED = "completed"
    STOPPED = "stopped"
    """A person stopped it, with a checkpoint; it can be resumed."""
    KILLED = "killed"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """Its processes are gone without a word; it can be resumed."""

    @property
    def is_over(self) -> bool:
        """No process of the run is meant to be alive."""
        return self in _OVER

    @property
    def can_resume(self) -> bool:
        """It ended before its limit, so it can go on from its last complete checkpoint."""
        return self.is_over and self is not RunState.COMPLETED


_OVER = frozenset(
    {RunState.COMPLETED, RunState.STOPPED, RunState.KILLED, RunState.FAILED, RunState.INTERRUPTED}
)


class EventBase(Record):
    """What every event carries."""

    time: float
    """Unix time, s."""
    attempt: int = 1
    """1 for the first start, one more for every resume."""


class StateChanged(EventBase):
    """The run entered a state."""

    kind: Literal["state"] = "state"
    state: RunState
    step: int | None = None
    sentence: str = ""
    """Why, where that is not plain."""


class Progress(EventBase):
    """A mark worth telling: first step done, an epoch ended."""

    kind: Literal["progress"] = "progress"
    what: Literal["first_step", "epoch"]
    step: int
    epoch: int
    seconds: float | None = None
    """first_step: seconds from the start being asked for to the end of the first step."""


class Evaluated(EventBase):
    """The model was evaluated on the test samples."""

    kind: Literal["evaluated"] = "evaluated"
    step: int
    epoch: float
    loss: float
    accuracy: float
    num_samples: int
    seconds: float


class CheckpointSaved(EventBase):
    """A checkpoint is complete on disk."""

    kind: Literal["checkpoint"] = "checkpoint"
    step: int
    name: str
    """Folder's name below `checkpoints/`."""
    reason: Literal["periodic", "asked", "stop", "end"]
    seconds: float


class CommandObeyed(EventBase):
    """A command took effect, at this step on every rank."""

    kind: Literal["obeyed"] = "obeyed"
    command_id: str
    action: str
    step: int | None


class Warned(EventBase):
    """Something a person should know; the run goes on."""

    kind: Literal["warning"] = "warning"
    sentence: str
    mend: str = ""
    rank: int | None = None


class RankFailure(EventBase):
    """Why a run failed: the earliest cause, never one that merely followed."""

    kind: Literal["failure"] = "failure"
    sentence: str
    mend: str = ""
    diagnosis: str = ""
    """A known cause in one word: out_of_memory, killed, exited, raised, hung, port_taken, missing_package,
    non_finite_loss, disk_full, checkpoint, data, launcher."""
    rank: int | None = None
    device_id: str | None = None
    exit_code: int | None = None
    signal: str | None = None
    log: str | None = None
    """Path of the rank's log, below the run folder."""
    last_lines: tuple[str, ...] = ()


class Finished(EventBase):
    """The last word of an attempt: figures that the command line prints and the run table shows."""

    kind: Literal["finished"] = "finished"
    state: RunState
    steps: int
    epochs: float | None
    """None: a script's own affair."""
    train_loss: float | None
    eval_loss: float | None
    eval_accuracy: float | None
    samples_per_second: float | None
    """Training samples over seconds spent in steps (not evaluating, saving or paused), over the whole
    attempt, the first steps left out."""
    start_to_first_step_seconds: float | None
    extra: dict[str, Any] = Field(default_factory=dict)


Event = Annotated[
    StateChanged | Progress | Evaluated | CheckpointSaved | CommandObeyed | Warned | RankFailure | Finished,
    Field(discriminator="kind"),
]

EVENTS_NAME = "events.jsonl"
_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def events_path(folder_or_path: str | os.PathLike[str]) -> Path:
    """The events file of a run folder, or the path itself where it names one already."""
    path = Path(folder_or_path)
    return path if path.name == EVENTS_NAME else path / EVENTS_NAME


def append_event(folder_or_path: str | os.PathLike[str], event: Event) -> None:
    """Adds an event at the end, whole, whoever else writes.

    Raises:
        RunFolderError: the disk is full, read-only, or the folder is gone.
    """
    append_line(events_path(folder_or_path), event.model_dump_json())


class EventTail(LineTail[Event]):
    """What happened since the last poll. Lines that cannot be understood are counted in `.damaged`."""

    def __init__(self, folder_or_path: str | os.PathLike[str]) -> None:
        super().__init__(events_path(folder_or_path), _ADAPTER)


def read_events(folder_or_path: str | os.PathLike[str]) -> tuple[Event, ...]:
    """Everything that happened, oldest first; nothing where there is no file."""
    return EventTail(folder_or_path).poll()
