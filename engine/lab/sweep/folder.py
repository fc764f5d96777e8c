"""A sweep is a folder in the runs folder, `sweeps/<name>`, and the folder is the only channel.

    sweep.toml        what was asked, complete
    events.jsonl      what happened: states, trials, one JSON object a line, append-only
    stop              there once a person asked it to stop
    sweep.lock        held by its process for as long as that lives
    log.txt           what its process printed
    result.json       the results, once it is over

Its runs are ordinary run folders beside all others, tagged with the sweep's name.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from engine.errors import RunFolderError
from engine.lab.folder import GONE, LabFolder
from engine.lab.sweep.events import (
    AnySweepEvent,
    SweepEntered,
    SweepState,
    append_sweep_event,
    read_sweep_events,
)
from engine.lab.sweep.files import format_sweep, read_sweep
from engine.lab.sweep.record import Sweep
from engine.record.disk import disk_errors


@dataclass(frozen=True, slots=True)
class SweepFolder(LabFolder):
    """The folder of one sweep. Once asked to stop, its runs are stopped in order, and can go on."""

    kind: ClassVar[str] = "sweep"
    group: ClassVar[str] = "sweeps"

    def read_sweep(self) -> Sweep:
        """What was asked.

        Raises:
            RunFolderError: It is not there.
            SpecError: It was damaged.
        """
        with disk_errors(self.asked_path):
            self.asked_path.stat()
        return read_sweep(self.asked_path)

    def read_events(self) -> tuple[AnySweepEvent, ...]:
        """Everything that happened, oldest first."""
        return read_sweep_events(self.events_path)

    def append(self, event: AnySweepEvent) -> None:
        """Adds an event.

        Raises:
            RunFolderError: The folder cannot be written.
        """
        append_sweep_event(self.events_path, event)

    def state(self, events: Sequence[AnySweepEvent], *, now: float | None = None) -> SweepEntered:
        """The state it is in, with these events; one whose process is gone is INTERRUPTED."""
        last = next(event for event in reversed(events) if isinstance(event, SweepEntered))
        if last.state.is_over or not self.is_gone(last.time, waits=last.state is SweepState.CREATED, now=now):
            return last
        return SweepEntered(time=last.time, state=SweepState.INTERRUPTED, sentence=GONE)


def create_sweep(runs_dir: Path, sweep: Sweep) -> SweepFolder:
    """A new sweep folder with what was asked.

    Raises:
        RunFolderError: The runs folder cannot be written.
    """
    now = time.time()
    created = SweepEntered(time=now, state=SweepState.CREATED)
    return SweepFolder.create(runs_dir, sweep.name, {"sweep.toml": format_sweep(sweep)}, created, now)


def find_sweep_folder(runs_dir: Path, text: str) -> SweepFolder | None:
    """The sweep that a person means: its folder, a part of a name that only it has, or `last`; None: none.

    Raises:
        RunFolderError: Several are called so.
    """
    found = SweepFolder.called(runs_dir, text)
    if len(found) > 1:
        names = ", ".join(folder.name for folder in found[:5])
        raise RunFolderError(
            f"{len(found)} sweeps are called like {text} in {runs_dir}.", mend=f"Name one of: {names}."
        )
    return found[0] if found else None
