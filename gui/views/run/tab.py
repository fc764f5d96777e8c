"""One run: header, plots, and what else is known of it."""

import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.record.events import (
    CheckpointSaved,
    CommandObeyed,
    Evaluated,
    Event,
    Finished,
    Progress,
    RankFailure,
    RunState,
    StateChanged,
    Warned,
)
from engine.spec.toml import format_spec
from gui.i18n import translate_engine
from gui.models.messages import RunOpened, RunUpdate, SeriesChunk
from gui.plots.step_bars import PHASES, StepBars
from gui.plots.weave import WeaveView
from gui.theme import ThemeKeeper
from gui.views.run.header import RunHeader
from gui.views.run.plots_page import PlotsPage
from gui.views.run.steering import Steering
from gui.widgets.banner import Banner
from gui.widgets.pill import state_word

_RECENT_STEPS = 20
_HEADER_MS = 200


class RunTab(QWidget):
    """Follows one run."""

    asked = Signal(str)
    """What a person asks of the run: an action of the header."""

    def __init__(self, keeper: ThemeKeeper, opened: RunOpened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path = opened.path
        self.spec = opened.spec
        self._plan = opened.plan
        self._steering = Steering()
        self._step = 0
        self._rate: float | None = None
        self._recent: dict[tuple[int, str], np.ndarray] = {}
        self._is_stale = True
        self.header = RunHeader(keeper, self)
        self.header.show_name(opened.path.name)
        self.header.asked.connect(self._ask)
        self.banner = Banner(self)
        self.plots = PlotsPage(keeper, self)
        self.plots.failed.connect(self._tell_failed)
        self._bars = StepBars(keeper, self)
        self._weave = WeaveView(keeper, self)
        self._events = _text(self, "run-events", self.tr("Events"))
        self._failure = _text(self, "run-failure", self.tr("Last lines"))
        self._failure.setMaximumHeight(150)
        self._failure.hide()
        self._spec = _text(self, "run-spec", self.tr("Spec"))
        self._checkpoints = _text(self, "run-checkpoints", self.tr("Checkpoints"))
        self._tabs = QTabWidget(self)
        for widget, title in (
            (self.plots, self.tr("Plots")),
            (self._bars, self.tr("Step time")),
            (self._weave, self.tr("Weave")),
            (self._events, self.tr("Events")),
            (self._checkpoints, self.tr("Checkpoints")),
            (self._spec, self.tr("Spec")),
        ):
            self._tabs.addTab(widget, title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 12, 22, 10)
        layout.setSpacing(8)
        for part in (self.header, self.banner, self._failure):
            layout.addWidget(part)
        layout.addWidget(self._tabs, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_HEADER_MS)
        self._timer.timeout.connect(self._show_figures)
        self._timer.start()

    @property
    def state(self) -> RunState:
        """The run's state."""
        return self._steering.state

    @property
    def step(self) -> int:
        """The last step that is known."""
        return self._step

    def reopen(self, opened: RunOpened, inventory: Inventory | None) -> None:
        """Spec and plan of the newest attempt."""
        self.spec, self._plan = opened.spec, opened.plan
        self.plots.show_plan(opened.plan, inventory)
        if inventory is not None:
            self._weave.set_inventory(inventory)
        self._weave.set_plan(opened.plan, opened.spec)
        self._spec.setPlainText(format_spec(opened.spec))

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

    def lose(self, sentence: str, mend: str) -> None:
        """It can no longer be read."""
        self.banner.tell(translate_engine(sentence), translate_engine(mend))

    def refuse(self) -> None:
        """What was asked for could not be done."""
        self._steering.refuse()
        self.header.show_steering(self._steering)

    def _forget(self) -> None:
        self.plots.clear()
        self._bars.clear()
        self._recent.clear()
        self._events.clear()
        self._checkpoints.clear()
        self.banner.hide()
        self._failure.hide()

    def _take(self, chunk: SeriesChunk) -> None:
        if chunk.source == "train" and len(chunk.steps):
            self._step = max(self._step, int(chunk.steps[-1]))
            if chunk.metric == "samples_per_second":
                self._rate = float(chunk.values[-1])
        phase = chunk.metric.removesuffix("_seconds")
        if chunk.source.startswith("rank-") and (phase in PHASES or phase == "step"):
            key = (int(chunk.source.removeprefix("rank-")), phase)
            before = self._recent.get(key, np.empty(0))
            self._recent[key] = np.concatenate([before, chunk.values])[-_RECENT_STEPS:]
        self.plots.add(chunk)

    def _hear(self, event: Event) -> None:
        self._steering.hear(event)
        when = time.strftime("%H:%M:%S", time.localtime(event.time))
        self._events.appendPlainText(f"{when}  {self._words(event)}")
        if isinstance(event, CheckpointSaved):
            self._checkpoints.appendPlainText(f"{event.name}   {event.reason}   {event.seconds:.2f} s")
        elif isinstance(event, RankFailure):
            self._show_failure(event)
        elif isinstance(event, StateChanged) and event.state is RunState.QUEUED and event.sentence:
            self.banner.tell(translate_engine(event.sentence), severity="note")
        elif isinstance(event, StateChanged) and event.state is RunState.RUNNING:
            self.banner.hide()

    def _show_failure(self, event: RankFailure) -> None:
        sentence = translate_engine(event.sentence)
        if event.rank is not None and event.device_id:
            sentence += " " + self.tr("(rank {} on {})").format(event.rank, event.device_id)
        self.banner.tell(sentence, translate_engine(event.mend))
        self._failure.setPlainText("\n".join(event.last_lines))
        self._failure.setVisible(bool(event.last_lines))

    def _words(self, event: Event) -> str:
        match event:
            case StateChanged():
                return f"{state_word(event.state)}. {translate_engine(event.sentence)}".rstrip()
            case Progress():
                return self.tr("{} at step {}").format(event.what.replace("_", " "), event.step)
            case Evaluated():
                return self.tr("evaluated at step {}: loss {}, accuracy {} %").format(
                    event.step, f"{event.loss:.4f}", f"{100 * event.accuracy:.2f}"
                )
            case CheckpointSaved():
                return self.tr("checkpoint {} saved").format(event.name)
            case CommandObeyed():
                return self.tr("{} obeyed at step {}").format(event.action, event.step)
            case Warned() | RankFailure():
                return f"{translate_engine(event.sentence)} {translate_engine(event.mend)}".rstrip()
            case Finished():
                return self.tr("{} after {} steps").format(state_word(event.state), event.steps)

    @Slot()
    def _show_figures(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        ranks = {rank for rank, _ in self._recent}
        means = {key: float(values.mean()) for key, values in self._recent.items() if len(values)}
        for rank in ranks:
            self._bars.set_rank(rank, {phase: means.get((rank, phase), 0.0) for phase in PHASES})
        self.header.show_progress(
            self._plan,
            self._step,
            self._rate,
            is_live=not self._steering.state.is_over,
            seconds=means.get((0, "step")),
        )

    @Slot(str)
    def _tell_failed(self, sentence: str) -> None:
        self.banner.tell(sentence)

    @Slot(str)
    def _ask(self, action: str) -> None:
        if action == "kill" and not self._confirms_kill():
            return
        if action not in ("clone", "folder"):
            self._steering.ask(action)
            self.header.show_steering(self._steering)
        self.asked.emit(action)

    def _confirms_kill(self) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Kill this run?"),
            self.tr("Its processes end at once. What came after the last checkpoint is lost."),
        )
        return answer == QMessageBox.StandardButton.Yes


def _text(parent: QWidget, name: str, words: str) -> QPlainTextEdit:
    text = QPlainTextEdit(parent)
    text.setReadOnly(True)
    text.setObjectName(name)
    text.setAccessibleName(words)
    text.setMaximumBlockCount(5000)
    return text
