"""The workspace in which a run is composed."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.errors import Problem
from engine.spec import RunSpec, ScriptSpec
from gui.models.messages import (
    DevicesSampled,
    InventoryFound,
    PresetsFound,
    ResumeWanted,
    Resumption,
    RunStarted,
    RunTable,
    SpecRefused,
    SurveyTaken,
    SurveyWanted,
)
from gui.models.spec_draft import Forecast, SpecDraft
from gui.theme import ThemeKeeper
from gui.views.compose.header import ComposeHeader
from gui.views.compose.left_side import LeftSide
from gui.views.compose.notices import RefusedNotice, ResumptionNotice, resume_wanted
from gui.views.compose.plan_card import PlanCard
from gui.views.compose.planner import Planner


class ComposeWorkspace(QWidget):
    """Devices, strategy, model, data and training on the left; what they become on the right."""

    start_requested = Signal(object)
    """The RunSpec to start, or to queue where its devices are taken."""
    resume_requested = Signal(ResumeWanted)
    """A run that is to go on, and what is to change."""
    spec_changed = Signal(object)
    """The last valid RunSpec, whenever it changes."""
    file_requested = Signal(object)
    """The path of a TOML file to open."""
    save_requested = Signal(object, object)
    """The path of a TOML file, and the RunSpec to keep there."""
    survey_wanted = Signal(SurveyWanted)
    """What has to be read of data and model; nothing is read here."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose")
        self.setAccessibleName(self.tr("Compose"))
        self._draft = SpecDraft()
        self._trained = RunSpec()  # what was composed last that Paraloom trains itself
        self._told: RunSpec | None = None
        self._planner = Planner(self._draft, self)
        self._build(keeper)
        self._connect()
        self._show_draft()

    def _build(self, keeper: ThemeKeeper) -> None:
        self._header = ComposeHeader(keeper, self)
        self.notice, self.resumption = RefusedNotice(self), ResumptionNotice(self)
        self._left = LeftSide(keeper, self)
        self._plan_card = PlanCard(keeper, self)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self._left, 58)
        sides.addWidget(self._plan_card, 42)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 16, 22, 10)
        layout.setSpacing(14)
        layout.addWidget(self._header)
        layout.addWidget(self.notice)
        layout.addWidget(self.resumption)
        layout.addLayout(sides, 1)

    def _connect(self) -> None:
        self._header.start_clicked.connect(self.start)
        self._header.name_edited.connect(self._rename)
        self._header.undo_clicked.connect(self.undo)
        self._header.redo_clicked.connect(self.redo)
        self._header.menu.preset_chosen.connect(self.open_spec)
        self._header.menu.open_requested.connect(self.file_requested)
        self._header.menu.save_requested.connect(self._save)
        self._header.menu.script_requested.connect(self.compose_script)
        self.resumption.action_clicked.connect(self._leave_resumption)
        self._left.script.left.connect(self._leave_script)
        self._left.clicked.connect(self._edit)
        self._left.typed.connect(self._type)
        self._left.parts.undo_requested.connect(self.undo)
        self._left.parts.redo_requested.connect(self.redo)
        self._plan_card.problem_activated.connect(self._go_to)
        self._plan_card.fix_requested.connect(self._edit)
        self._planner.planned.connect(self._show_forecast)
        self._planner.survey_wanted.connect(self.survey_wanted)
        for keys, slot in (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence.StandardKey.Redo, self.redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    @property
    def draft(self) -> SpecDraft:
        """What is being composed."""
        return self._draft

    @property
    def header(self) -> ComposeHeader:
        """Name, presets and Start."""
        return self._header

    @property
    def is_planned(self) -> bool:
        """Whether what is shown is the plan of the last edit."""
        return self._planner.is_planned

    @property
    def forecast(self) -> Forecast | None:
        """What the draft would become; None until the devices are known."""
        return self._planner.forecast

    @Slot(object)
    def set_inventory(self, found: InventoryFound) -> None:
        """What this machine has, and which run holds what."""
        self._left.devices.set_machine(found.inventory, dict(found.leases))
        self._plan_card.set_inventory(found.inventory)
        self._planner.set_machine(found)

    @Slot(object)
    def take_survey(self, taken: SurveyTaken) -> None:
        """What was read of data and model."""
        self._planner.take_survey(taken)

    @Slot(object)
    def add_samples(self, sampled: DevicesSampled) -> None:
        """What the devices are doing."""
        self._left.devices.add_samples(sampled.samples)

    @Slot(object)
    def set_runs(self, table: RunTable) -> None:
        """All runs, so that a queued run can say how far those are that it waits for."""
        self._header.set_runs(table)

    @Slot(object)
    def set_spec(self, spec: RunSpec) -> None:
        """Compose from this spec on. It can be undone, unless nothing was there before it."""
        if self._draft.can_undo or self._draft.can_redo or self._draft.rejected:
            self._draft.replace(spec)
        else:
            self._draft = SpecDraft(spec)
        self._after_edit()

    @Slot(object)
    def open_spec(self, spec: RunSpec) -> None:
        """Go on with a spec that a person chose; it can be undone."""
        self.notice.hide()
        self._draft.replace(spec)
        self._after_edit()

    @Slot(object)
    def open_resumption(self, found: Resumption) -> None:
        """Go on with the spec of a run that is to be resumed with changes; it can be undone."""
        self.notice.hide()
        self._draft.replace(found.spec, found)
        self._after_edit()

    @Slot(object)
    def end_resumption(self, started: RunStarted) -> None:
        """The run goes on: from here on a new one is composed."""
        if self._draft.resumes is not None and self._draft.resumes.path == started.path:
            self._leave_resumption()

    @Slot()
    def _leave_resumption(self) -> None:
        self._draft.replace(self._draft.spec)
        self._after_edit()

    @Slot(object)
    def set_presets(self, found: PresetsFound) -> None:
        """Which presets there are."""
        self._header.menu.set_presets(found.presets)

    @Slot(object)
    def tell_refused(self, refused: SpecRefused) -> None:
        """A file could not be read or written: say why, and change nothing."""
        self.notice.tell_refused(refused)

    @Slot()
    def compose_script(self) -> None:
        """Go on with a script of one's own, on the same devices."""
        if self._draft.spec.script is None:
            devices = self._draft.spec.devices
            self._draft.replace(RunSpec(name="script", devices=devices, script=ScriptSpec()))
            self._after_edit()

    @Slot()
    def _leave_script(self) -> None:
        devices = self._draft.spec.devices
        self._draft.replace(self._trained.model_copy(update={"devices": devices}))
        self._after_edit()

    @Slot()
    def start(self) -> None:
        """Ask for the start; where it cannot start, go to the first problem."""
        focused = self.window().focusWidget()
        if isinstance(focused, QAbstractSpinBox):
            focused.interpretText()  # what was typed last; a shortcut does not leave the field
        self._planner.ask_again()
        self._planner.plan()
        found = self.forecast
        if found is not None and found.can_start:
            spec, resumes = self._draft.spec, self._draft.resumes
            if resumes is None:
                self.start_requested.emit(spec)
            else:
                self.resume_requested.emit(resume_wanted(resumes, spec))
        elif found is not None and found.errors:
            self._go_to(found.errors[0])

    @Slot()
    def undo(self) -> None:
        """Take the last edit back."""
        self._draft.undo()
        self._after_edit()

    @Slot()
    def redo(self) -> None:
        """Bring it back."""
        self._draft.redo()
        self._after_edit()

    @Slot(object)
    def _edit(self, changes: Mapping[str, object]) -> None:
        self._draft.edit(changes)
        self._after_edit()
        self._planner.plan()  # a click goes on from what the last one made

    @Slot(object)
    def _type(self, changes: Mapping[str, object]) -> None:
        self._draft.edit(changes, merge=True)
        self._after_edit()

    @Slot(str)
    def _rename(self, name: str) -> None:
        self._type({"name": name})

    @Slot(object)
    def _go_to(self, problem: Problem) -> None:
        """Put the focus where the field of a problem is edited, and bring it into sight."""
        name = problem.field
        if not self._left.focus_field(name) and name == "name":
            self._header.focus_name()

    @Slot(object)
    def _save(self, path: Path) -> None:
        self.save_requested.emit(path, self._draft.spec)

    def _after_edit(self) -> None:
        self._show_draft()
        self._planner.set_draft(self._draft)

    def _show_draft(self) -> None:
        """The draft as it is; what it would become follows a moment later."""
        spec = self._draft.spec
        self._header.show_draft(self._draft)
        self.resumption.show_resumption(self._draft.resumes)
        self._left.devices.show_draft(self._draft, self._taken())
        self._left.show_draft(self._draft)
        self._trained = spec if spec.script is None else self._trained
        if spec != self._told:
            self._told = spec
            self.spec_changed.emit(spec)

    def _taken(self) -> tuple[str, ...]:
        """The devices of the last forecast."""
        return self.forecast.device_ids if self.forecast else ()

    @Slot()
    def _show_forecast(self) -> None:
        found = self.forecast
        if found is None:
            self._left.show_problems(
                [problem for mark in self._draft.rejected.values() for problem in mark.problems]
            )
            return
        self._plan_card.show_forecast(found)
        self._left.devices.show_spec(found.spec.devices, self._taken())
        if found.spec.script is None:
            self._left.parts.show_survey(found.spec, found.survey)
            colours = self._left.devices.colours()
            for kind in self._left.strategy.kinds:  # what each would make of the same devices
                self._left.strategy.show_forecast(kind, self._planner.with_strategy(kind) or found, colours)
        self._left.show_problems(found.problems)
        self._header.show_forecast(found)
