"""A sweep is a folder in the runs folder, `sweeps/<name>`, and the folder is the only channel.

    sweep.toml        what was asked, complete
    events.jsonl      what happened: states, trials, one JSON object a line, append-only
    stop              there once a person asked it to stop
    sweep.lock        held by its process for as long as that lives
    log.txt           what its process printed
    result.json       the results, once it is over

Its runs are ordinary run folders beside all others, tagged with the sweep's name.
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import LaunchError, RunFolderError
from engine.lab.sweep.events import (
    AnySweepEvent,
    SweepEntered,
    SweepState,
    append_sweep_event,
    read_sweep_events,
)
from engine.lab.sweep.files import format_sweep, read_sweep
from engine.lab.sweep.record import Sweep
from engine.record.disk import disk_errors, write_whole
from engine.record.locks import is_locked
from engine.record.run_folder import RunFolder, free_name

SWEEPS = "sweeps"
"""The folder in the runs folder that holds all sweeps."""
CREATED_GRACE_SECONDS = 20.0
"""How long a folder may wait for its process before the sweep counts as interrupted."""
_SLUG_CHARACTERS = 40
_LAST = "last"


@dataclass(frozen=True, slots=True)
class SweepFolder:
    """The paths and small files of one sweep. Making one touches nothing on disk."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's own name, unique among sweeps."""
        return self.path.name

    @property
    def runs_dir(self) -> Path:
        """The runs folder, in which its runs lie."""
        return self.path.parent.parent

    @property
    def sweep_path(self) -> Path:
        """What was asked."""
        return self.path / "sweep.toml"

    @property
    def events_path(self) -> Path:
        """What happened."""
        return self.path / "events.jsonl"

    @property
    def stop_path(self) -> Path:
        """There once it is to stop."""
        return self.path / "stop"

    @property
    def lock_path(self) -> Path:
        """Locked by its process for as long as it lives."""
        return self.path / "sweep.lock"

    @property
    def log_path(self) -> Path:
        """What its process printed."""
        return self.path / "log.txt"

    @property
    def result_path(self) -> Path:
        """The results, once it is over."""
        return self.path / "result.json"

    @property
    def tag(self) -> str:
        """What its runs are tagged with."""
        return f"sweep:{self.name}"

    def run(self, name: str) -> RunFolder:
        """A run of it."""
        return RunFolder(self.runs_dir / name)

    def read_sweep(self) -> Sweep:
        """What was asked.

        Raises:
            RunFolderError: It is not there.
            SpecError: It was damaged.
        """
        with disk_errors(self.sweep_path):
            self.sweep_path.stat()
        return read_sweep(self.sweep_path)

    def read_events(self) -> tuple[AnySweepEvent, ...]:
        """Everything that happened, oldest first."""
        return read_sweep_events(self.events_path)

    def append(self, event: AnySweepEvent) -> None:
        """Adds an event.

        Raises:
            RunFolderError: The folder cannot be written.
        """
        append_sweep_event(self.events_path, event)

    def is_alive(self) -> bool:
        """Whether its process lives, on this machine."""
        return is_locked(self.lock_path)

    def ask_to_stop(self) -> None:
        """Ask its process to stop; its runs are stopped in order, and can go on.

        Raises:
            LaunchError: It does not run.
            RunFolderError: The folder cannot be written.
        """
        if not self.is_alive():
            raise LaunchError(f"{self.name} does not run.", mend="There is nothing to stop.")
        with disk_errors(self.stop_path):
            self.stop_path.touch()

    def state(self, events: Sequence[AnySweepEvent], *, now: float | None = None) -> SweepEntered:
        """The state it is in, with these events; one whose process is gone is INTERRUPTED."""
        last = next(event for event in reversed(events) if isinstance(event, SweepEntered))
        if last.state.is_over or self.is_alive():
            return last
        age = (time.time() if now is None else now) - last.time
        if last.state is SweepState.CREATED and 0 <= age < CREATED_GRACE_SECONDS:
            return last
        return SweepEntered(
            time=last.time, state=SweepState.INTERRUPTED, sentence="Its process is gone without a word."
        )


def create_sweep(runs_dir: Path, sweep: Sweep) -> SweepFolder:
    """A new sweep folder with what was asked; complete from the moment it can be seen.

    Raises:
        RunFolderError: The runs folder cannot be written.
    """
    now = time.time()
    sweeps = runs_dir / SWEEPS
    draft = sweeps / f".new-{secrets.token_hex(8)}"
    with disk_errors(sweeps):
        sweeps.mkdir(parents=True, exist_ok=True)
        try:
            draft.mkdir()
            write_whole(draft / "sweep.toml", format_sweep(sweep))
            append_sweep_event(draft / "events.jsonl", SweepEntered(time=now, state=SweepState.CREATED))
            slug = re.sub(r"\W+|_", "-", sweep.name.lower())[:_SLUG_CHARACTERS].strip("-") or "sweep"
            stamp = time.strftime("%Y-%m-%dT%H-%M-%S", time.localtime(now))
            return SweepFolder(draft.rename(free_name(sweeps / f"{stamp}-{slug}")))
        except (OSError, RunFolderError):
            shutil.rmtree(draft, ignore_errors=True)
            raise


def list_sweeps(runs_dir: Path) -> tuple[SweepFolder, ...]:
    """Every sweep of a runs folder, newest first.

    Raises:
        RunFolderError: It cannot be read.
    """
    sweeps = runs_dir / SWEEPS
    with disk_errors(sweeps):
        try:
            names = sorted(os.listdir(sweeps), reverse=True)  # noqa: PTH208 (names are enough)
        except FileNotFoundError:
            return ()
    found = (SweepFolder(sweeps / name) for name in names if not name.startswith("."))
    return tuple(folder for folder in found if folder.sweep_path.exists())


def find_sweep_folder(runs_dir: Path, text: str) -> SweepFolder | None:
    """The sweep that a person means: its folder, a part of a name that only it has, or `last`; None: none.

    Raises:
        RunFolderError: Several are called so.
    """
    path = Path(text).expanduser()
    if (path / "sweep.toml").is_file():
        return SweepFolder(path.absolute())
    sweeps = list_sweeps(runs_dir)
    if text == _LAST:
        return sweeps[0] if sweeps else None
    found = [folder for folder in sweeps if folder.name == text]
    found = found or [folder for folder in sweeps if text in folder.name]
    if len(found) > 1:
        names = ", ".join(folder.name for folder in found[:5])
        raise RunFolderError(
            f"{len(found)} sweeps are called like {text} in {runs_dir}.", mend=f"Name one of: {names}."
        )
    return found[0] if found else None
