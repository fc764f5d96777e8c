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

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import ValidationError

from engine.errors import RunFolderError
from engine.lab.folder import GONE, LabFolder
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
from engine.record.disk import disk_errors

_EXPANSION = "expansion.json"


@dataclass(frozen=True, slots=True)
class StudyFolder(LabFolder):
    """The folder of one study. Once asked to stop, what was measured stays."""

    kind: ClassVar[str] = "study"
    group: ClassVar[str] = "studies"

    def read_study(self) -> Study:
        """What was asked.

        Raises:
            RunFolderError: It is not there.
            SpecError: It was damaged.
        """
        with disk_errors(self.asked_path):
            self.asked_path.stat()
        return read_study(self.asked_path)

    def read_expansion(self) -> Expansion:
        """Its candidates.

        Raises:
            RunFolderError: They are not there, or were damaged.
        """
        path = self.path / _EXPANSION
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

    def state(self, events: Sequence[AnyStudyEvent], *, now: float | None = None) -> StateEntered:
        """The state it is in, with these events; one whose process is gone is INTERRUPTED."""
        last = next(event for event in reversed(events) if isinstance(event, StateEntered))
        if last.state.is_over or not self.is_gone(last.time, waits=last.state is StudyState.CREATED, now=now):
            return last
        return StateEntered(time=last.time, state=StudyState.INTERRUPTED, sentence=GONE)


def create_study(runs_dir: Path, study: Study, expansion: Expansion) -> StudyFolder:
    """A new study folder with what was asked and its candidates.

    Raises:
        RunFolderError: The runs folder cannot be written.
    """
    now = time.time()
    texts = {"study.toml": format_study(study), _EXPANSION: expansion.model_dump_json(indent=1)}
    created = StateEntered(time=now, state=StudyState.CREATED)
    return StudyFolder.create(runs_dir, study.name, texts, created, now)
