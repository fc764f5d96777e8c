"""What happened to a sweep, in order: `events.jsonl` in its folder, one JSON object a line, append-only."""

import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from engine.base import Record
from engine.errors import ParaloomError
from engine.record.disk import append_line
from engine.record.events import RunState
from engine.record.lines import LineTail


class SweepState(StrEnum):
    """Where a sweep is in its life."""

    CREATED = "created"
    WARMING = "warming"
    """The process that starts its runs imports torch."""
    RUNNING = "running"
    COMPLETED = "completed"
    STOPPED = "stopped"
    """A person stopped it; it can go on."""
    FAILED = "failed"
    """No trial could be started."""
    INTERRUPTED = "interrupted"
    """Its process is gone without a word; it can go on."""

    @property
    def is_over(self) -> bool:
        """Nothing more will come, unless it is let go on."""
        return self in (SweepState.COMPLETED, SweepState.STOPPED, SweepState.FAILED, SweepState.INTERRUPTED)

    @property
    def can_go_on(self) -> bool:
        """Whether trials of it are left."""
        return self in (SweepState.STOPPED, SweepState.FAILED, SweepState.INTERRUPTED)


TrialState = Literal[
    "drawn", "running", "stopping", "held", "completed", "stopped_early", "stopped", "failed"
]
"""drawn: its run is about to start; stopping: it was told to end; held: its sweep stopped before it;
stopped: by a person, or by time."""


class SweepEvent(Record):
    """What every event carries."""

    time: float
    """Unix time, s."""


class SweepEntered(SweepEvent):
    """The sweep entered a state."""

    kind: Literal["state"] = "state"
    state: SweepState
    sentence: str = ""
    """Why, where that is not plain."""


class TrialEvent(SweepEvent):
    """What every event of a trial carries."""

    number: int
    """Of the trial, from 1."""


class TrialDrawn(TrialEvent):
    """What a trial changes is decided; its run is started now."""

    kind: Literal["drawn"] = "drawn"
    changes: dict[str, Any]


class TrialStarted(TrialEvent):
    """The run of a trial began, or goes on."""

    kind: Literal["started"] = "started"
    run: str
    """Name of its folder in the runs folder."""


class TrialSeen(TrialEvent):
    """How far a trial is."""

    kind: Literal["seen"] = "seen"
    state: RunState
    step: int
    total_steps: int | None = None
    objective: float | None = None
    """What would count if it ended now."""


class TrialStopping(TrialEvent):
    """A trial promises little: its run was told to stop."""

    kind: Literal["stopping"] = "stopping"
    sentence: str


class TrialEnded(TrialEvent):
    """The run of a trial is over; it is not started again."""

    kind: Literal["ended"] = "ended"
    state: TrialState
    steps: int
    total_steps: int | None = None
    objective: float | None
    seconds: float
    """At work, all attempts together."""
    sentence: str = ""
    mend: str = ""


AnySweepEvent = Annotated[
    SweepEntered | TrialDrawn | TrialStarted | TrialSeen | TrialStopping | TrialEnded,
    Field(discriminator="kind"),
]
_ADAPTER: TypeAdapter[AnySweepEvent] = TypeAdapter(AnySweepEvent)


def append_sweep_event(path: Path, event: AnySweepEvent) -> None:
    """Adds an event at the end of that file.

    Raises:
        RunFolderError: The disk is full, read-only, or the folder is gone.
    """
    append_line(path, event.model_dump_json())


class SweepEventTail(LineTail[AnySweepEvent]):
    """What happened since the last poll."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _ADAPTER)


def read_sweep_events(path: Path) -> tuple[AnySweepEvent, ...]:
    """Everything that happened, oldest first; nothing where there is no file."""
    return SweepEventTail(path).poll()


def trial_failed(number: int, error: ParaloomError) -> TrialEnded:
    """That the run of a trial could not be started, now."""
    return TrialEnded(
        time=time.time(),
        number=number,
        state="failed",
        steps=0,
        objective=None,
        seconds=0.0,
        sentence=error.sentence,
        mend=error.mend,
    )


def worked_seconds(events: Sequence[AnySweepEvent]) -> float:
    """How long a sweep has been at its trials, s; while its process was gone does not count."""
    since, last, worked = None, 0.0, 0.0
    for event in events:
        if isinstance(event, SweepEntered):
            worked += 0.0 if since is None else last - since
            since = event.time if event.state is SweepState.RUNNING else None
        last = event.time
    return worked if since is None else worked + last - since
