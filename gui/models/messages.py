"""The frozen records that pass between the engine thread and the window. Arrays in them are read-only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.devices.inventory import Inventory
from engine.devices.sample import DeviceSample
from engine.errors import Problem
from engine.plan.records import AnyPlan, Plan
from engine.record.events import Event, RunState
from engine.record.facts import NO_FACTS, Facts
from engine.record.run_row import SCRIPT
from engine.spec import RunSpec

if TYPE_CHECKING:
    from engine.survey.records import Part, Survey


@dataclass(frozen=True, slots=True)
class SeriesChunk:
    """New points of one series since the last update, oldest first."""

    source: str
    metric: str
    steps: NDArray[np.int64]
    times: NDArray[np.float64]
    """Unix time, s."""
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RunOpened:
    """A run is now followed. Everything known of it arrives in the RunUpdates after this."""

    path: Path
    spec: RunSpec
    plan: AnyPlan


@dataclass(frozen=True, slots=True)
class RunUpdate:
    """What is new in one followed run."""

    path: Path
    state: RunState
    attempt: int
    events: tuple[Event, ...]
    chunks: tuple[SeriesChunk, ...]
    restarted: bool
    """All earlier points and events are to be forgotten: what comes is complete from the start."""


@dataclass(frozen=True, slots=True)
class RunLost:
    """A followed run can no longer be read."""

    path: Path
    sentence: str
    mend: str


@dataclass(frozen=True, slots=True)
class LogText:
    """New lines of a run's log that is looked at."""

    path: Path
    """Of the run."""
    name: str
    """`launcher` or `rank-0`."""
    text: str
    restarted: bool
    """Everything shown so far is replaced."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the run table."""

    path: Path
    name: str
    created: float
    """Unix time, s."""
    state: RunState
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
    tags: tuple[str, ...]
    note: str
    queue_position: int | None
    """1 for the next to start; None where it does not wait."""
    archived: bool = False
    options: Facts = NO_FACTS
    """Every option of its spec, and of its plan what goes beyond that."""
    metrics: Facts = NO_FACTS
    """Last, least and greatest value of every metric, as far as they are read by now."""

    @property
    def can_resume(self) -> bool:
        """Whether it ended before its time and its checkpoints are ours."""
        return self.state.can_resume and self.strategy != SCRIPT

    @property
    def can_resume_elsewhere(self) -> bool:
        """Whether it is over and its checkpoints are ours; one that completed may have a higher limit."""
        return self.state.is_over and self.strategy != SCRIPT


@dataclass(frozen=True, slots=True)
class RunTable:
    """All runs there are, newest first."""

    rows: tuple[RunRow, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class InventoryFound:
    """What this machine has, and which lease keys are taken by which run."""

    inventory: Inventory
    leases: tuple[tuple[str, str], ...]
    """(lease key, name of the run that holds it)"""


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made spec that comes with Paraloom."""

    name: str
    spec: RunSpec


@dataclass(frozen=True, slots=True)
class PresetsFound:
    """Every preset that can be read, by name."""

    presets: tuple[Preset, ...]


@dataclass(frozen=True, slots=True)
class SpecRead:
    """The spec of a run or a file that was asked for."""

    path: Path
    spec: RunSpec


@dataclass(frozen=True, slots=True)
class Resumption:
    """A run that is over, and what it may go on from."""

    path: Path
    spec: RunSpec
    """Of its newest attempt, with the run's own copies of a person's files."""
    plan: Plan
    """Of the same attempt."""
    step: int
    """Of the last complete checkpoint; 0 where there is none."""

    @property
    def name(self) -> str:
        """Of its folder."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class ResumeWanted:
    """A run is to go on."""

    path: Path
    changes: tuple[tuple[str, Any], ...] = ()
    """(dotted field of its spec, new value)"""


@dataclass(frozen=True, slots=True)
class SpecRefused:
    """A spec's file could not be read or written."""

    path: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SurveyWanted:
    """What of a spec's data and model is not known yet; whatever was wanted before is wanted no more."""

    spec: RunSpec
    parts: tuple[Part, ...]
    """None: everything is known."""
    stamps: tuple[str | None, str | None] = (None, None)
    """Of the files of data and model when they were last read; None where they were not."""


@dataclass(frozen=True, slots=True)
class SurveyTaken:
    """What was learnt so far of what was wanted."""

    spec: RunSpec
    survey: Survey


@dataclass(frozen=True, slots=True)
class DiskFound:
    """How much room there is for runs."""

    free_bytes: int


@dataclass(frozen=True, slots=True)
class DevicesSampled:
    """One reading of every device."""

    samples: tuple[DeviceSample, ...]


class LoomState(StrEnum):
    """How ready the warm forkserver is."""

    COLD = "cold"
    WARMING = "warming"
    WARM = "warm"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class LoomStatus:
    """Whether a start is instant now."""

    state: LoomState
    warm_seconds: float | None = None
    """How long warming took."""
    sentence: str = ""
    """What is wrong, where it is broken."""


@dataclass(frozen=True, slots=True)
class RunStarted:
    """Start was obeyed: the run's folder exists and its launcher lives."""

    path: Path


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something a person asked for could not be done."""

    sentence: str
    mend: str = ""
    path: Path | None = None
    """The run it is about."""
