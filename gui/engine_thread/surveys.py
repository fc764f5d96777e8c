"""Takes surveys: another process reads data and models, one survey at a time, the newest that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSocketNotifier, Signal, Slot

from engine.errors import LaunchError
from gui.engine_thread.loom import LoomWorker
from gui.engine_thread.worker import Worker
from gui.models.messages import SurveyTaken, SurveyWanted

if TYPE_CHECKING:
    from engine.launcher.survey_process import SurveyProcess
    from engine.survey.records import Part, Survey

Stamps = tuple[str | None, str | None]
"""Of the files of data and model; None where they were not read."""

SETTLE_MS = 40
"""What is wanted for a shorter time is not looked at."""
LOOK_MS = 2000
"""Between two looks whether the files have changed."""


class SurveysWorker(Worker):
    """Lives on the loom's thread, since the warm process forks surveys.

    Until it is warm only the sizes of data in files are read, by a process of their own: that needs no torch
    and does not take the processor from what is warming.
    """

    survey_taken = Signal(SurveyTaken)

    def __init__(self, loom: LoomWorker) -> None:
        """Waits for what is wanted.

        Args:
            loom: A worker on the same thread.
        """
        super().__init__()
        self._loom = loom
        self._wanted: SurveyWanted | None = None
        self._left: tuple[Part, ...] = ()
        """Parts of what is wanted that no process has been asked for."""
        self._stamps: Stamps = (None, None)
        self._process: SurveyProcess | None = None
        self._notifier: QSocketNotifier | None = None

    @Slot()
    def begin(self) -> None:
        """Takes nothing before something is wanted."""
        self._settling = self.new_timer(self._start)
        self._looking = self.new_timer(self._look_at_files)
        self._loom.loom_status.connect(self._start)

    def close(self) -> None:
        """Ends the survey that is under way."""
        self._wanted = None
        self._drop()

    @Slot(object)
    def take(self, wanted: SurveyWanted) -> None:
        """Take a survey; the one under way is of no use any more."""
        self._drop()
        self._wanted, self._left, self._stamps = wanted, wanted.parts, wanted.stamps
        self._looking.stop()
        self._settling.start(SETTLE_MS)

    @Slot()
    def _start(self) -> None:
        if self._wanted is None or self._process is not None or self._settling.isActive():
            return
        parts = self._next_parts()
        if parts:
            self._left = tuple(part for part in self._left if part not in parts)
            self._run(self._wanted, parts)
        elif not self._left and not self._looking.isActive():
            self._look_at_files()

    def _next_parts(self) -> tuple[Part, ...]:
        """What can be taken now."""
        from engine.data import data_for

        if not self._loom.is_warming:
            return self._left
        assert self._wanted is not None
        in_files = bool(data_for(self._wanted.spec).paths(self._wanted.spec))
        return tuple(part for part in self._left if part == "data" and in_files)

    def _run(self, wanted: SurveyWanted, parts: tuple[Part, ...]) -> None:
        from engine.launcher.survey_process import SurveyProcess, lost_survey

        try:
            self._process = SurveyProcess(wanted.spec, parts, self._loom.loom)
        except LaunchError as error:  # nobody waits for what will not come
            self._tell(wanted, lost_survey(parts, error))
            return
        self._notifier = QSocketNotifier(self._process.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    @Slot()
    def _read(self) -> None:
        if self._process is None or self._notifier is None or self._wanted is None:
            return
        self._notifier.setEnabled(False)  # reading the last of it closes what is listened to
        survey, is_over = self._process.read(), self._process.is_over
        if survey is not None:
            self._tell(self._wanted, survey)
        if is_over:
            self._drop()
            self._start()
        else:
            self._notifier.setEnabled(True)

    def _tell(self, wanted: SurveyWanted, survey: Survey) -> None:
        self._stamps = _newer(self._stamps, survey.stamps)
        self.survey_taken.emit(SurveyTaken(spec=wanted.spec, survey=survey))

    @Slot()
    def _look_at_files(self) -> None:
        """Files that have changed are read again."""
        from engine.data import data_for
        from engine.models import model_for
        from engine.survey.records import PARTS
        from engine.survey.stamps import stamp_files

        if self._wanted is None or self._process is not None:
            return
        assert not self._left
        spec = self._wanted.spec
        now = (stamp_files(data_for(spec).paths(spec)), stamp_files(model_for(spec).paths(spec)))
        if _newer(now, self._stamps) != now:
            self.take(SurveyWanted(spec=spec, parts=PARTS))
        else:
            self._stamps = now
            self._looking.start(LOOK_MS)

    def _drop(self) -> None:
        """Ends the process, if there is one, and forgets it."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._process is not None:
            self._process.kill()
            self._process = None


def _newer(before: Stamps, after: Stamps) -> Stamps:
    """The stamps after, and where there is none, the one before."""
    first, second = (old if new is None else new for old, new in zip(before, after, strict=True))
    return first, second
