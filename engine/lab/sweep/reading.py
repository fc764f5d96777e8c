"""What a sweep has found so far, and a sweep in a line, from its folder, whoever runs it."""

from engine.base import Record
from engine.lab.sweep.events import SweepState
from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.results import SweepResult
from engine.lab.sweep.summary import summarise_sweep


def read_sweep_result(folder: SweepFolder) -> SweepResult:
    """Everything a sweep has found so far.

    Who follows a living sweep keeps its own tail of events and calls `summarise_sweep` with all of them.

    Raises:
        RunFolderError: The folder cannot be read.
        SpecError: What was asked was damaged.
    """
    events = folder.read_events()
    return summarise_sweep(folder.read_sweep(), events, folder.state(events))


class SweepRow(Record):
    """A sweep in a line of a list."""

    name: str
    """Of its folder."""
    title: str
    state: SweepState
    created: float
    """Unix time, s."""


def read_sweep_row(folder: SweepFolder) -> SweepRow:
    """A sweep in a line.

    Raises:
        RunFolderError: The folder cannot be read.
        SpecError: What was asked was damaged.
    """
    events = folder.read_events()
    return SweepRow(
        name=folder.name,
        title=folder.read_sweep().name,
        state=folder.state(events).state,
        created=events[0].time,
    )
