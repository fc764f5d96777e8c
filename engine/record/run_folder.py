"""A run is a folder: where everything in it lies, and its small files read."""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from engine.base import Record
from engine.errors import RunFolderError
from engine.plan.records import AnyPlan
from engine.record.disk import disk_errors
from engine.record.events import EVENTS_NAME
from engine.record.locks import FileLock, is_locked, locked
from engine.record.series_files import list_series, series_file
from engine.spec.run import RunSpec
from engine.spec.toml import read_spec

NOTES_NAME = "notes.json"
_CHECKPOINT = re.compile(r"step-(\d+)")
_PARTIAL = ".partial"
_SET_ASIDE = ".set-aside"


@dataclass(frozen=True, slots=True)
class CheckpointEntry:
    """A complete checkpoint on disk."""

    name: str
    """Its folder's name, `step-00001200`."""
    step: int
    path: Path


class ResumeNote(Record):
    """Where an attempt goes on from: `attempts/<n>/resume.json`."""

    checkpoint: str | None
    """Folder's name below `checkpoints/`; None: from the beginning."""
    step: int
    """Steps already done; 0 from the beginning."""


@dataclass(frozen=True, slots=True)
class RunFolder(os.PathLike[str]):
    """The paths and small files of one run. Making one touches nothing on disk."""

    path: Path

    def __fspath__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        """The folder's own name, unique in its runs folder."""
        return self.path.name

    @property
    def runs_dir(self) -> Path:
        """The folder of all runs it lies in."""
        return self.path.parent

    @property
    def spec_path(self) -> Path:
        """The first attempt's spec."""
        return self.path / "spec.toml"

    @property
    def plan_path(self) -> Path:
        """The first attempt's plan."""
        return self.path / "plan.json"

    @property
    def events_path(self) -> Path:
        """What happened, one JSON object a line."""
        return self.path / EVENTS_NAME

    @property
    def commands_path(self) -> Path:
        """What was asked, one JSON object a line."""
        return self.path / "commands.jsonl"

    @property
    def series_dir(self) -> Path:
        """Numbers over time, a folder a source."""
        return self.path / "series"

    @property
    def logs_dir(self) -> Path:
        """What the ranks printed."""
        return self.path / "logs"

    @property
    def checkpoints_dir(self) -> Path:
        """Saved states of the training."""
        return self.path / "checkpoints"

    @property
    def artifacts_dir(self) -> Path:
        """Exports, traces, plots."""
        return self.path / "artifacts"

    @property
    def attempts_dir(self) -> Path:
        """A numbered folder for every start and resume."""
        return self.path / "attempts"

    @property
    def lock_path(self) -> Path:
        """Locked by the launcher for as long as it lives."""
        return self.path / "launcher.lock"

    @property
    def notes_path(self) -> Path:
        """Tags and note."""
        return self.path / NOTES_NAME

    def log_path(self, rank: int) -> Path:
        """What that rank printed."""
        return self.logs_dir / f"rank-{rank}.log"

    def series_path(self, source: str, metric: str) -> Path:
        """The points of one series."""
        return series_file(self.series_dir, source, metric)

    def series(self) -> tuple[tuple[str, str], ...]:
        """(source, metric) of every series there is."""
        return list_series(self.series_dir)

    def attempt(self) -> int:
        """The newest attempt: 1 for the first start, one more for every resume."""
        with disk_errors(self.attempts_dir):
            try:
                names = os.listdir(self.attempts_dir)  # noqa: PTH208 (names are enough)
            except FileNotFoundError:
                return 1
        return max((int(name) for name in names if name.isdecimal()), default=1)

    def attempt_dir(self, attempt: int) -> Path:
        """Scratch of that attempt."""
        return self.attempts_dir / str(attempt)

    def beat_path(self, attempt: int, rank: int) -> Path:
        """The heartbeat of a rank."""
        return self.attempt_dir(attempt) / f"rank-{rank}.beat"

    def failure_path(self, attempt: int, rank: int) -> Path:
        """Where a rank says why it failed."""
        return self.attempt_dir(attempt) / f"rank-{rank}.failure.json"

    def read_spec(self, attempt: int | None = None) -> RunSpec:
        """The spec of that attempt, by default of the newest.

        Raises:
            RunFolderError: it is not there.
            SpecError: it was damaged.
        """
        path = self._of_attempt("spec.toml", attempt)
        with disk_errors(path):
            path.stat()
        return read_spec(path)

    def read_plan(self, attempt: int | None = None) -> AnyPlan:
        """The plan of that attempt, by default of the newest.

        Raises:
            RunFolderError: it is not there, or was damaged.
        """
        return _read_json(self._of_attempt("plan.json", attempt), _PLAN)

    def read_resume(self, attempt: int) -> ResumeNote | None:
        """Where that attempt goes on from; None for the first.

        Raises:
            RunFolderError: it was damaged.
        """
        path = self.attempt_dir(attempt) / "resume.json"
        return _read_json(path, _RESUME) if attempt > 1 else None

    def _of_attempt(self, name: str, attempt: int | None) -> Path:
        number = self.attempt() if attempt is None else attempt
        return self.path / name if number == 1 else self.attempt_dir(number) / name

    def checkpoints(self) -> tuple[CheckpointEntry, ...]:
        """Complete checkpoints, oldest first."""
        return tuple(sorted(self._checkpoints(), key=lambda entry: entry.step))

    def latest_checkpoint(self) -> CheckpointEntry | None:
        """The complete checkpoint with the most steps, or None."""
        return max(self._checkpoints(), key=lambda entry: entry.step, default=None)

    def _checkpoints(self) -> Iterator[CheckpointEntry]:
        with disk_errors(self.checkpoints_dir):
            if not self.checkpoints_dir.is_dir():
                return
            for path in self.checkpoints_dir.iterdir():
                match = _CHECKPOINT.fullmatch(path.name)
                if match and path.is_dir():
                    yield CheckpointEntry(name=path.name, step=int(match[1]), path=path)

    def set_aside_partial_checkpoints(self) -> tuple[Path, ...]:
        """Renames what a killed run left half written, so that its name is free; gives the new paths."""
        moved = []
        with disk_errors(self.checkpoints_dir):
            for path in sorted(self.checkpoints_dir.glob(f"*{_PARTIAL}")):
                target = free_name(path.with_name(path.name.removesuffix(_PARTIAL) + _SET_ASIDE))
                path.rename(target)
                moved.append(target)
        return tuple(moved)

    def is_alive(self) -> bool:
        """Whether a launcher holds this run, on this machine."""
        return is_locked(self.lock_path)

    def hold_lock(self) -> AbstractContextManager[FileLock]:
        """The launcher's lock, held inside.

        Raises:
            RunFolderError: another launcher holds it.
        """
        return locked(
            self.lock_path,
            wait_seconds=2.0,
            sentence=f"{self.name} is already running.",
            mend="Attach to it, or stop it first.",
        )


def free_name(path: Path) -> Path:
    """That path, or with -2, -3 … where it is taken."""
    candidate, number = path, 2
    while candidate.exists():
        candidate, number = path.with_name(f"{path.name}-{number}"), number + 1
    return candidate


R = TypeVar("R")
_PLAN: TypeAdapter[AnyPlan] = TypeAdapter(AnyPlan)
_RESUME = TypeAdapter(ResumeNote)


def _read_json(path: Path, adapter: TypeAdapter[R]) -> R:
    with disk_errors(path):
        data = path.read_bytes()
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        raise RunFolderError(
            f"{path} is damaged: {error.errors()[0]['msg']}.", mend="Start the run anew from its spec."
        ) from error
