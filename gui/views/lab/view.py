"""The workspace that races ways to train against each other."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from engine.spec import RunSpec
from gui.models.messages import InventoryFound, Trouble
from gui.models.study_draft import pair_of_spec, study_of_spec
from gui.models.study_messages import (
    StudyFileRead,
    StudyList,
    StudyPlanned,
    StudyPresetsFound,
    StudyUpdate,
)
from gui.theme import ThemeKeeper
from gui.views.lab.duel import Duel
from gui.views.lab.race import RacePage
from gui.views.lab.setup import StudySetup
from gui.widgets.lazy import LazyPage

if TYPE_CHECKING:
    from gui.views.lab.sweeps import SweepsPage


class LabWorkspace(QWidget):
    """What can be raced, or the study that is looked at."""

    file_requested = Signal(object)
    """The path of a TOML file."""
    plan_requested = Signal(object)
    """A Study."""
    start_requested = Signal(object)
    """A Study."""
    stop_requested = Signal(object)
    """The path of a study's folder."""
    follow_requested = Signal(object)
    """The path of a study's folder."""
    report_requested = Signal(object)
    """A StudyReportWanted."""
    sweeps_made = Signal(object)
    """A SweepsPage, when sweeps are first looked at."""
    run_requested = Signal(object)
    """A RunSpec: one of the two that are looked at side by side."""

    def __init__(
        self, keeper: ThemeKeeper, composed: Callable[[], RunSpec], parent: QWidget | None = None
    ) -> None:
        """Knows no study yet.

        Args:
            keeper: The theme.
            composed: Gives what is composed now; asked whenever the page is shown.
            parent: Its owner.
        """
        super().__init__(parent)
        self.setObjectName("lab")
        self._keeper, self._composed = keeper, composed
        self._inventory: InventoryFound | None = None
        self._followed: Path | None = None
        self._had_studies = False
        self.setup = StudySetup(keeper, self)
        self.race = RacePage(keeper, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.setup)
        self._stack.addWidget(self.race)
        self.duel = Duel(keeper, self)
        self._stack.addWidget(self.duel)
        self.sweeps: SweepsPage | None = None
        """None before sweeps were first looked at: its form takes a while to make."""
        self._sweeps_place = LazyPage(self._make_sweeps, self)
        self._stack.addWidget(self._sweeps_place)
        self.setup.choices.file_requested.connect(self.file_requested)
        self.setup.plan_requested.connect(self.plan_requested)
        self.setup.start_requested.connect(self.start_requested)
        self.setup.open_requested.connect(self.open_study)
        self.setup.duel_requested.connect(self._show_duel)
        self.setup.sweeps_requested.connect(self._show_sweeps)
        self.race.left.connect(self._show_setup)
        self.duel.left.connect(self._show_setup)
        self.duel.pair_requested.connect(self._start_pair)
        self.race.stop_requested.connect(self.stop_requested)
        self.race.report_requested.connect(self.report_requested)

    @property
    def shows_race(self) -> bool:
        """Whether a study is looked at."""
        return self._stack.currentWidget() is self.race

    @Slot(object)
    def set_presets(self, found: StudyPresetsFound) -> None:
        """The studies that come with Paraloom."""
        self.setup.choices.set_presets(found.studies)

    @Slot(object)
    def set_inventory(self, found: InventoryFound) -> None:
        """What this machine has: how far the composed spec can be spread."""
        self._inventory = found
        self._take_composed()

    @Slot(object)
    def take_file(self, read: StudyFileRead) -> None:
        """The study in a file, or why it cannot be read."""
        self.setup.take_file(read)

    @Slot(object)
    def take_plan(self, planned: StudyPlanned) -> None:
        """What a study will do."""
        self.setup.take_plan(planned)

    @Slot(object)
    def set_studies(self, studies: StudyList) -> None:
        """Every study there is; one that races while the window opens is shown at once."""
        self.setup.set_studies(studies)
        alive = [line for line in studies.lines if not line.state.is_over]
        if not self._had_studies and alive:
            self.open_study(alive[0].path)
        self._had_studies = True

    @Slot(object)
    def open_started(self, path: Path) -> None:
        """A study was started."""
        self.setup.beforehand.ready()
        self.open_study(path)

    @Slot(object)
    def open_study(self, path: Path) -> None:
        """Look at a study, from its folder."""
        self._followed = path
        self.follow_requested.emit(path)

    @Slot(object)
    def take_update(self, update: StudyUpdate) -> None:
        """What the study that is looked at has found so far."""
        if update.path == self._followed:
            is_new = self.race.path != update.path
            self.race.show_update(update)
            if is_new:
                self._stack.setCurrentWidget(self.race)

    @Slot(object)
    def hear_trouble(self, trouble: Trouble) -> None:
        """Something could not be done; what waits for it waits no longer."""
        self.setup.beforehand.ready()
        self.race.hear_trouble(trouble.path)
        if self.sweeps is not None:
            self.sweeps.hear_trouble()

    @Slot()
    def _show_sweeps(self) -> None:
        self._stack.setCurrentWidget(self._sweeps_place)
        self._take_composed()

    def _make_sweeps(self, parent: QWidget) -> QWidget:
        from gui.views.lab.sweeps import SweepsPage

        self.sweeps = SweepsPage(self._keeper, parent)
        self.sweeps.left.connect(self._show_setup)
        self.sweeps_made.emit(self.sweeps)
        return self.sweeps

    @Slot()
    def _show_duel(self) -> None:
        self._stack.setCurrentWidget(self.duel)

    @Slot()
    def _start_pair(self) -> None:
        if self._inventory is not None:
            for spec in pair_of_spec(self._composed(), self._inventory.inventory):
                self.run_requested.emit(spec)

    @Slot()
    def _show_setup(self) -> None:
        self.race.forget()
        self._followed = None
        self._take_composed()
        self._stack.setCurrentWidget(self.setup)

    def _take_composed(self) -> None:
        if self._inventory is not None and self.isVisible():
            spec = self._composed()
            self.setup.choices.set_this_spec(study_of_spec(spec, self._inventory.inventory))
            if self.sweeps is not None:
                self.sweeps.set_composed(spec)

    def showEvent(self, event: QShowEvent) -> None:
        """What is composed may have changed meanwhile."""
        super().showEvent(event)
        self._take_composed()
