"""Plans studies, lets them race in a process of their own, and follows one by its folder.

What knows studies is imported when the first is asked for: it would delay the window's first workspace.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from engine.devices.inventory import read_inventory
from engine.errors import ParaloomError, SpecError
from engine.spec.presets import list_study_presets
from engine.spec.toml import write_text
from gui.engine_thread.lab_worker import SETTLE_MS, LabWorker
from gui.i18n import spoken_language

if TYPE_CHECKING:
    from engine.lab.study.candidates import Expansion
    from engine.lab.study.folder import StudyFolder
    from engine.lab.study.record import Study
    from gui.engine_thread.followed_study import FollowedStudy
    from gui.models.study_messages import StudyReportWanted


class StudiesWorker(LabWorker):
    """Follows one study at a time, the last that was asked for."""

    presets_found = Signal(object)
    """StudyPresetsFound."""
    file_read = Signal(object)
    """StudyFileRead."""
    planned = Signal(object)
    """StudyPlanned."""
    listed = Signal(object)
    """StudyList."""

    may_go_on = False

    def __init__(self, runs_dir: Path) -> None:
        super().__init__(runs_dir)
        self._wanted: Study | None = None

    @Slot()
    def find(self) -> None:
        """Tells of the presets and of every study there is."""
        from engine.lab.study.files import read_study
        from gui.models.study_messages import StudyPresetsFound

        studies = []
        for path in list_study_presets():
            with self.told():
                studies.append(read_study(path))
        self.presets_found.emit(StudyPresetsFound(studies=tuple(studies)))
        self._list()

    @Slot(object)
    def read_file(self, path: Path) -> None:
        """The study in a TOML file."""
        from engine.lab.study.files import read_study
        from gui.models.study_messages import StudyFileRead

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
        from engine.lab.study.estimate import build_schedule, estimate
        from gui.models.study_messages import StudyPlanned

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
        from engine.lab.study.apart import expand_apart

        return expand_apart(study, read_inventory())

    @Slot(object)
    def start(self, study: Study) -> None:
        """Lets a study race in a process of its own, which outlives the window."""
        from engine.lab.study.folder import create_study
        from engine.lab.study.process import start_study

        with self.told():
            folder = create_study(self._runs_dir, study, self._expand(study))
            start_study(folder)
            self.started.emit(folder.path)
            self._list()

    @Slot(object)
    def write_report(self, wanted: StudyReportWanted) -> None:
        """What a study has found so far, as a document."""
        from engine.lab.report.documents import FORMS
        from engine.lab.study.folder import StudyFolder
        from engine.lab.study.race import read_result

        with self.told(wanted.path):
            found = read_result(StudyFolder(wanted.path))
            write_text(wanted.target, FORMS[wanted.form](found, spoken_language()))

    def _kind(self) -> type[StudyFolder]:
        from engine.lab.study.folder import StudyFolder

        return StudyFolder

    def _follow(self, path: Path) -> FollowedStudy:
        from engine.lab.study.folder import StudyFolder
        from gui.engine_thread.followed_study import FollowedStudy

        return FollowedStudy(StudyFolder(path))

    def _list(self) -> None:
        from engine.lab.study.race import read_study_row
        from gui.models.study_messages import StudyLine, StudyList

        lines = []
        with self.told():
            for folder in self._kind().all_in(self._runs_dir):
                row = read_study_row(folder)
                lines.append(
                    StudyLine(path=folder.path, title=row.title, state=row.state, created=row.created)
                )
        self.listed.emit(StudyList(lines=tuple(lines)))
