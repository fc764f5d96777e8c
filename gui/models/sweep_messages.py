"""What the engine thread tells the page of sweeps, and what that asks."""

from dataclasses import dataclass
from pathlib import Path

from engine.errors import Problem
from engine.lab.sweep.estimate import SweepEstimate
from engine.lab.sweep.events import SweepState
from engine.lab.sweep.record import Sweep
from engine.lab.sweep.results import SweepResult
from engine.spec.run import RunSpec


@dataclass(frozen=True, slots=True)
class SweepPresetsFound:
    """The sweeps that come with Paraloom, by name."""

    sweeps: tuple[Sweep, ...]


@dataclass(frozen=True, slots=True)
class SweepFileRead:
    """The sweep in a TOML file, or every problem in it."""

    path: Path
    sweep: Sweep | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepBaseRead:
    """The spec in a TOML file that a sweep is to vary, or every problem in it."""

    path: Path
    spec: RunSpec | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepFileWanted:
    """A sweep that is to be kept in a TOML file."""

    path: Path
    sweep: Sweep


@dataclass(frozen=True, slots=True)
class SweepPlanned:
    """What a sweep will do on this machine."""

    sweep: Sweep
    estimate: SweepEstimate
    result: SweepResult
    """Before its first trial."""
    problems: tuple[Problem, ...] = ()
    """Why trials of it cannot run."""


@dataclass(frozen=True, slots=True)
class SweepLine:
    """A sweep in a list."""

    path: Path
    title: str
    state: SweepState
    created: float
    """Unix time, s."""


@dataclass(frozen=True, slots=True)
class SweepList:
    """Every sweep of the runs folder, newest first."""

    lines: tuple[SweepLine, ...]


@dataclass(frozen=True, slots=True)
class SweepUpdate:
    """All that the sweep that is followed has found so far."""

    path: Path
    result: SweepResult
