"""The table itself: which columns fit, which runs are chosen."""

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from gui.models.column_choice import ColumnChoice, with_extras
from gui.models.messages import RunRow
from gui.models.run_columns import Column, extra_title
from gui.models.run_table import RunTableModel
from gui.theme import ThemeKeeper
from gui.views.runs.state_delegate import StateDelegate
from gui.widgets.plain_table import set_up_lines

_WIDEST: dict[int, str] = {
    Column.NAME: "digits-data-parallel",
    Column.STATE: "● interrupted",
    Column.STEP: "9,999 / 999,999",
    Column.LOSS: "0.000834",
    Column.ACCURACY: "100.00 %",
    Column.CREATED: "2026-11-25 09:27",
    Column.DURATION: "59:59 min",
    Column.STRATEGY: "tensor_parallel",
    Column.SAMPLES_PER_SECOND: "999,999",
    Column.MODEL: "inception_v3",
    Column.TAGS: "baseline, paper",
    Column.EVAL_LOSS: "0.000834",
    Column.DEVICES: "CPU 10, CPU 11",
    Column.DATA: "synthetic_images",
    Column.NOTE: "A line of what was learnt",
    Column.QUEUE: "99",
}
"""What a column has room for; the most telling first: what does not fit is left out until it is asked for."""
_WIDEST_EXTRA = "0.000834"
_CELL_MARGIN = 18
_ROW_PIXELS = 30
_LEAST_PIXELS = 48
_TELL_MS = 200
"""After the last change: a width that is dragged is told once."""


