"""The workspace in which a run is composed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.errors import Problem
from engine.spec import RunSpec
from engine.spec.toml import apply_changes
from gui.i18n import listed
from gui.models.messages import DevicesSampled, InventoryFound, PresetsFound, RunRow, RunTable, SpecRefused
from gui.models.spec_draft import Forecast, SpecDraft, forecast, forecast_spec
from gui.theme import ThemeKeeper
from gui.views.compose.devices_card import DevicesCard
from gui.views.compose.header import ComposeHeader
from gui.views.compose.parts import PartsForms
from gui.views.compose.plan_card import PlanCard
from gui.views.compose.strategy_card import StrategyCard
from gui.views.compose.words import short_run_name, words_of
from gui.widgets.banner import Banner
from gui.widgets.scrolled import scrolled

PLAN_DELAY_MS = 30
"""Edits that come faster than this are planned once."""
_MOST_TOLD = 4


class ComposeWorkspace(QWidget):
    """Devices, strategy, model, data and training on the left; what they become on the right."""

    start_requested = Signal(object)
    """The RunSpec to start, or to queue where its devices are taken."""
    spec_changed = Signal(object)
    """The last valid RunSpec, whenever it changes."""
    file_requested = Signal(object)
    """The path of a TOML file to open."""
    save_requested = Signal(object, object)
    """The path of a TOML file, and the RunSpec to keep there."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose")
        self.setAccessibleName(self.tr("Compose"))
        self._draft = SpecDraft()
        self._inventory: Inventory | None = None
        self._leases: Mapping[str, str] = {}
        self._runs: Mapping[str, RunRow] = {}
        self._forecast: Forecast | None = None
        self._told: RunSpec | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PLAN_DELAY_MS)
        self._timer.timeout.connect(self._plan)
        self._build(keeper)
        self._connect()
        self._show_draft()

    def _build(self, keeper: ThemeKeeper) -> None:
        self._header = ComposeHeader(keeper, self)
        self.notice = Banner(self)
        self._devices = DevicesCard(keeper, self)
        self._strategy = StrategyCard(keeper, self)
        self._parts = PartsForms(keeper, self)
        self._plan_card = PlanCard(keeper, self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._devices, self._strategy, self._parts):
            column.addWidget(part)
        column.addStretch(1)
        area = scrolled(left, self)
        area.setObjectName("compose-left")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(area, 58)
        sides.addWidget(self._plan_card, 42)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 16, 22, 10)
        layout.setSpacing(14)
        layout.addWidget(self._header)
        layout.addWidget(self.notice)
        layout.addLayout(sides, 1)
        self._area = area

    def _connect(self) -> None:
        self._header.start_clicked.connect(self.start)
        self._header.name_edited.connect(self._rename)
        self._header.undo_clicked.connect(self.undo)
        self._header.redo_clicked.connect(self.redo)
        self._header.menu.preset_chosen.connect(self.open_spec)
        self._header.menu.open_requested.connect(self.file_requested)
        self._header.menu.save_requested.connect(self._save)
        self._devices.changed.connect(self._edit)
        self._strategy.changed.connect(self._edit)
        self._parts.changed.connect(self._type)
        self._plan_card.problem_activated.connect(self._go_to)
        self._plan_card.fix_requested.connect(self._edit)
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
        return self._forecast is not None and not self._timer.isActive()

    @property
    def forecast(self) -> Forecast | None:
        """What the draft would become; None until the devices are known."""
        return self._forecast

    @Slot(object)
    def set_inventory(self, found: InventoryFound) -> None:
        """What this machine has, and which run holds what."""
        self._inventory, self._leases = found.inventory, dict(found.leases)
        self._devices.set_machine(found.inventory, self._leases)
        self._plan_card.set_inventory(found.inventory)
        self._plan()

    @Slot(object)
    def add_samples(self, sampled: DevicesSampled) -> None:
        """What the devices are doing."""
        self._devices.add_samples(sampled.samples)

    @Slot(object)
    def set_runs(self, table: RunTable) -> None:
        """All runs, so that a queued run can say how far those are that it waits for."""
        self._runs = {row.name: row for row in table.rows}
        self._show_start()

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
    def set_presets(self, found: PresetsFound) -> None:
        """Which presets there are."""
        self._header.menu.set_presets(found.presets)

    @Slot(object)
    def tell_refused(self, refused: SpecRefused) -> None:
        """A file could not be read or written: say why, and change nothing."""
        shown, others = refused.problems[:_MOST_TOLD], refused.problems[_MOST_TOLD:]
        lines = [self._located(problem) for problem in shown]
        lines += [self.tr("… and {} more").format(len(others))] if others else []
        self.notice.tell("\n".join(lines))

    @Slot()
    def start(self) -> None:
        """Ask for the start; where it cannot start, go to the first problem."""
        focused = self.window().focusWidget()
        if isinstance(focused, QAbstractSpinBox):
            focused.interpretText()  # what was typed last; a shortcut does not leave the field
        self._plan()
        if self._forecast is None:
            return
        if self._forecast.can_start:
            self.start_requested.emit(self._draft.spec)
        elif self._forecast.errors:
            self._go_to(self._forecast.errors[0])

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
        self._plan()  # a click goes on from what the last one made

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
        found = any(part.focus_field(name) for part in (self._devices, self._strategy, self._parts))
        if not found and name == "name":
            self._header.focus_name()
        focused = self.window().focusWidget()
        inside = self._area.widget()
        if focused is not None and inside is not None and inside.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused)

    @Slot(object)
    def _save(self, path: Path) -> None:
        self.save_requested.emit(path, self._draft.spec)

    def _located(self, problem: Problem) -> str:
        """A problem of a file, with its line and field."""
        where = [self.tr("line {}").format(problem.line)] if problem.line else []
        where += [problem.field] if problem.field else []
        return f"{', '.join(where)}: {words_of(problem)}" if where else words_of(problem)

    def _after_edit(self) -> None:
        self._show_draft()
        self._timer.start()

    def _show_draft(self) -> None:
        """The draft as it is; what it would become follows a moment later."""
        spec = self._draft.spec
        self._header.show_draft(self._draft)
        self._devices.show_draft(self._draft, self._taken())
        self._strategy.show_draft(self._draft)
        self._parts.show_draft(self._draft)
        if spec != self._told:
            self._told = spec
            self.spec_changed.emit(spec)

    def _taken(self) -> tuple[str, ...]:
        """The devices of the last forecast."""
        return self._forecast.device_ids if self._forecast else ()

    @Slot()
    def _plan(self) -> None:
        self._timer.stop()
        if self._inventory is None:
            self._show_problems(
                [problem for mark in self._draft.rejected.values() for problem in mark.problems]
            )
            return
        self._forecast = found = forecast(self._draft, self._inventory, self._leases)
        self._plan_card.show_forecast(found)
        self._devices.show_spec(found.spec.devices, self._taken())
        self._show_strategies(found, self._inventory)
        self._show_problems(found.problems)
        self._show_start()

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        for part in (self._devices, self._strategy, self._parts):
            part.show_problems(problems)

    def _show_strategies(self, found: Forecast, inventory: Inventory) -> None:
        """What every strategy would make of the same devices."""
        colours = self._devices.colours()
        for kind in self._strategy.kinds:
            other = found
            if kind != found.spec.strategy.kind:
                spec = apply_changes(found.spec, {"strategy.kind": kind})
                other = forecast_spec(spec, inventory, self._leases)
            self._strategy.show_forecast(kind, other, colours)

    def _show_start(self) -> None:
        names = self._forecast.waits_for if self._forecast else ()
        self._header.show_forecast(self._forecast, listed(self._run_words(name) for name in names))

    def _run_words(self, name: str) -> str:
        row = self._runs.get(name)
        if row is None or row.step is None or not row.total_steps:
            return short_run_name(name)
        return self.tr("{} ({} % done)").format(short_run_name(name), int(100 * row.step / row.total_steps))
