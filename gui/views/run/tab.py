"""One run: header, figures, plots, and what else is known of it."""

import shlex
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.plan.records import ScriptPlan
from engine.record.events import Evaluated, Event, Finished, RankFailure, RunState, StateChanged
from engine.script.names import as_share
from engine.strategies import strategy_for
from gui.engine_texts import translate_engine
from gui.i18n import listed
from gui.models.messages import LogText, RunOpened, RunUpdate, SeriesChunk
from gui.models.step_means import StepMeans
from gui.theme import ThemeKeeper
from gui.views.run.details import DetailsCard
from gui.views.run.devices_card import DevicesCard
from gui.views.run.figures import FiguresCard, RunFigures
from gui.views.run.header import RunHeader
from gui.views.run.kill_dialog import KillDialog
from gui.views.run.last_lines import LastLines
from gui.views.run.plots_page import PlotsPage
from gui.views.run.script_plots import ScriptPlots
from gui.views.run.steering import Steering
from gui.widgets.banner import Banner

_FIGURES_MS = 250
_LEFT_SHARE, _RIGHT_SHARE = 64, 36
_OF_THE_WINDOW = ("elsewhere", "clone", "folder", "copy")
"""Actions that ask nothing of the run itself."""


class RunTab(QWidget):
    """Follows one run.

    It is made part by part, see `build_next`; nothing is told to it before it is complete.
    """

    asked = Signal(str)
    """What a person asks of the run: an action of the header."""
    log_wanted = Signal(str)
    """The log that is looked at; empty for none."""

    plots: PlotsPage
    details: DetailsCard
    devices: DevicesCard

    def __init__(self, keeper: ThemeKeeper, opened: RunOpened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self.path: Path = opened.path
        self.spec = opened.spec
        self._plan = opened.plan
        self._steering = Steering()
        self._figures = RunFigures()
        self._means = StepMeans()
        self._began: float | None = None
        self._seconds_before = 0.0
        self._is_stale = True
        self.header = RunHeader(keeper, self)
        self.header.asked.connect(self._ask)
        self.banner = Banner(self)
        self._failure = LastLines(self)
        self.figures = FiguresCard(self)
        self._lay_out()
        self._parts_left = [self._add_plots, self._add_details, self._add_devices]
        self._timer = QTimer(self)
        self._timer.setInterval(_FIGURES_MS)
        self._timer.timeout.connect(self._show_figures)

    def _lay_out(self) -> None:
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._both = QSplitter(Qt.Orientation.Horizontal, self)
        for splitter in (self._both, self._right):
            splitter.setHandleWidth(10)
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 12, 22, 10)
        layout.setSpacing(10)
        for part in (self.header, self.banner, self._failure, self.figures):
            layout.addWidget(part)
        layout.addWidget(self._both, 1)

    def build_next(self) -> bool:
        """Makes one more part.

        Making all takes some 50 ms: between two parts the window can answer.

        Returns:
            Whether it is complete.
        """
        if self._parts_left:
            self._parts_left.pop(0)()
            if not self._parts_left:
                self._timer.start()
        return not self._parts_left

    def _add_plots(self) -> None:
        if isinstance(self._plan, ScriptPlan):
            self.plots = ScriptPlots(self._keeper, self)
        else:
            self.plots = PlotsPage(self._keeper, self)
        self.plots.failed.connect(self._tell_failed)
        self._both.addWidget(self.plots)
        self._both.addWidget(self._right)
        self._both.setStretchFactor(0, _LEFT_SHARE)
        self._both.setStretchFactor(1, _RIGHT_SHARE)

    def _add_details(self) -> None:
        self.details = DetailsCard(self._keeper, self)
        self.details.log_wanted.connect(self.log_wanted)
        self._right.addWidget(self.details)
        self._both.setSizes([10 * _LEFT_SHARE, 10 * _RIGHT_SHARE])

    def _add_devices(self) -> None:
        self.devices = DevicesCard(self._keeper, self)
        self._right.addWidget(self.devices)
        self._right.setStretchFactor(0, 3)
        self._right.setStretchFactor(1, 2)
        self._right.setSizes([600, 400])

    @property
    def state(self) -> RunState:
        """The run's state."""
        return self._steering.state

    @property
    def step(self) -> int:
        """The last step that is known."""
        return self._figures.step

    def reopen(self, opened: RunOpened, inventory: Inventory | None) -> None:
        """Spec and plan of the newest attempt."""
        self.spec, self._plan = opened.spec, opened.plan
        devices = listed(device.label for device in opened.plan.devices)
        kind, more = self._words_of(opened)
        title = " · ".join(part for part in (opened.spec.name, kind, devices) if part)  # imported: no devices
        self.header.show_name(title, f"{opened.path.name} · {more}")
        self.plots.analysing.run_name = opened.spec.name
        self.plots.show_plan(opened.plan, inventory)
        self.devices.show_plan(opened.plan, inventory)
        self.details.show_run(opened.plan, opened.spec, inventory)

    def _words_of(self, opened: RunOpened) -> tuple[str, str]:
        """How it is trained, and what else tells it from others."""
        script = opened.spec.script
        if script is None:
            seed = self.tr("seed {}").format(opened.spec.training.seed)
            return translate_engine(strategy_for(opened.spec).title), seed
        self._steering.is_script = True
        self.header.tell_script()
        return self.tr("Script"), shlex.join([Path(script.file).name, *script.arguments])

    def update_run(self, update: RunUpdate) -> None:
        """What is new."""
        if update.restarted:
            self._forget()
        for chunk in update.chunks:
            self._take(chunk)
        for event in update.events:
            self._hear(event)
        self._steering.state = update.state
        self.header.show_steering(self._steering)
        self._is_stale = True

    def take_log(self, log: LogText) -> None:
        """New lines of the log that is looked at."""
        self.details.take_log(log)

    def lose(self, sentence: str, mend: str) -> None:
        """It can no longer be read."""
        self.banner.tell(translate_engine(sentence), translate_engine(mend))

    def refuse(self) -> None:
        """What was asked for could not be done."""
        self._steering.refuse()
        self.header.show_steering(self._steering)

    def _forget(self) -> None:
        self.plots.clear()
        self.details.clear()
        self._means.clear()
        self._figures = RunFigures()
        self._began, self._seconds_before = None, 0.0
        self.banner.hide()
        self._failure.hide()

    def _take(self, chunk: SeriesChunk) -> None:
        if len(chunk.values):
            self._note_figure(chunk)
            self._means.take(chunk)
            self.devices.take(chunk)
            self.plots.add(chunk)

    def _note_figure(self, chunk: SeriesChunk) -> None:
        newest = float(chunk.values[-1])
        match chunk.source, chunk.metric:
            case "train", "loss":
                self._figures.train_loss = newest
            case "train", "samples_per_second":
                self._figures.samples_per_second = newest
            case (("eval" | "val" | "test"), "loss"):
                self._figures.eval_loss = newest
            case (("eval" | "val" | "test"), ("accuracy" | "acc")):
                self._figures.accuracy = as_share(newest)
        if chunk.source == "train" or self._steering.is_script:
            self._figures.step = max(self._figures.step, int(chunk.steps[-1]))

    def _hear(self, event: Event) -> None:
        self._steering.hear(event)
        self.details.add_event(event)
        match event:
            case StateChanged():
                self._note_state(event)
            case Evaluated():
                self._figures.eval_loss, self._figures.accuracy = event.loss, event.accuracy
            case Finished() if event.samples_per_second is not None:
                self._figures.samples_per_second = event.samples_per_second
            case RankFailure():
                self._show_failure(event)

    def _note_state(self, event: StateChanged) -> None:
        if event.state is RunState.RUNNING and self._began is None:
            self._began = event.time
        elif (event.state.is_over or event.state is RunState.PAUSED) and self._began is not None:
            self._seconds_before += max(0.0, event.time - self._began)
            self._began = None
        if event.state is RunState.QUEUED and event.sentence:
            self.banner.tell(translate_engine(event.sentence), severity="note")
        elif event.state is RunState.INTERRUPTED and event.sentence:
            mend = "" if self._steering.is_script else self.tr("Resume goes on from the last checkpoint.")
            self.banner.tell(translate_engine(event.sentence), mend, severity="warning")
        elif event.state is RunState.RUNNING:
            self.banner.hide()

    def _show_failure(self, event: RankFailure) -> None:
        sentence = translate_engine(event.sentence)
        if event.rank is not None and event.device_id:
            if (label := self._label(event.device_id)) not in sentence:
                sentence += " " + self.tr("(rank {} on {})").format(event.rank, label)
            self.details.choose_log(f"rank-{event.rank}")
        self.banner.tell(sentence, translate_engine(event.mend))
        self._failure.show_lines(event.last_lines)

    def _label(self, device_id: str) -> str:
        """What a person calls a device of the plan."""
        return next((each.label for each in self._plan.devices if each.id == device_id), device_id)

    @Slot()
    def _show_figures(self) -> None:
        is_live = not self._steering.state.is_over
        if not self.isVisible() or not (self._is_stale or self._began is not None):
            return
        self._is_stale = False
        running = 0.0 if self._began is None else max(0.0, time.time() - self._began)
        self._figures.elapsed_seconds = self._seconds_before + running or None
        self._figures.step_seconds = self._means.step_seconds()
        self.details.show_means(self._means, at_once=not is_live)
        self.figures.show_figures(self._figures, self._plan, is_live=is_live)

    @Slot(str)
    def _tell_failed(self, sentence: str) -> None:
        self.banner.tell(sentence)

    @Slot(str)
    def _ask(self, action: str) -> None:
        if action == "copy":
            QGuiApplication.clipboard().setText(str(self.path))
            return
        if action == "kill":
            dialog = KillDialog(self)
            dialog.agreed.connect(self._kill)
            dialog.open()
            return
        self._do(action)

    @Slot()
    def _kill(self) -> None:
        self._do("kill")

    def _do(self, action: str) -> None:
        if action not in _OF_THE_WINDOW:
            self._steering.ask(action)
            self.header.show_steering(self._steering)
        self.asked.emit(action)