class RunsTable(QTableView):
    """Shows as many columns as fit, or those that a person chose."""

    chosen_changed = Signal()
    columns_changed = Signal(object)
    """The ColumnChoice that a person just made."""
    extras_wanted = Signal()
    """Options or metrics are to be chosen that get a column."""

    def __init__(self, model: RunTableModel, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs, self._keeper = model, keeper
        self._shown: frozenset[int] | None = None
        """The columns that a person chose; None: as many as fit."""
        self._widths: dict[int, int] = {}
        self._told = ColumnChoice()
        self._kept: set[str] = set()
        self.setObjectName("runs-table")
        self.setAccessibleName(self.tr("All runs"))
        self.setModel(model)
        set_up_lines(self, _ROW_PIXELS)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_header()
        self.setItemDelegateForColumn(Column.STATE, StateDelegate(keeper, model, self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().selectionChanged.connect(self.chosen_changed)
        model.modelAboutToBeReset.connect(self._keep_chosen)
        model.modelReset.connect(self._choose_kept)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(_LEAST_PIXELS)
        header.setSortIndicatorClearable(False)
        self.setSortingEnabled(True)
        self.set_columns(ColumnChoice())
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_TELL_MS)
        self._telling.timeout.connect(self._tell_columns)
        header.sectionMoved.connect(self._tell_soon)
        header.sortIndicatorChanged.connect(self._tell_soon)
        header.sectionResized.connect(self._note_width)

    def set_columns(self, choice: ColumnChoice) -> None:
        """Show the columns as a person chose them."""
        header = self.horizontalHeader()
        self._runs.set_extras(choice.extras)
        for place, column in enumerate(choice.order):
            header.moveSection(header.visualIndex(column), place)
        self._widths = {
            **{column: self._first_width(column) for column in range(self._runs.columnCount())},
            **choice.widths,
        }
        for column, width in self._widths.items():
            self.setColumnWidth(column, width)
        self._shown = choice.shown
        self._show_columns()
        order = Qt.SortOrder.DescendingOrder if choice.descending else Qt.SortOrder.AscendingOrder
        self.sortByColumn(choice.sorted_by, order)
        self._told = self.columns()

    def columns(self) -> ColumnChoice:
        """The columns as they are now; the name has no width of its own, it takes what is left."""
        header = self.horizontalHeader()
        return ColumnChoice(
            order=tuple(header.logicalIndex(place) for place in range(header.count())),
            shown=self._shown,
            widths={
                column: width for column, width in self._widths.items() if width != self._first_width(column)
            },
            sorted_by=header.sortIndicatorSection(),
            descending=header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            extras=self._runs.extras,
        )

    def _first_width(self, column: int) -> int:
        """As wide as its title with an arrow, and as what stands in it."""
        words = (f"{self._runs.title(column)} ↓", _WIDEST.get(column, _WIDEST_EXTRA))
        return max(map(self.fontMetrics().horizontalAdvance, words)) + _CELL_MARGIN

    @Slot(object)
    def add_extras(self, keys: Iterable[str]) -> None:
        """Give these options and metrics a column, after the others."""
        new = tuple(key for key in keys if key not in self._runs.extras)
        if new:
            self._change_extras((*self._runs.extras, *new))

    def remove_extra(self, key: str) -> None:
        """Take the column of an option or metric away."""
        self._change_extras(tuple(extra for extra in self._runs.extras if extra != key))

    def _change_extras(self, extras: tuple[str, ...]) -> None:
        before = self._told
        self.set_columns(with_extras(self.columns(), extras))
        self._told = before
        self._telling.start()

    @Slot(int, int, int)
    def _note_width(self, column: int, _before: int, width: int) -> None:
        if width and column != Column.NAME:  # 0: it is hidden
            self._widths[column] = width
            self._telling.start()

    @Slot()
    def _tell_soon(self) -> None:
        self._telling.start()

    @Slot()
    def _tell_columns(self) -> None:
        choice = self.columns()
        if choice != self._told:
            self._told = choice
            self.columns_changed.emit(choice)

    def make_columns_menu(self, parent: QWidget) -> QMenu:
        """A checkable entry a column; the name is always there. Options and metrics come when it opens."""
        menu = QMenu(self.tr("Columns"), parent)
        menu.setToolTipsVisible(True)
        for column, title in self._runs.titles().items():
            if column is Column.NAME:
                continue
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setData(int(column))
            action.triggered.connect(self._set_column)
        menu.addSeparator()
        more = menu.addAction(self.tr("Option or metric…"))
        more.setObjectName("runs-more-columns")
        more.triggered.connect(self.extras_wanted)
        fitting = menu.addAction(self.tr("As many as fit"))
        fitting.triggered.connect(self._forget_own_columns)
        menu.aboutToShow.connect(self._check_columns)
        return menu

    def shown_columns(self) -> tuple[int, ...]:
        """The columns that are shown."""
        return tuple(n for n in range(self._runs.columnCount()) if not self.isColumnHidden(n))

    def chosen(self) -> tuple[RunRow, ...]:
        """The runs that are chosen, from top to bottom."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        ranges = sorted({(part.top(), part.bottom()) for part in parts})
        return tuple(row for first, last in ranges for row in self._runs.rows_between(first, last))

    def choose(self, names: Iterable[str]) -> None:
        """Choose exactly these, as far as they are shown."""
        wanted = QItemSelection()
        last_column = self._runs.columnCount() - 1
        for first, last in self._runs.stretches(frozenset(names)):
            wanted.select(self._runs.index(first, 0), self._runs.index(last, last_column))
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @Slot()
    def _keep_chosen(self) -> None:
        self._kept = {row.name for row in self.chosen()}

    @Slot()
    def _choose_kept(self) -> None:
        self.choose(self._kept)

    @Slot()
    def _check_columns(self) -> None:
        menu = self.sender()
        assert isinstance(menu, QMenu)
        own = [action for action in menu.actions() if action.isCheckable()]
        for action in own[len(Column) - 1 :]:  # the extras of last time
            menu.removeAction(action)
            action.deleteLater()
        for action in own[: len(Column) - 1]:
            action.setChecked(not self.isColumnHidden(action.data()))
        more = next(action for action in menu.actions() if action.objectName() == "runs-more-columns")
        for key in self._runs.extras:
            action = QAction(extra_title(key), menu)
            action.setToolTip(key)
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(key)
            action.triggered.connect(self._drop_extra)
            menu.insertAction(more, action)

    @Slot()
    def _drop_extra(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.remove_extra(str(action.data()))

    @Slot(bool)
    def _set_column(self, is_wanted: bool) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        others = frozenset(self.shown_columns()) - {action.data()}
        self._choose_columns(others | {int(action.data())} if is_wanted else others)

    @Slot()
    def _forget_own_columns(self) -> None:
        self._choose_columns(None)

    def _choose_columns(self, shown: frozenset[int] | None) -> None:
        self._shown = shown
        self._show_columns()
        self._telling.start()

    def _show_columns(self) -> None:
        """Those that were chosen, or the most telling ones that fit; options and metrics were all chosen."""
        extras = range(len(Column), self._runs.columnCount())
        room = self.viewport().width() - sum(self._widths[column] for column in extras)
        for column in extras:
            self.setColumnHidden(column, self._shown is not None and column not in self._shown)
        for column in _WIDEST:
            room -= self._widths[column]
            is_shown = room >= 0 if self._shown is None else column in self._shown
            self.setColumnHidden(column, not is_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, more columns."""
        super().resizeEvent(event)
        if self._shown is None:
            self._show_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Says why it is empty, where it is."""
        super().paintEvent(event)
        if self._runs.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._keeper.theme.muted))
            if self._runs.num_all and not self._runs.has_filter:
                words = self.tr("All runs are archived. Search for is:archived to see them.")
            elif self._runs.num_all:
                words = self.tr("No run is like that. Search for less, or show all states.")
            else:
                words = self.tr("No runs.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
            painter.end()
