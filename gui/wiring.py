"""The window with everything connected: the one place where views meet the engine thread."""

import time
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QApplication

from gui import pages
from gui.composing import Composing
from gui.engine_texts import translate_engine
from gui.engine_thread.thread import EngineThread
from gui.main_window import MainWindow
from gui.models.column_choice import ColumnChoice, format_columns
from gui.models.messages import InventoryFound, RunRow, RunStarted, RunTable, Trouble
from gui.models.run_views import SavedViews, format_views
from gui.plots.device_history import DeviceHistory
from gui.settings import Settings
from gui.theme import ThemeKeeper

_LONGEST_LOOK_MS = 1000
"""For the first look at the runs, until a workspace is shown without it."""


class Window(QObject):
    """The main window, its engine thread, and how they talk."""

    opened = Signal()
    """The first workspace is shown."""

    def __init__(self, main: MainWindow, keeper: ThemeKeeper, settings: Settings, runs_dir: Path) -> None:
        """Connects everything; nothing is read or started before `begin`.

        Args:
            main: The frame, with its workspaces on the rail.
            keeper: The theme.
            settings: What is remembered.
            runs_dir: The folder of all runs.
        """
        super().__init__()
        self.keeper, self.settings, self.runs_dir = keeper, settings, runs_dir
        self.main = main
        self.engine = EngineThread(runs_dir)
        self.history = DeviceHistory(self)
        self.composing = Composing(main, self.engine, settings, self)
        self.table: RunTable | None = None
        self.inventory: InventoryFound | None = None
        self._began = time.time()
        self._found_alive: set[Path] = set()
        """Runs that lived when the window opened."""
        self._closing_when_stopped = False
        self._is_open = True
        for key, make in (
            ("compose", pages.make_compose),
            ("run", pages.make_run),
            ("runs", pages.make_runs),
            ("lab", pages.make_lab),
            ("monitor", pages.make_monitor),
        ):
            self.main.set_factory(key, partial(make, self))
        self.main.add_inner_page("compare", "runs", partial(pages.make_compare, self))
        self._add_actions()
        self._connect_engine()
        self.main.closing.connect(self._close_asked)

    def close(self) -> None:
        """End the engine thread. Runs live on."""
        if self._is_open:
            self._is_open = False
            self.engine.stop()
            self.main.hide()

    def begin(self) -> None:
        """Start the engine thread. The first workspace is shown once it is known whether runs are alive."""
        self.engine.start()
        QTimer.singleShot(_LONGEST_LOOK_MS, self._show_first)

    @Slot()
    def _show_first(self) -> None:
        if self._is_open and not self.main.shown:
            self.main.show_page("run" if self._alive() else "compose")
            self.opened.emit()

    @Slot(str)
    def tell_unexpected(self, sentence: str) -> None:
        """A fault of the window itself."""
        self.main.banner.tell(sentence, self.tr("Runs are not touched. Please report it with that file."))

    # --- what the engine tells

    def _connect_engine(self) -> None:
        status = self.main.status
        self.engine.inventory_found.connect(status.set_inventory)
        self.engine.devices_sampled.connect(status.add_samples)
        self.engine.devices_sampled.connect(self.history.add_samples)
        self.engine.disk_found.connect(status.show_disk)
        self.engine.run_table.connect(status.set_runs)
        self.engine.loom_status.connect(status.set_loom)
        status.runs_clicked.connect(self._show_live)
        self.engine.inventory_found.connect(self._keep_inventory)
        self.engine.run_table.connect(self._keep_table)
        self.engine.run_started.connect(self._show_started)
        self.engine.trouble.connect(self._tell)

    @Slot(object)
    def _keep_inventory(self, found: InventoryFound) -> None:
        self.inventory = found

    @Slot(object)
    def _keep_table(self, table: RunTable) -> None:
        is_first = self.table is None
        self.table = table
        alive = self._alive()
        for row in alive:  # where there are many runs, the first look finds only some
            if (is_first or row.created < self._began) and row.path not in self._found_alive:
                self._found_alive.add(row.path)
                self.engine.follow_run(row.path)
        if is_first:
            self._show_first()
        if self._closing_when_stopped and not alive:
            self._quit()

    def _alive(self) -> list[RunRow]:
        """The runs that are not over, as far as was told."""
        return [row for row in self.table.rows if not row.state.is_over] if self.table else []

    @Slot(object)
    def _show_started(self, started: RunStarted) -> None:
        if self.main.shown == "lab":  # one of two that are looked at side by side there
            self.engine.follow_run(started.path)
        else:
            self.open_run(started.path)

    @Slot(object)
    def open_run(self, path: Path) -> None:
        """Follow a run and show its tab."""
        from gui.views.run.view import RunWorkspace

        self.main.show_page("run")
        page = cast(RunWorkspace, self.main.page("run"))
        if page.tab(path) is None:
            self.engine.follow_run(path)
        page.bring_forward(path)

    @Slot(object)
    def _tell(self, trouble: Trouble) -> None:
        self.main.banner.tell(translate_engine(trouble.sentence), translate_engine(trouble.mend))

    # --- what a person asks

    def _add_actions(self) -> None:
        actions = []
        for number, (key, word) in enumerate(
            (
                ("compose", self.tr("Go to Compose")),
                ("run", self.tr("Go to Run")),
                ("runs", self.tr("Go to Runs")),
                ("lab", self.tr("Go to Lab")),
                ("monitor", self.tr("Go to Monitor")),
            )
        ):
            action = QAction(word, self)
            action.setProperty("key", key)
            action.setToolTip(f"Ctrl+{number + 1}")
            action.triggered.connect(self._go)
            actions.append(action)
        for word, keys, slot in (
            (self.tr("Start what is composed"), "Ctrl+R", self._start),
            (self.tr("Help for this field"), "F1", self._help),
            (self.tr("Settings"), "Ctrl+,", self._open_settings),
            (self.tr("Close the window"), "Ctrl+Q", self.main.close),
        ):
            action = QAction(word, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(slot)
            self.main.addAction(action)
            actions.append(action)
        self.main.add_rail_action("settings", actions[7])
        self._actions = tuple(actions)
        find = QAction(self.tr("Find an action"), self)
        find.setShortcut(QKeySequence("Ctrl+K"))
        find.triggered.connect(self._open_palette)
        self.main.addAction(find)

    @Slot()
    def _go(self) -> None:
        self.main.show_page(str(self.sender().property("key")))

    @Slot()
    def _start(self) -> None:
        self.main.show_page("compose")
        self.composing.page.start()

    @Slot()
    def _help(self) -> None:
        from gui.widgets.help_key import show_help

        show_help()

    @Slot()
    def _open_settings(self) -> None:
        from gui.settings_dialog import SettingsDialog

        SettingsDialog(self.settings, self.keeper, self.main).open()

    @Slot()
    def _open_palette(self) -> None:
        from gui.palette import CommandPalette, actions_within

        page = self.main.page(self.main.shown) if self.main.shown else None
        palette = CommandPalette((*self._actions, *actions_within(page)), self.main)
        palette.move(self.main.mapToGlobal(self.main.rect().center()) - palette.rect().center())
        palette.open()

    @Slot()
    def _show_live(self) -> None:
        for row in self._alive():
            self.open_run(row.path)

    @Slot(object)
    def compare(self, rows: tuple[RunRow, ...]) -> None:
        """Lay runs over and beside each other."""
        from gui.views.compare.view import CompareWorkspace

        self.main.show_page("compare")
        cast(CompareWorkspace, self.main.page("compare")).compare(rows)

    @Slot(object)
    def compare_paths(self, paths: tuple[Path, ...]) -> None:
        """Lay these runs over and beside each other, as far as they are listed."""
        rows = self.table.rows if self.table else ()
        self.compare(tuple(row for row in rows if row.path in paths))

    @Slot()
    def show_table(self) -> None:
        """The table of all runs."""
        self.main.show_page("runs")

    @Slot(str)
    def tell_failed(self, sentence: str) -> None:
        """Something that a page tried did not succeed."""
        self.main.banner.tell(sentence)

    @Slot(object)
    def stop(self, path: Path) -> None:
        """Stop a run, with a checkpoint."""
        self.engine.send_command(path, "stop")

    @Slot(object)
    def reveal(self, path: Path) -> None:
        """Show a folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot(object)
    def remember_columns(self, choice: ColumnChoice) -> None:
        """Keep the columns of the run table for the next time."""
        self.settings.set_runs_columns(format_columns(choice))

    @Slot(object)
    def remember_views(self, views: SavedViews) -> None:
        """Keep the views of the run table for the next time."""
        self.settings.set_runs_views(format_views(views))

    # --- the end

    @Slot(object)
    def _close_asked(self, event: QCloseEvent) -> None:
        from gui.closing import Choice, ClosingDialog

        alive = self._alive()
        choice = ClosingDialog(len(alive), self.main).ask() if alive else Choice.LEAVE
        if choice is Choice.LEAVE:
            self._quit()
            event.accept()
            return
        event.ignore()
        if choice is Choice.STOP:
            self._closing_when_stopped = True
            self.main.banner.tell(self.tr("Waiting for the runs to save and stop…"), severity="note")
            self.engine.stop_studies()
            self.engine.stop_sweeps()
            for row in alive:
                self.engine.send_command(row.path, "stop")

    def _quit(self) -> None:
        self._closing_when_stopped = False
        self.settings.set_geometry(self.main.saveGeometry())
        self.close()
        application = QApplication.instance()
        if application is not None:
            application.quit()
