"""What passes between the engine thread and the window about runs that come and go."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Parcel(StrEnum):
    """What can be done."""

    ZIP = "zip"
    """Runs into zip files."""
    CURVES = "curves"
    """Curves of runs for other programs."""
    UNZIP = "unzip"
    """Runs out of zip files."""
    EVENTS = "events"
    """Runs out of TensorBoard's event files."""
    RESTORE = "restore"
    """Runs out of the trash."""
    ERASE = "erase"
    """Everything in the trash, for good."""


@dataclass(frozen=True, slots=True)
class ParcelWanted:
    """One thing to be done."""

    kind: Parcel
    paths: tuple[Path, ...] = ()
    """Run folders that go, files or folders that come, or folders in the trash."""
    target: Path | None = None
    """Of what goes: a zip file for one run, a folder for several; a file or folder for curves."""
    form: str = ""
    """Of curves: one of `engine.export.curves.FORMS`."""


@dataclass(frozen=True, slots=True)
class ParcelProgress:
    """How far it is."""

    wanted: ParcelWanted
    name: str
    """Of the run or file that is being worked on."""
    done: int
    """Files, or points of curves."""
    total: int
    """0 where it is not known."""


@dataclass(frozen=True, slots=True)
class ParcelDone:
    """It is over."""

    wanted: ParcelWanted
    num_runs: int
    """That went or came."""
    stopped: bool
    """Whether a person stopped it."""
    remarks: tuple[str, ...] = ()
    """What could not be read, and the like."""


@dataclass(frozen=True, slots=True)
class TrashListed:
    """Run folders in the trash, newest first."""

    paths: tuple[Path, ...]
