"""The part of the window's door to the engine that is about studies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.engine_thread.compare import CompareWorker
from gui.engine_thread.studies import StudiesWorker

if TYPE_CHECKING:  # see gui.engine_thread.studies
    from engine.lab.study.record import Study
    from gui.models.compare_messages import CurvesWanted
    from gui.models.study_messages import StudyReportWanted

_PAIR_MS = 250
"""Two runs race: their curves are looked at more often than those that are compared."""


class StudiesDoor(QObject):
    """Slots ask, signals answer, as those of the whole door do (`EngineThread`)."""

    study_presets_found = Signal(object)
    """StudyPresetsFound."""
    study_file_read = Signal(object)
    """StudyFileRead."""
    study_planned = Signal(object)
    """StudyPlanned."""
    studies_listed = Signal(object)
    """StudyList."""
    study_started = Signal(object)
    """Path of a study's folder."""
    study_updated = Signal(object)
    """StudyUpdate."""
    pair_read = Signal(object)
    """CurvesRead, of the two runs that are looked at side by side."""

    _studies_asked = Signal()
    _study_file_asked = Signal(object)
    _study_plan_asked = Signal(object)
    _study_start_asked = Signal(object)
    _study_stop_asked = Signal(object)
    _studies_stop_asked = Signal()
    _study_follow_asked = Signal(object)
    _study_report_asked = Signal(object)
    _pair_asked = Signal(object)

    def __init__(self, runs_dir: Path, parent: QObject | None = None) -> None:
        """Prepares the workers; whoever is the whole door gives them threads.

        Args:
            runs_dir: The folder of all runs, in which studies lie.
            parent: Its owner.
        """
        super().__init__(parent)
        self._studies = worker = StudiesWorker(runs_dir)
        self._studies_asked.connect(worker.find)
        self._study_file_asked.connect(worker.read_file)
        self._study_plan_asked.connect(worker.plan)
        self._study_start_asked.connect(worker.start)
        self._study_stop_asked.connect(worker.stop)
        self._studies_stop_asked.connect(worker.stop_all)
        self._study_follow_asked.connect(worker.follow)
        self._study_report_asked.connect(worker.write_report)
        worker.presets_found.connect(self.study_presets_found)
        worker.file_read.connect(self.study_file_read)
        worker.planned.connect(self.study_planned)
        worker.listed.connect(self.studies_listed)
        worker.started.connect(self.study_started)
        worker.updated.connect(self.study_updated)
        self._pair = CompareWorker(_PAIR_MS)
        self._pair_asked.connect(self._pair.watch)
        self._pair.curves_read.connect(self.pair_read)

    @Slot()
    def find_studies(self) -> None:
        """Reads the presets of studies and lists all studies; `study_presets_found`, `studies_listed`."""
        self._studies_asked.emit()

    @Slot(object)
    def read_study_file(self, path: Path) -> None:
        """Reads the study in a TOML file; `study_file_read` answers."""
        self._study_file_asked.emit(path)

    @Slot(object)
    def plan_study(self, study: Study) -> None:
        """What a study will do here; `study_planned` answers, of several at once the last."""
        self._study_plan_asked.emit(study)

    @Slot(object)
    def start_study(self, study: Study) -> None:
        """Lets a study race in a process of its own; `study_started` or `trouble` answers."""
        self._study_start_asked.emit(study)

    @Slot(object)
    def stop_study(self, path: Path) -> None:
        """Asks a study to stop; `study_updated` tells once it has, `trouble` where it cannot be asked."""
        self._study_stop_asked.emit(path)

    @Slot()
    def stop_studies(self) -> None:
        """Asks every study that races to stop."""
        self._studies_stop_asked.emit()

    @Slot(object)
    def follow_study(self, path: Path) -> None:
        """Tells of a study from its beginning by `study_updated`; of no other study any more."""
        self._study_follow_asked.emit(path)

    @Slot(object)
    def write_study_report(self, wanted: StudyReportWanted) -> None:
        """Writes a study's report to a file; `trouble` where it cannot be written."""
        self._study_report_asked.emit(wanted)

    @Slot(object)
    def watch_pair(self, wanted: CurvesWanted) -> None:
        """Reads curves of two runs, and what they grow by, until others are wanted; `pair_read` answers."""
        self._pair_asked.emit(wanted)
