"""The workspace of runs that are open, a tab each."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QTabWidget, QWidget

from engine.devices.inventory import Inventory
from gui.models.messages import InventoryFound, LogText, RunLost, RunOpened, RunUpdate, Trouble
from gui.theme import ThemeKeeper
from gui.views.run.tab import RunTab
from gui.widgets.empty import EmptyState

RunMessage = RunOpened | RunUpdate | LogText | RunLost | Trouble


class RunWorkspace(QWidget):
    """Opens tabs, hands them what is new, and says what a person asks of a run."""

    command_requested = Signal(object, str)
    resume_requested = Signal(object)
    elsewhere_requested = Signal(object)
    """The path of a run that is to be resumed with changes."""
    close_requested = Signal(object)
    log_requested = Signal(object, str)
    """A run and the log of it that is looked at; empty for none."""
    clone_requested = Signal(object)
    """The RunSpec to compose from."""
    reveal_requested = Signal(object)
    page_requested = Signal(str)

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run")
        self._keeper = keeper
        self._inventory: Inventory | None = None
        self._found: dict[Path, RunTab] = {}
        self._building: dict[Path, list[RunMessage]] = {}
        """Tabs that are not complete yet, and what they have to be told then."""
        self._wanted: Path | None = None
        self._builder = QTimer(self)
        self._builder.timeout.connect(self._build_next)
        self._tabs = QTabWidget(self)
        self._tabs.setTabsClosable(True)
        self._tabs.setDocumentMode(True)
        self._tabs.tabCloseRequested.connect(self._close)
        close = QShortcut(QKeySequence("Ctrl+W"), self)
        close.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        close.activated.connect(self._close_shown)
        self._empty = EmptyState(
            self.tr("No run is open"),
            self.tr("Start one in Compose, or open one from the table of all runs."),
            (("compose", self.tr("Compose a run")), ("runs", self.tr("All runs"))),
            self,
        )
        self._empty.chosen.connect(self.page_requested)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._tabs)

    def tab(self, path: Path) -> RunTab | None:
        """The tab of a run, where it is open and complete."""
        return None if path in self._building else self._found.get(path)

    @Slot(object)
    def set_inventory(self, found: InventoryFound) -> None:
        """What this machine has, for the colours of devices."""
        self._inventory = found.inventory

    @Slot(object)
    def show_run(self, opened: RunOpened) -> None:
        """Open its tab, or renew it."""
        if opened.path not in self._found:
            tab = RunTab(self._keeper, opened, self._tabs)
            tab.asked.connect(self._ask)
            tab.log_wanted.connect(self._want_log)
            self._found[opened.path] = tab
            self._building[opened.path] = []
            self._tabs.addTab(tab, opened.spec.name.replace("&", "&&"))
            self._builder.start()
            if opened.path == self._wanted:
                self.bring_forward(opened.path)
        self._hand(opened.path, opened)
        self._stack.setCurrentWidget(self._tabs)

    def bring_forward(self, path: Path) -> None:
        """Show the tab of a run, now or once it is there."""
        self._wanted = None if path in self._found else path
        if path in self._found:
            self._tabs.setCurrentWidget(self._found[path])

    @Slot(object)
    def update_run(self, update: RunUpdate) -> None:
        """What is new in a run."""
        self._hand(update.path, update)

    @Slot(object)
    def take_log(self, log: LogText) -> None:
        """New lines of a log that is looked at."""
        self._hand(log.path, log)

    @Slot(object)
    def lose_run(self, lost: RunLost) -> None:
        """A run can no longer be read."""
        self._hand(lost.path, lost)

    @Slot(object)
    def hear_trouble(self, trouble: Trouble) -> None:
        """Something asked of a run could not be done: its buttons are free again."""
        if trouble.path is not None:
            self._hand(trouble.path, trouble)

    def _hand(self, path: Path, message: RunMessage) -> None:
        """Tell a tab, or remember it until the tab is complete."""
        if path in self._building:
            self._building[path].append(message)
        elif path in self._found:
            self._tell(self._found[path], message)

    def _tell(self, tab: RunTab, message: RunMessage) -> None:
        match message:
            case RunOpened():
                tab.reopen(message, self._inventory)
            case RunUpdate():
                tab.update_run(message)
            case LogText():
                tab.take_log(message)
            case RunLost():
                tab.lose(message.sentence, message.mend)
            case Trouble():
                tab.refuse()

    @Slot()
    def _build_next(self) -> None:
        """One part of one tab, the one that is looked at first."""
        shown = [path for path in self._building if self._found[path] is self._tabs.currentWidget()]
        path = next(iter((*shown, *self._building)), None)
        if path is None:
            self._builder.stop()
        elif self._found[path].build_next():
            for message in self._building.pop(path):
                self._tell(self._found[path], message)

    @Slot(str)
    def _ask(self, action: str) -> None:
        tab = self.sender()
        assert isinstance(tab, RunTab)
        match action:
            case "resume":
                self.resume_requested.emit(tab.path)
            case "elsewhere":
                self.elsewhere_requested.emit(tab.path)
            case "clone":
                self.clone_requested.emit(tab.spec)
            case "folder":
                self.reveal_requested.emit(tab.path)
            case _:
                self.command_requested.emit(tab.path, action)

    @Slot(str)
    def _want_log(self, name: str) -> None:
        tab = self.sender()
        assert isinstance(tab, RunTab)
        self.log_requested.emit(tab.path, name)

    @Slot()
    def _close_shown(self) -> None:
        if self._found:
            self._close(self._tabs.currentIndex())

    @Slot(int)
    def _close(self, index: int) -> None:
        tab = self._tabs.widget(index)
        assert isinstance(tab, RunTab)
        self._tabs.removeTab(index)
        del self._found[tab.path]
        self._building.pop(tab.path, None)
        self.log_requested.emit(tab.path, "")
        self.close_requested.emit(tab.path)
        tab.deleteLater()
        if not self._found:
            self._stack.setCurrentWidget(self._empty)
