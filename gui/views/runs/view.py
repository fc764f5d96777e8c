"""The workspace of all runs: a table, and what can be done with the ones that are chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine.record.events import RunState
from gui.i18n import translate_engine
from gui.models.messages import RunRow, RunTable
from gui.models.run_filter import RunFilter
from gui.models.run_table import RunTableModel
from gui.theme import ThemeKeeper, icon
from gui.views.runs.details import RunDetails
from gui.views.runs.state_delegate import StateDelegate
from gui.widgets.banner import Banner
from gui.widgets.empty import EmptyState
from gui.widgets.pill import state_word

_PRESETS = ("digits-ddp", "digits-single", "digits-mlp")
_RESUMABLE = (RunState.STOPPED, RunState.FAILED, RunState.INTERRUPTED)
_OVER = (*_RESUMABLE, RunState.COMPLETED)


class RunsWorkspace(QWidget):
    """Search, sort, open, resume, clone, stop, delete, tag."""

    open_requested = Signal(object)
    resume_requested = Signal(object)
    clone_requested = Signal(object)
    delete_requested = Signal(object)
    stop_requested = Signal(object)
    reveal_requested = Signal(object)
    tags_changed = Signal(object, object)
    note_changed = Signal(object, str)
    move_requested = Signal(object, int)
    preset_requested = Signal(str)

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs")
        self._keeper = keeper
        self._model = RunTableModel(self)
        self._banner = Banner(self)
        self._details = RunDetails(self)
        self._details.tags_changed.connect(self.tags_changed)
        self._details.note_changed.connect(self.note_changed)
        self._empty = EmptyState(
            self.tr("No runs yet"),
            self.tr("Each of these trains on this very machine in under a minute."),
            tuple((name, name) for name in _PRESETS),
            self,
        )
        self._empty.chosen.connect(self.preset_requested)
        self._build_table()
        self._lay_out()
        self._tint()
        keeper.changed.connect(self._tint)

    def _build_table(self) -> None:
        table = self._table = QTableView(self)
        table.setObjectName("runs-table")
        table.setAccessibleName(self.tr("All runs"))
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSortingEnabled(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(30)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.setItemDelegateForColumn(1, StateDelegate(self._keeper, self._model, table))
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        table.doubleClicked.connect(self._open)
        table.selectionModel().selectionChanged.connect(self._show_selection)
        for column, width in enumerate((190, 96, 120, 80, 90, 90, 90, 70, 70, 80, 90, 80, 130)):
            if column < self._model.columnCount():
                table.setColumnWidth(column, width)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Runs"), self)
        title.setProperty("role", "title")
        self._search = QLineEdit(self)
        self._search.setObjectName("runs-search")
        self._search.setPlaceholderText(self.tr("Search name, tag, note…"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._states = QComboBox(self)
        self._states.setObjectName("runs-states")
        self._states.setAccessibleName(self.tr("Which states are shown"))
        self._states.addItem(self.tr("all states"), None)
        for state in RunState:
            self._states.addItem(state_word(state), state)
        self._states.currentIndexChanged.connect(self._filter)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addSpacing(12)
        head.addWidget(self._search, 1)
        head.addWidget(self._states)
        self._buttons: dict[str, QPushButton] = {}
        for name, word, slot in (
            ("open", self.tr("Open"), self._open),
            ("resume", self.tr("Resume"), self._resume),
            ("clone", self.tr("Clone"), self._clone),
            ("stop", self.tr("Stop"), self._stop),
            ("folder", self.tr("Folder"), self._reveal),
            ("trash", self.tr("Delete"), self._delete),
        ):
            button = QPushButton(word, self)
            button.setObjectName(f"runs-{name}")
            button.clicked.connect(slot)
            self._buttons[name] = button
            head.addWidget(button)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self._table, 1)
        sides.addWidget(self._details)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(22, 16, 22, 10)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._banner)
        column.addLayout(sides, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)

    @Slot(object)
    def set_table(self, table: RunTable) -> None:
        """All runs there are; what is chosen and where it is scrolled to stays."""
        if table.problem:
            self._banner.tell(translate_engine(table.problem), severity="warning")
        else:
            self._banner.hide()
        chosen = {row.name for row in self._chosen()}
        self._model.set_rows(table.rows)
        self._choose(chosen)
        self._stack.setCurrentIndex(1 if table.rows or table.problem else 0)
        self._show_selection()

    def _choose(self, names: set[str]) -> None:
        if {row.name for row in self._chosen()} == names:
            return
        selection = self._table.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for name in names:
            index = self._model.find(name)
            if index.isValid():
                selection.select(index, flags.Select | flags.Rows)

    def _chosen(self) -> tuple[RunRow, ...]:
        return tuple(self._model.row_at(index) for index in self._table.selectionModel().selectedRows())

    @Slot()
    def _filter(self) -> None:
        state = self._states.currentData()
        self._model.set_filter(
            RunFilter(text=self._search.text(), states=frozenset([state] if state else []))
        )

    @Slot()
    def _show_selection(self) -> None:
        rows = self._chosen()
        self._details.show_row(rows[0] if len(rows) == 1 else None)
        self._buttons["open"].setEnabled(bool(rows))
        self._buttons["clone"].setEnabled(len(rows) == 1)
        self._buttons["folder"].setEnabled(len(rows) == 1)
        self._buttons["resume"].setEnabled(_all(rows, _RESUMABLE))
        self._buttons["stop"].setEnabled(bool(rows) and not any(row.state in _OVER for row in rows))
        self._buttons["trash"].setEnabled(_all(rows, _OVER))

    @Slot()
    def _open(self) -> None:
        for row in self._chosen():
            self.open_requested.emit(row.path)

    @Slot()
    def _resume(self) -> None:
        for row in self._chosen():
            self.resume_requested.emit(row.path)

    @Slot()
    def _clone(self) -> None:
        for row in self._chosen()[:1]:
            self.clone_requested.emit(row.path)

    @Slot()
    def _stop(self) -> None:
        for row in self._chosen():
            self.stop_requested.emit(row.path)

    @Slot()
    def _reveal(self) -> None:
        for row in self._chosen()[:1]:
            self.reveal_requested.emit(row.path)

    @Slot()
    def _delete(self) -> None:
        rows = self._chosen()
        if not _all(rows, _OVER):
            return
        words = self.tr("%n run(s) go to the trash in the runs folder.", "", len(rows))
        answer = QMessageBox.question(self, self.tr("Delete?"), words)
        if answer == QMessageBox.StandardButton.Yes:
            for row in rows:
                self.delete_requested.emit(row.path)

    @Slot()
    def _move_up(self) -> None:
        self._move(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        for row in self._chosen()[:1]:
            if row.queue_position is not None:
                self.move_requested.emit(row.path, max(0, row.queue_position - 1 + by))

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        rows = self._chosen()
        if not rows:
            return
        menu = QMenu(self)
        for button in self._buttons.values():
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        if rows[0].queue_position is not None:
            menu.addSeparator()
            menu.addAction(self.tr("Earlier in the queue")).triggered.connect(self._move_up)
            menu.addAction(self.tr("Later in the queue")).triggered.connect(self._move_down)
        menu.exec(self._table.viewport().mapToGlobal(place))

    @Slot()
    def _tint(self) -> None:
        for name, button in self._buttons.items():
            button.setIcon(icon({"open": "run"}.get(name, name), self._keeper.theme.muted))


def _all(rows: Sequence[RunRow], states: Sequence[RunState]) -> bool:
    return bool(rows) and all(row.state in states for row in rows)
