"""What else is known of a run: step time, weave, logs, events, checkpoints, spec."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QTabWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from engine.devices.inventory import Inventory
from engine.plan.records import AnyPlan, Plan
from engine.record.events import CheckpointSaved, Event, RankFailure, Warned
from engine.spec import RunSpec
from engine.spec.toml import format_spec
from gui.models.line_table import Line, LineTable
from gui.models.messages import LogText
from gui.models.step_means import StepMeans
from gui.plots.step_bars import StepBars
from gui.plots.weave import WeaveView
from gui.theme import ThemeKeeper
from gui.views.run.event_words import event_words, reason_word
from gui.views.run.step_advice import StepAdvice
from gui.widgets.card import Card
from gui.widgets.lazy import LazyPage
from gui.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from gui.views.run.log_page import LogPage

_MOST_LINES = 5000
_MEANS_SECONDS = 1.0
_STEP_TIME, _WEAVE, _LOG, _EVENTS, _CHECKPOINTS, _SPEC = range(6)
"""Places of the tabs."""


class DetailsCard(Card):
    """A tab each; but for the first two, which cost nothing, they are made when they are first shown."""

    log_wanted = Signal(str)

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._keeper = keeper
        self._plan: AnyPlan | None = None
        self._spec_text = ""
        self._log_name = ""
        self._log: LogPage | None = None
        self._spec: QPlainTextEdit | None = None
        self._means_due = 0.0
        """When the time of a step is shown anew; of the monotonic clock, s."""
        self._bars = StepBars(keeper, self)
        self._advice = StepAdvice(self)
        self._weave = WeaveView(keeper, self)
        self.events = LineTable((self.tr("Time"), self.tr("What happened")), _MOST_LINES, self)
        columns = (self.tr("Step"), self.tr("Saved"), self.tr("Seconds"), self.tr("Why"))
        self.checkpoints = LineTable(columns, _MOST_LINES, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("run-details")
        self.tabs.setUsesScrollButtons(True)
        for widget, title in (
            (_column(self._bars, self._advice), self.tr("Step time")),
            (_column(self._weave), self.tr("Weave")),
            (LazyPage(self._make_log, self), self.tr("Log")),
            (LazyPage(self._make_events, self), self.tr("Events")),
            (LazyPage(self._make_checkpoints, self), self.tr("Checkpoints")),
            (LazyPage(self._make_spec, self), self.tr("Spec")),
        ):
            self.tabs.addTab(widget, title)
        self.tabs.setDocumentMode(True)
        self.body.addWidget(self.tabs, 1)

    def show_run(self, plan: AnyPlan, spec: RunSpec, inventory: Inventory | None) -> None:
        """Spec and plan of the newest attempt."""
        if inventory is not None:
            self._weave.set_inventory(inventory)
        if isinstance(plan, Plan):
            self._weave.set_plan(plan, spec)
        else:
            self._show_script()
        self._bars.set_devices(plan, inventory)
        self._plan, self._spec_text = plan, format_spec(spec)
        if self._spec is not None:
            self._spec.setPlainText(self._spec_text)
        if self._log is not None:
            self._log.show_plan(plan)

    def _show_script(self) -> None:
        """What a script prints first of all; it has no steps, layers or checkpoints that we know of."""
        for place in (_STEP_TIME, _WEAVE, _CHECKPOINTS):
            self.tabs.setTabVisible(place, False)
        self.tabs.setTabText(_LOG, self.tr("Console"))
        self.tabs.setCurrentIndex(_LOG)

    def choose_log(self, name: str) -> None:
        """The log to look at, where somebody looks: `launcher` or `rank-0`."""
        self._log_name = name
        if self._log is not None:
            self._log.choose(name)

    def clear(self) -> None:
        """Forget what happened."""
        self._bars.clear()
        self.events.clear()
        self.checkpoints.clear()

    def take_log(self, log: LogText) -> None:
        """New lines of the log that is looked at."""
        if self._log is not None:
            self._log.take(log)

    def show_means(self, means: StepMeans, *, at_once: bool) -> None:
        """Where the time of a step goes now.

        Args:
            means: Of the last steps.
            at_once: Not at most once a second: means hardly move, and nothing more will come.
        """
        now = time.monotonic()
        if not means.ranks or (now < self._means_due and not at_once):
            return
        self._means_due = now + _MEANS_SECONDS
        for rank in means.ranks:
            self._bars.set_rank(rank, means.phases(rank))
        self._advice.show_shares(self._bars.shares())

    def add_event(self, event: Event) -> None:
        """Something happened; the newest is on top."""
        when = time.strftime("%H:%M:%S", time.localtime(event.time))
        words = event_words(event)
        self.events.add(Line((when, words), tip=words, is_bold=isinstance(event, RankFailure | Warned)))
        if isinstance(event, CheckpointSaved):
            texts = (f"{event.step:,}", when, f"{event.seconds:.2f}", reason_word(event.reason))
            self.checkpoints.add(Line(texts, tip=event.name))

    def _make_log(self, page: QWidget) -> QWidget:
        from gui.views.run.log_page import LogPage  # with the page: the first tab is there sooner

        self._log = LogPage(self._keeper, page)
        self._log.wanted.connect(self.log_wanted)
        if self._plan is not None:
            self._log.show_plan(self._plan)
        if self._log_name:
            self._log.choose(self._log_name)
        return self._log

    def _make_events(self, page: QWidget) -> QWidget:
        return _list(page, "run-events", self.events, stretch=1)

    def _make_checkpoints(self, page: QWidget) -> QWidget:
        return _list(page, "run-checkpoints", self.checkpoints, stretch=3)

    def _make_spec(self, page: QWidget) -> QWidget:
        self._spec = QPlainTextEdit(page)
        self._spec.setReadOnly(True)
        self._spec.setObjectName("run-spec")
        self._spec.setAccessibleName(self.tr("Spec"))
        self._spec.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._spec.setPlainText(self._spec_text)
        return self._spec


def _list(parent: QWidget, name: str, lines: LineTable, *, stretch: int) -> QTreeView:
    found = QTreeView(parent)
    found.setObjectName(name)
    found.setAccessibleName(lines.headerData(lines.columnCount() - 1, Qt.Orientation.Horizontal))
    found.setModel(lines)
    found.setRootIsDecorated(False)
    found.setUniformRowHeights(True)
    found.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    found.setTextElideMode(Qt.TextElideMode.ElideRight)
    header = found.header()
    header.setStretchLastSection(False)
    header.setResizeContentsPrecision(0)  # as wide as what is in view: not all of thousands is measured
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    return found


def _column(*widgets: QWidget) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 8, 0, 0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return scrolled(inner)
