"""What happened to a study, in order: `events.jsonl` in its folder, one JSON object a line, append-only."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from engine.base import Record
from engine.lab.study.estimate import Estimate, Purpose
from engine.lab.study.results import Parity, RoundFigures
from engine.record.disk import append_line
from engine.record.lines import LineTail


class StudyState(StrEnum):
    """Where a study is in its life."""

    CREATED = "created"
    WARMING = "warming"
    """The process that starts its runs imports torch."""
    CHECKING = "checking"
    """Parity is measured, in runs of a few steps."""
    RACING = "racing"
    COMPLETED = "completed"
    STOPPED = "stopped"
    """A person stopped it; what was measured stays."""
    FAILED = "failed"
    """Nothing of it could be measured."""
    INTERRUPTED = "interrupted"
    """Its process is gone without a word; what was measured stays."""

    @property
    def is_over(self) -> bool:
        """Nothing more will come."""
        return self in _OVER


_OVER = frozenset({StudyState.COMPLETED, StudyState.STOPPED, StudyState.FAILED, StudyState.INTERRUPTED})


class StudyEvent(Record):
    """What every event carries."""

    time: float
    """Unix time, s."""


class StateEntered(StudyEvent):
    """The study entered a state."""

    kind: Literal["state"] = "state"
    state: StudyState
    sentence: str = ""
    """Why, where that is not plain."""


class Estimated(StudyEvent):
    """What is left, as known now."""

    kind: Literal["estimate"] = "estimate"
    estimate: Estimate


class RunsStarted(StudyEvent):
    """A run of a candidate began; for the limit several at once."""

    kind: Literal["started"] = "started"
    purpose: Purpose
    candidate: str
    """Its name; for the limit that of the single device."""
    round: int
    """From 1; 0 for parity."""
    runs: tuple[str, ...]
    """Names of their folders in the runs folder; empty for parity, whose runs are thrown away."""
    number: int
    """How many runs of the study have begun with it."""


class RoundMeasured(StudyEvent):
    """A run of a candidate came to its end."""

    kind: Literal["measured"] = "measured"
    candidate: str
    figures: RoundFigures


class LimitMeasured(StudyEvent):
    """Independent single devices ran at the same time."""

    kind: Literal["limit"] = "limit"
    round: int
    num_devices: int
    samples_per_second: float
    """Of all together, while all ran."""
    overlap: float
    """For which share of their measured time all ran at once."""
    runs: tuple[str, ...]


class ParityMeasured(StudyEvent):
    """A candidate was held beside the single device."""

    kind: Literal["parity"] = "parity"
    candidate: str
    parity: Parity


class CandidateFailed(StudyEvent):
    """A run of a candidate did not come to its end; it is not started again, the others go on."""

    kind: Literal["failed"] = "failed"
    candidate: str
    round: int
    sentence: str
    mend: str = ""
    run: str = ""
    """Name of its run folder, where there is one."""


class StudyWarned(StudyEvent):
    """Something a person should know; the study goes on."""

    kind: Literal["warning"] = "warning"
    sentence: str


AnyStudyEvent = Annotated[
    StateEntered
    | Estimated
    | RunsStarted
    | RoundMeasured
    | LimitMeasured
    | ParityMeasured
    | CandidateFailed
    | StudyWarned,
    Field(discriminator="kind"),
]
_ADAPTER: TypeAdapter[AnyStudyEvent] = TypeAdapter(AnyStudyEvent)


def append_study_event(path: Path, event: AnyStudyEvent) -> None:
    """Adds an event at the end of that file.

    Raises:
        RunFolderError: The disk is full, read-only, or the folder is gone.
    """
    append_line(path, event.model_dump_json())


class StudyEventTail(LineTail[AnyStudyEvent]):
    """What happened since the last poll."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _ADAPTER)


def read_study_events(path: Path) -> tuple[AnyStudyEvent, ...]:
    """Everything that happened, oldest first; nothing where there is no file."""
    return StudyEventTail(path).poll()
