"""What else is known of a run: step time, weave, logs, events, checkpoints, spec."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.devices.inventory import Inventory
from engine.plan.records import Plan
from engine.record.events import CheckpointSaved, Event, RankFailure, Warned
from engine.spec import RunSpec
from engine.spec.toml import format_spec
from gui.models.messages import LogText
from gui.models.step_means import StepMeans
from gui.plots.step_bars import StepBars
from gui.plots.weave import WeaveView
from gui.theme import ThemeKeeper
from gui.views.run.event_words import event_words, reason_word
from gui.views.run.log_page import LogPage
from gui.widgets.card import Card
from gui.widgets.scrolled import scrolled

_MOST_EVENTS = 5000


class DetailsCard(Card):
    """A tab each."""

    log_wanted = Signal(str)

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._bars = StepBars(keeper, self)
        self._weave = WeaveView(keeper, self)
        self.log = LogPage(keeper, self)
        self.log.wanted.connect(self.log_wanted)
        self._events = _list(self, "run-events", (self.tr("Time"), self.tr("What happened")), stretch=1)
        columns = (self.tr("Step"), self.tr("Saved"), self.tr("Seconds"), self.tr("Why"))
        self._checkpoints = _list(self, "run-checkpoints", columns, stretch=3)
        self._spec = QPlainTextEdit(self)
        self._spec.setReadOnly(True)
        self._spec.setObjectName("run-spec")
        self._spec.setAccessibleName(self.tr("Spec"))
        self._spec.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("run-details")
        self._tabs.setUsesScrollButtons(True)
        for widget, title in (
            (_column(self._bars), self.tr("Step time")),
            (_column(self._weave), self.tr("Weave")),
            (self.log, self.tr("Log")),
            (self._events, self.tr("Events")),
            (self._checkpoints, self.tr("Checkpoints")),
            (self._spec, self.tr("Spec")),
        ):
            self._tabs.addTab(widget, title)
        self._tabs.setDocumentMode(True)
        self.body.addWidget(self._tabs, 1)

    def show_tab(self, name: str) -> None:
        """Bring the tab of an object's name forward: `log-page`, `run-events`…"""
        for index in range(self._tabs.count()):
            widget = self._tabs.widget(index)
            if widget is not None and widget.objectName() == name:
                self._tabs.setCurrentIndex(index)

    def show_run(self, plan: Plan, spec: RunSpec, inventory: Inventory | None) -> None:
        """Spec and plan of the newest attempt."""
        if inventory is not None:
            self._weave.set_inventory(inventory)
        self._weave.set_plan(plan, spec)
        self._bars.set_devices(plan, inventory)
        self._spec.setPlainText(format_spec(spec))
        self.log.show_plan(plan)

    def clear(self) -> None:
        """Forget what happened."""
        self._bars.clear()
        self._events.clear()
        self._checkpoints.clear()

    def take_log(self, log: LogText) -> None:
        """New lines of the log that is looked at."""
        self.log.take(log)

    def show_means(self, means: StepMeans) -> None:
        """Where the time of a step goes now."""
        for rank in means.ranks:
            self._bars.set_rank(rank, means.phases(rank))

    def add_event(self, event: Event) -> None:
        """Something happened; the newest is on top."""
        when = time.strftime("%H:%M:%S", time.localtime(event.time))
        words = event_words(event)
        item = _item((when, words), tip=words)
        if isinstance(event, RankFailure | Warned):
            font = item.font(1)
            font.setBold(True)
            item.setFont(1, font)
        self._events.insertTopLevelItem(0, item)
        if self._events.topLevelItemCount() > _MOST_EVENTS:
            self._events.takeTopLevelItem(_MOST_EVENTS)
        if isinstance(event, CheckpointSaved):
            row = (f"{event.step:,}", when, f"{event.seconds:.2f}", reason_word(event.reason))
            self._checkpoints.insertTopLevelItem(0, _item(row, tip=event.name))


def _item(texts: tuple[str, ...], *, tip: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(texts))
    for column in range(len(texts)):
        item.setToolTip(column, tip)
    return item


def _list(parent: QWidget, name: str, columns: tuple[str, ...], *, stretch: int) -> QTreeWidget:
    found = QTreeWidget(parent)
    found.setObjectName(name)
    found.setAccessibleName(columns[-1])
    found.setHeaderLabels(list(columns))
    found.setRootIsDecorated(False)
    found.setUniformRowHeights(True)
    found.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    found.setTextElideMode(Qt.TextElideMode.ElideRight)
    header = found.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    return found


def _column(widget: QWidget) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 8, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return scrolled(inner)
