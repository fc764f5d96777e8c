"""What the folders of studies and sweeps have in common: their small files, their process, where they lie.

The folder is the only channel: whoever wants to know looks into it, whoever wants something writes there.
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from engine.base import Record
from engine.errors import LaunchError, RunFolderError
from engine.record.disk import append_line, disk_errors, write_whole
from engine.record.locks import is_locked
from engine.record.run_folder import RunFolder, free_name

CREATED_GRACE_SECONDS = 20.0
"""How long a folder may wait for its process before it counts as interrupted."""
GONE = "Its process is gone without a word."
_SLUG_CHARACTERS = 40
_LAST = "last"


@dataclass(frozen=True, slots=True)
class LabFolder:
    """The paths and small files of one study or sweep. Making one touches nothing on disk."""

    path: Path

    kind: ClassVar[str]
    """`study` or `sweep`: names its file and its lock, and begins the tag of its runs."""
    group: ClassVar[str]
    """The folder in the runs folder that holds all of its kind."""

    @property
    def name(self) -> str:
        """The folder's own name, unique among its kind."""
        return self.path.name

    @property
    def runs_dir(self) -> Path:
        """The runs folder, in which its runs lie."""
        return self.path.parent.parent

    @property
    def asked_path(self) -> Path:
        """What was asked, as TOML."""
        return self.path / f"{self.kind}.toml"

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
        return self.path / f"{self.kind}.lock"

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
        return f"{self.kind}:{self.name}"

    def run(self, name: str) -> RunFolder:
        """A run of it."""
        return RunFolder(self.runs_dir / name)

    def is_alive(self) -> bool:
        """Whether its process lives, on this machine."""
        return is_locked(self.lock_path)

    def is_gone(self, since: float, *, waits: bool, now: float | None = None) -> bool:
        """Whether its process ended without a word, or never came.

        Args:
            since: When it entered its last state, Unix time in s.
            waits: Whether it waits for its process to come.
            now: Unix time in s.
        """
        if self.is_alive():
            return False
        age = (time.time() if now is None else now) - since
        return not (waits and 0 <= age < CREATED_GRACE_SECONDS)

    def ask_to_stop(self) -> None:
        """Ask its process to stop.

        Raises:
            LaunchError: It does not run.
            RunFolderError: The folder cannot be written.
        """
        if not self.is_alive():
            raise LaunchError(f"{self.name} does not run.", mend="There is nothing to stop.")
        with disk_errors(self.stop_path):
            self.stop_path.touch()

    @classmethod
    def create(cls, runs_dir: Path, title: str, texts: Mapping[str, str], first: Record, now: float) -> Self:
        """A new folder, complete from the moment it can be seen.

        Args:
            runs_dir: The runs folder.
            title: What it is called after.
            texts: Name of each file to its content.
            first: The event that it was created.
            now: Unix time in s.

        Raises:
            RunFolderError: The runs folder cannot be written.
        """
        group = runs_dir / cls.group
        draft = cls(group / f".new-{secrets.token_hex(8)}")
        with disk_errors(group):
            group.mkdir(parents=True, exist_ok=True)
            try:
                draft.path.mkdir()
                for name, text in texts.items():
                    write_whole(draft.path / name, text)
                append_line(draft.events_path, first.model_dump_json())
                slug = re.sub(r"\W+|_", "-", title.lower())[:_SLUG_CHARACTERS].strip("-") or cls.kind
                stamp = time.strftime("%Y-%m-%dT%H-%M-%S", time.localtime(now))
                return cls(draft.path.rename(free_name(group / f"{stamp}-{slug}")))
            except (OSError, RunFolderError):
                shutil.rmtree(draft.path, ignore_errors=True)
                raise

    @classmethod
    def all_in(cls, runs_dir: Path) -> tuple[Self, ...]:
        """Every one of a runs folder, newest first.

        Raises:
            RunFolderError: It cannot be read.
        """
        group = runs_dir / cls.group
        with disk_errors(group):
            try:
                names = sorted(os.listdir(group), reverse=True)  # noqa: PTH208 (names are enough)
            except FileNotFoundError:
                return ()
        found = (cls(group / name) for name in names if not name.startswith("."))
        return tuple(folder for folder in found if folder.asked_path.exists())

    @classmethod
    def called(cls, runs_dir: Path, text: str) -> tuple[Self, ...]:
        """Those that a person may mean: a folder, a whole name, part of a name, or `last`; newest first.

        Raises:
            RunFolderError: The runs folder cannot be read.
        """
        folder = cls(Path(text).expanduser().absolute())
        if folder.asked_path.is_file():
            return (folder,)
        every = cls.all_in(runs_dir)
        if text == _LAST:
            return every[:1]
        exact = tuple(one for one in every if one.name == text)
        return exact or tuple(one for one in every if text in one.name)
