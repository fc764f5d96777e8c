"""What the engine thread tells the Lab workspace, and what that asks."""

from dataclasses import dataclass
from pathlib import Path

from engine.errors import Problem
from engine.lab.study.candidates import Expansion
from engine.lab.study.estimate import Estimate
from engine.lab.study.events import StudyState
from engine.lab.study.record import Study
from engine.lab.study.results import StudyResult


@dataclass(frozen=True, slots=True)
class StudyPresetsFound:
    """The studies that come with Paraloom, by name."""

    studies: tuple[Study, ...]


@dataclass(frozen=True, slots=True)
class StudyFileRead:
    """The study in a TOML file, or every problem in it."""

    path: Path
    study: Study | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyPlanned:
    """What a study will do on this machine."""

    study: Study
    expansion: Expansion | None
    """None: it could not be planned."""
    estimate: Estimate | None
    problem: str = ""
    """Why it could not be planned."""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study in a list."""

    path: Path
    title: str
    state: StudyState
    created: float
    """Unix time, s."""


@dataclass(frozen=True, slots=True)
class StudyList:
    """Every study of the runs folder, newest first."""

    lines: tuple[StudyLine, ...]


@dataclass(frozen=True, slots=True)
class StudyUpdate:
    """All that the study that is followed has found so far."""

    path: Path
    state: StudyState
    result: StudyResult
    racing: str = ""
    """The candidate whose run is under way; empty where none is."""
    limit_devices: int = 0
    """How many independent devices are under way; 0 where none are."""


@dataclass(frozen=True, slots=True)
class StudyReportWanted:
    """A study's report as a document."""

    path: Path
    """Of the study."""
    form: str
    """`html`, `markdown`, `csv` or `svg`."""
    target: Path
