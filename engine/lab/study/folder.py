"""A study is a folder in the runs folder, `studies/<name>`, and the folder is the only channel.

    study.toml        what was asked, complete
    expansion.json    the candidates it became on this machine
    events.jsonl      what happened: states, runs, figures, one JSON object a line, append-only
    stop              there once a person asked it to stop
    study.lock        held by its process for as long as that lives
    log.txt           what its process printed
    result.json       the results, once it is over

Its runs are ordinary run folders beside all others, tagged with the study's name and put away (archived).
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from engine.errors import LaunchError, RunFolderError
from engine.lab.study.candidates import Expansion
from engine.lab.study.events import (
    AnyStudyEvent,
    StateEntered,
    StudyState,
    append_study_event,
    read_study_events,
)
from engine.lab.study.files import format_study, read_study
from engine.lab.study.record import Study
from engine.record.disk import disk_errors, write_whole
from engine.record.locks import is_locked
from engine.record.run_folder import RunFolder, free_name

STUDIES = "studies"
"""The folder in the runs folder that holds all studies."""
CREATED_GRACE_SECONDS = 20.0
"""How long a folder may wait for its process before the study counts as interrupted."""
_SLUG_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """The paths and small files of one study. Making one touches nothing on disk."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's own name, unique among studies."""
        return self.path.name

    @property
    def runs_dir(self) -> Path:
        """The runs folder, in which its runs lie."""
        return self.path.parent.parent

    @property
    def study_path(self) -> Path:
        """What was asked."""
        return self.path / "study.toml"

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
        return self.path / "study.lock"

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
        return f"study:{self.name}"

    def run(self, name: str) -> RunFolder:
        """A run of it."""
        return RunFolder(self.runs_dir / name)

    def read_study(self) -> Study:
        """What was asked.

        Raises:
            RunFolderError: It is not there.
            SpecError: It was damaged.
        """
        with disk_errors(self.study_path):
            self.study_path.stat()
        return read_study(self.study_path)

    def read_expansion(self) -> Expansion:
        """Its candidates.

        Raises:
            RunFolderError: They are not there, or were damaged.
        """
        path = self.path / "expansion.json"
        with disk_errors(path):
            data = path.read_bytes()
        try:
            return Expansion.model_validate_json(data)
        except ValidationError as error:
            raise RunFolderError(
                f"{path} is damaged: {error.errors()[0]['msg']}.", mend="Start the study anew."
            ) from error

    def read_events(self) -> tuple[AnyStudyEvent, ...]:
        """Everything that happened, oldest first."""
        return read_study_events(self.events_path)

    def append(self, event: AnyStudyEvent) -> None:
        """Adds an event.

        Raises:
            RunFolderError: The folder cannot be written.
        """
        append_study_event(self.events_path, event)

    def is_alive(self) -> bool:
        """Whether its process lives, on this machine."""
        return is_locked(self.lock_path)

    def ask_to_stop(self) -> None:
        """Ask its process to stop; what was measured stays.

        Raises:
            LaunchError: It does not run.
            RunFolderError: The folder cannot be written.
        """
        if not self.is_alive():
            raise LaunchError(f"{self.name} does not run.", mend="There is nothing to stop.")
        with disk_errors(self.stop_path):
            self.stop_path.touch()

    def state(self, events: Sequence[AnyStudyEvent], *, now: float | None = None) -> StateEntered:
        """The state it is in, with these events; one whose process is gone is INTERRUPTED."""
        last = next(event for event in reversed(events) if isinstance(event, StateEntered))
        if last.state.is_over or self.is_alive():
            return last
        age = (time.time() if now is None else now) - last.time
        if last.state is StudyState.CREATED and 0 <= age < CREATED_GRACE_SECONDS:
            return last
        return StateEntered(
            time=last.time, state=StudyState.INTERRUPTED, sentence="Its process is gone without a word."
        )


def create_study(runs_dir: Path, study: Study, expansion: Expansion) -> StudyFolder:
    """A new study folder with what was asked and its candidates; complete from the moment it can be seen.

    Raises:
        RunFolderError: The runs folder cannot be written.
    """
    now = time.time()
    studies = runs_dir / STUDIES
    draft = studies / f".new-{secrets.token_hex(8)}"
    with disk_errors(studies):
        studies.mkdir(parents=True, exist_ok=True)
        try:
            draft.mkdir()
            write_whole(draft / "study.toml", format_study(study))
            write_whole(draft / "expansion.json", expansion.model_dump_json(indent=1))
            append_study_event(draft / "events.jsonl", StateEntered(time=now, state=StudyState.CREATED))
            slug = re.sub(r"\W+|_", "-", study.name.lower())[:_SLUG_CHARACTERS].strip("-") or "study"
            stamp = time.strftime("%Y-%m-%dT%H-%M-%S", time.localtime(now))
            return StudyFolder(draft.rename(free_name(studies / f"{stamp}-{slug}")))
        except (OSError, RunFolderError):
            shutil.rmtree(draft, ignore_errors=True)
            raise


def list_studies(runs_dir: Path) -> tuple[StudyFolder, ...]:
    """Every study of a runs folder, newest first.

    Raises:
        RunFolderError: It cannot be read.
    """
    studies = runs_dir / STUDIES
    with disk_errors(studies):
        try:
            names = sorted(os.listdir(studies), reverse=True)  # noqa: PTH208 (names are enough)
        except FileNotFoundError:
            return ()
    found = (StudyFolder(studies / name) for name in names if not name.startswith("."))
    return tuple(folder for folder in found if folder.study_path.exists())
