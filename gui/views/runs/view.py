"""The workspace of all runs: a table, and what can be done with the ones that are chosen."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.engine_texts import translate_engine
from gui.models.column_choice import ColumnChoice
from gui.models.messages import InventoryFound, RunRow, RunTable
from gui.models.run_filter import RunFilter
from gui.models.run_table import RunTableModel
from gui.models.run_views import SavedView, SavedViews, keep_view
from gui.theme import ThemeKeeper
from gui.views.runs.actions import RunActions, possible
from gui.views.runs.delete_dialog import DeleteDialog
from gui.views.runs.details import RunDetails
from gui.views.runs.empty import EmptyRuns, fitting
from gui.views.runs.exchange import RunExchange, zips_of
from gui.views.runs.finder import Finder
from gui.views.runs.more_columns import MoreColumnsDialog
from gui.views.runs.table import RunsTable
from gui.views.runs.views_menu import ViewsMenu
from gui.widgets.banner import Banner


class RunsWorkspace(QWidget):
    """Search, sort, open, resume, clone, stop, reorder, delete, tag."""

    open_requested = Signal(object)
    compare_requested = Signal(object)
    """Several RunRows."""
    resume_requested = Signal(object)
    elsewhere_requested = Signal(object)
    clone_requested = Signal(object)
    delete_requested = Signal(object)
    stop_requested = Signal(object)
    reveal_requested = Signal(object)
    tags_changed = Signal(object, object)
    note_changed = Signal(object, str)
    archive_requested = Signal(object, bool)
    """Path, and whether it is to be archived."""
    move_requested = Signal(object, int)
    """Path, and its new place in the queue: 0 is the next to start."""
    preset_requested = Signal(str)
    columns_changed = Signal(object)
    """The ColumnChoice of the table."""
    views_changed = Signal(object)
    """The SavedViews that are to be kept."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs")
        self._keeper = keeper
        self._rows: tuple[RunRow, ...] = ()
        self._last_position = 0
        self._views: SavedViews = ()
        self._model = RunTableModel(self)
        self._actions = RunActions(keeper, self)
        self._finder = Finder(keeper, self._model.columns, self)
        self._table = RunsTable(self._model, keeper, self)
        self._details = RunDetails(keeper, self)
        self._banner = Banner(self, closable=False)
        self._exchange = RunExchange(self)
        self.setAcceptDrops(True)
        self._empty = EmptyRuns(self)
        self._empty.offer_import(self._exchange.make_button(self._empty))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._lay_out())
        self._connect()

    def _lay_out(self) -> QWidget:
        full = QWidget(self)
        title = QLabel(self.tr("Runs"), full)
        title.setProperty("role", "title")
        self._chosen_words = QLabel(full)
        self._chosen_words.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self._chosen_words)
        head.addStretch(1)
        head.addWidget(self._actions.make_bar(full))
        self._columns_menu = self._table.make_columns_menu(self)
        columns = QToolButton(full)
        columns.setObjectName("runs-columns")
        columns.setText(self.tr("Columns"))
        columns.setToolTip(self.tr("Choose what the table shows"))
        columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        columns.setMenu(self._columns_menu)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self._finder, 1)
        tools.addWidget(self._make_views_button(full), 0, Qt.AlignmentFlag.AlignTop)
        tools.addWidget(columns, 0, Qt.AlignmentFlag.AlignTop)
        tools.addWidget(self._exchange.make_button(full), 0, Qt.AlignmentFlag.AlignTop)
        sides = QSplitter(Qt.Orientation.Horizontal, full)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(12)
        sides.addWidget(self._table)
        sides.addWidget(self._details)
        sides.setStretchFactor(0, 1)
        column = QVBoxLayout(full)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self._banner)
        column.addWidget(self._exchange.strip)
        column.addWidget(sides, 1)
        return full

    def _make_views_button(self, full: QWidget) -> QToolButton:
        self._views_menu = ViewsMenu(self)
        button = QToolButton(full)
        button.setObjectName("runs-views")
        button.setText(self.tr("Views"))
        button.setToolTip(self.tr("Columns, filter and order that were kept under a name"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self._views_menu)
        self._views_menu.chosen.connect(self._show_view)
        self._views_menu.kept.connect(self._keep_view)
        self._views_menu.forgotten.connect(self._forget_view)
        return button

    def _connect(self) -> None:
        self._actions.asked.connect(self._act)
        self._finder.changed.connect(self._filter)
        self._table.chosen_changed.connect(self._show_chosen)
        self._table.columns_changed.connect(self.columns_changed)
        self._table.extras_wanted.connect(self._offer_extras)
        self._table.doubleClicked.connect(self._actions.action("open").trigger)
        self._table.customContextMenuRequested.connect(self._open_menu)
        header = self._table.horizontalHeader()
        header.customContextMenuRequested.connect(self._open_columns_menu)
        for key in ("open", "compare", "delete"):
            self._table.addAction(self._actions.action(key))
        self._details.tags_changed.connect(self.tags_changed)
        self._details.note_changed.connect(self.note_changed)
        self._empty.chosen.connect(self.preset_requested)
        find = QAction(self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self._finder.look_for)
        self.addAction(find)

    @property
    def exchange(self) -> RunExchange:
        """What brings runs in and takes them out."""
        return self._exchange

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Zip files may be dropped."""
        if zips_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """They are imported."""
        if self._exchange.take_dropped(event.mimeData()):
            event.acceptProposedAction()

    @Slot(object)
    def set_table(self, table: RunTable) -> None:
        """All runs there are; what is chosen and where it is scrolled to stays."""
        if table.problem:
            self._banner.tell(translate_engine(table.problem), severity="warning")
        else:
            self._banner.hide()
        self._rows = table.rows
        self._last_position = max((row.queue_position or 0 for row in table.rows), default=0)
        self._model.set_rows(table.rows)
        self._tell_found()
        self._stack.setCurrentIndex(1 if table.rows or table.problem else 0)
        self._show_chosen()

    def set_columns(self, choice: ColumnChoice) -> None:
        """The columns as they were last time."""
        self._table.set_columns(choice)

    def set_views(self, views: SavedViews) -> None:
        """The views that were kept."""
        self._views = views
        self._views_menu.set_views(views)

    @Slot(str)
    def _show_view(self, name: str) -> None:
        view = next(view for view in self._views if view.name == name)
        self._table.set_columns(view.columns)
        self._finder.look_as(view.wanted.text, view.wanted.states)
        self.columns_changed.emit(view.columns)

    @Slot(str)
    def _keep_view(self, name: str) -> None:
        view = SavedView(name, self._finder.wanted, self._table.columns())
        self.set_views(keep_view(self._views, view))
        self.views_changed.emit(self._views)

    @Slot(str)
    def _forget_view(self, name: str) -> None:
        self.set_views(tuple(view for view in self._views if view.name != name))
        self.views_changed.emit(self._views)

    @Slot()
    def _offer_extras(self) -> None:
        columns = self._model.columns
        dialog = MoreColumnsDialog(columns.metric_names(), columns.option_names(), self)
        dialog.chosen.connect(self._table.add_extras)
        dialog.open()

    @Slot(object)
    def set_inventory(self, found: InventoryFound) -> None:
        """Offers presets that fit this machine."""
        self._empty.offer(fitting(len(found.inventory.cores)))

    @Slot(RunFilter)
    def _filter(self, wanted: RunFilter) -> None:
        self._model.set_filter(wanted)
        self._tell_found()
        self._show_chosen()

    def _tell_found(self) -> None:
        self._finder.count(self._model.num_by_state)
        self._finder.show_problem(self._model.problem)

    @Slot()
    def _show_chosen(self) -> None:
        rows = self._table.chosen()
        self._actions.allow(possible(rows, self._last_position))
        self._exchange.choose(rows)
        self._details.show_rows(rows)
        several = self.tr("{} runs chosen").format(len(rows)) if len(rows) > 1 else ""
        self._chosen_words.setText(several)

    @Slot(str)
    def _act(self, key: str) -> None:
        rows = self._table.chosen()
        if key == "delete":
            dialog = DeleteDialog(rows, self)
            dialog.agreed.connect(self._delete)
            dialog.open()
        elif key in ("archive", "unarchive"):
            for row in rows:
                self.archive_requested.emit(row.path, key == "archive")
        elif key == "compare":
            self.compare_requested.emit(rows)
        elif key in ("up", "down"):
            for row in rows:
                self._move(row, -1 if key == "up" else 1)
        else:
            tell = self._tellers()[key]
            for row in rows:
                tell(row.path)

    def _tellers(self) -> dict[str, Callable[[object], None]]:
        return {
            "open": self.open_requested.emit,
            "resume": self.resume_requested.emit,
            "elsewhere": self.elsewhere_requested.emit,
            "clone": self.clone_requested.emit,
            "stop": self.stop_requested.emit,
            "reveal": self.reveal_requested.emit,
        }

    @Slot(object)
    def _delete(self, rows: tuple[RunRow, ...]) -> None:
        for row in rows:
            self.delete_requested.emit(row.path)

    def _move(self, row: RunRow, by: int) -> None:
        if row.queue_position is not None:
            self.move_requested.emit(row.path, row.queue_position - 1 + by)

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        if self._table.chosen():
            menu = self._actions.make_menu(self)
            menu.addSeparator()
            menu.addMenu(self._exchange.menu)
            self._pop_up(menu, self._table.viewport(), place)

    @Slot(QPoint)
    def _open_columns_menu(self, place: QPoint) -> None:
        self._columns_menu.popup(self._table.horizontalHeader().mapToGlobal(place))

    def _pop_up(self, menu: QMenu, widget: QWidget, place: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(widget.mapToGlobal(place))
