"""Plans studies, lets them race in a process of their own, and follows one by its folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot

from engine.devices.inventory import read_inventory
from engine.errors import ParaloomError, SpecError
from engine.lab.study.candidates import Expansion
from engine.lab.study.estimate import build_schedule, estimate
from engine.lab.study.events import AnyStudyEvent, RunsStarted, StudyEventTail, StudyState
from engine.lab.study.files import read_study
from engine.lab.study.folder import StudyFolder, create_study, list_studies
from engine.lab.study.record import Study
from engine.lab.study.summary import summarise
from engine.spec.presets import list_study_presets
from engine.spec.toml import write_text
from gui.engine_thread.worker import Worker
from gui.models.study_messages import (
    StudyFileRead,
    StudyLine,
    StudyList,
    StudyPlanned,
    StudyPresetsFound,
    StudyReportWanted,
    StudyUpdate,
)

SETTLE_MS = 60
"""What is wanted for a shorter time is not planned."""
LOOK_MS = 400
"""Between two looks at the study that is followed."""


class StudiesWorker(Worker):
    """Follows one study at a time, the last that was asked for."""

    presets_found = Signal(StudyPresetsFound)
    file_read = Signal(StudyFileRead)
    planned = Signal(StudyPlanned)
    listed = Signal(StudyList)
    started = Signal(object)
    """Path of a study's folder."""
    updated = Signal(StudyUpdate)

    def __init__(self, runs_dir: Path) -> None:
        super().__init__()
        self._runs_dir = runs_dir
        self._wanted: Study | None = None
        self._followed: Followed | None = None

    @Slot()
    def begin(self) -> None:
        """Reads nothing before something is asked."""
        self._settling = self.new_timer(self._plan)
        self._looking = self.new_timer(self._look)

    @Slot()
    def find(self) -> None:
        """Tells of the presets and of every study there is."""
        studies = []
        for path in list_study_presets():
            with self.told():
                studies.append(read_study(path))
        self.presets_found.emit(StudyPresetsFound(studies=tuple(studies)))
        self._list()

    @Slot(object)
    def read_file(self, path: Path) -> None:
        """The study in a TOML file."""
        try:
            self.file_read.emit(StudyFileRead(path=path, study=read_study(path)))
        except SpecError as error:
            self.file_read.emit(StudyFileRead(path=path, study=None, problems=error.problems))

    @Slot(object)
    def plan(self, study: Study) -> None:
        """What a study will do here, in a moment; of several the last."""
        self._wanted = study
        self._settling.start(SETTLE_MS)

    @Slot()
    def _plan(self) -> None:
        study = self._wanted
        assert study is not None
        try:
            expansion = self._expand(study)
        except ParaloomError as error:
            self.planned.emit(StudyPlanned(study, None, None, error.sentence, error.mend))
            return
        takes = estimate(study, build_schedule(study, expansion))
        self.planned.emit(StudyPlanned(study=study, expansion=expansion, estimate=takes))

    def _expand(self, study: Study) -> Expansion:
        from engine.lab.study.apart import expand_apart  # with its imports it would delay the first workspace

        return expand_apart(study, read_inventory())

    @Slot(object)
    def start(self, study: Study) -> None:
        """Lets a study race in a process of its own, which outlives the window."""
        from engine.lab.study.process import start_study

        with self.told():
            folder = create_study(self._runs_dir, study, self._expand(study))
            start_study(folder)
            self.started.emit(folder.path)
            self._list()

    @Slot(object)
    def stop(self, path: Path) -> None:
        """Asks a study to stop; what was measured stays."""
        with self.told(path):
            StudyFolder(path).ask_to_stop()

    @Slot()
    def stop_all(self) -> None:
        """Asks every study that races to stop: it would start its next run when one is stopped."""
        with self.told():
            for folder in list_studies(self._runs_dir):
                if folder.is_alive():
                    with self.told(folder.path):
                        folder.ask_to_stop()

    @Slot(object)
    def follow(self, path: Path) -> None:
        """Tells all that a study has found so far, and again whenever something happened."""
        self._looking.stop()
        self._followed = None
        with self.told(path):
            self._followed = Followed(StudyFolder(path))
            self._look()

    @Slot()
    def _look(self) -> None:
        followed = self._followed
        if followed is None:
            return
        with self.told(followed.path):
            update = followed.look()
            if update is not None:
                self.updated.emit(update)
                if update.state.is_over:
                    self._list()
            if not followed.is_over:
                self._looking.start(LOOK_MS)

    @Slot(object)
    def write_report(self, wanted: StudyReportWanted) -> None:
        """What a study has found so far, as a document."""
        from engine.lab.report.documents import FORMS
        from engine.lab.study.race import read_result

        with self.told(wanted.path):
            write_text(wanted.target, FORMS[wanted.form](read_result(StudyFolder(wanted.path))))

    def _list(self) -> None:
        from engine.lab.study.race import read_study_row

        lines = []
        with self.told():
            for folder in list_studies(self._runs_dir):
                row = read_study_row(folder)
                lines.append(
                    StudyLine(path=folder.path, title=row.title, state=row.state, created=row.created)
                )
        self.listed.emit(StudyList(lines=tuple(lines)))


class Followed:
    """A study and what was read of it; its folder is read on, never anew."""

    def __init__(self, folder: StudyFolder) -> None:
        """Reads what was asked.

        Raises:
            RunFolderError: The folder cannot be read.
            SpecError: What was asked was damaged.
        """
        self.path = folder.path
        self.is_over = False
        self._folder = folder
        self._study, self._expansion = folder.read_study(), folder.read_expansion()
        self._tail = StudyEventTail(folder.events_path)
        self._events: tuple[AnyStudyEvent, ...] = ()
        self._state: StudyState | None = None

    def look(self) -> StudyUpdate | None:
        """What it has found; None where nothing happened since the last look.

        Raises:
            RunFolderError: The folder cannot be read.
        """
        new = self._tail.poll()
        self._events += tuple(new)
        state = self._folder.state(self._events)
        if not new and state.state is self._state:
            return None
        self._state, self.is_over = state.state, state.state.is_over
        racing, limit = _under_way(self._events, is_over=self.is_over)
        result = summarise(self._study, self._expansion, self._events, state)
        return StudyUpdate(self.path, state.state, result, racing=racing, limit_devices=limit)


def _under_way(events: Sequence[AnyStudyEvent], *, is_over: bool) -> tuple[str, int]:
    """The candidate and the number of independent devices of the runs that are not measured yet."""
    last = next((one for one in reversed(events) if one.kind not in ("state", "warning")), None)
    if is_over or not isinstance(last, RunsStarted):
        return "", 0
    if last.purpose == "limit":
        return "", len(last.runs)
    return last.candidate, 0
