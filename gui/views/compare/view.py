"""The workspace that compares runs: their curves, themselves as points and as lines, what differs."""

from collections.abc import Callable

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from engine.record.query.columns import RunColumns
from gui.models.compared import ComparedRuns
from gui.models.messages import RunRow, RunTable
from gui.models.run_cues import RunCues
from gui.models.run_pick import RunPick
from gui.theme import ThemeKeeper
from gui.views.compare.curves_page import CurvesPage
from gui.views.compare.differences import DifferencesPage
from gui.views.compare.parallel_page import ParallelPage
from gui.views.compare.scatter_page import ScatterPage
from gui.widgets.when_seen import WhenSeen


class CompareWorkspace(QWidget):
    """Shows the runs that it was given, as they are now."""

    back_requested = Signal()
    curves_wanted = Signal(object)
    detail_wanted = Signal(object)
    cues_changed = Signal(str)
    """What is to be remembered of the runs' colours."""
    failed = Signal(str)

    def __init__(self, keeper: ThemeKeeper, cues: RunCues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self._cues = cues
        self._names: tuple[str, ...] = ()
        self._kept: frozenset[str] = frozenset()
        """The runs to which the comparison is narrowed; empty: all of them."""
        self._found: tuple[RunRow, ...] = ()
        self._rows: tuple[RunRow, ...] = ()
        self._columns = RunColumns()
        self._pick = RunPick(self)
        self._curves = CurvesPage(keeper, cues, self._pick, self)
        self._scatter = ScatterPage(keeper, cues, self._pick, self)
        self._parallel = ParallelPage(keeper, cues, self._pick, self)
        self._differences = DifferencesPage(self)
        self._when_seen = [
            WhenSeen(page, page.set_runs) for page in (self._scatter, self._parallel, self._differences)
        ]
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("compare-tabs")
        for page, word in (
            (self._curves, self.tr("Curves")),
            (self._scatter, self.tr("Scatter")),
            (self._parallel, self.tr("Parallel")),
            (self._differences, self.tr("Differences")),
        ):
            self._tabs.addTab(page, word)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(8)
        column.addLayout(self._make_head())
        column.addWidget(self._tabs, 1)
        self._curves.curves_wanted.connect(self.curves_wanted)
        self._curves.detail_wanted.connect(self.detail_wanted)
        self._curves.failed.connect(self.failed)
        self._scatter.failed.connect(self.failed)
        self._parallel.failed.connect(self.failed)
        self._pick.changed.connect(self._show_pick)
        self._show_pick()

    def _make_head(self) -> QHBoxLayout:
        title = QLabel(self.tr("Compare"), self)
        title.setProperty("role", "title")
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        self._only = self._button("compare-only", self.tr("Only the chosen"), self._narrow)
        self._only.setToolTip(self.tr("Compare only the runs that are chosen, in all tabs"))
        self._all = self._button("compare-all-runs", self.tr("All runs again"), self._widen)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._only)
        head.addWidget(self._all)
        head.addWidget(self._button("compare-back", self.tr("Back to the table"), self.back_requested))
        return head

    def _button(self, name: str, words: str, slot: Callable[[], object] | SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    @property
    def pick(self) -> RunPick:
        """The runs that are chosen."""
        return self._pick

    @property
    def scatter(self) -> ScatterPage:
        """Runs as points."""
        return self._scatter

    @property
    def parallel(self) -> ParallelPage:
        """Runs as lines over parallel axes."""
        return self._parallel

    @property
    def curves(self) -> CurvesPage:
        """The first tab."""
        return self._curves

    @property
    def tabs(self) -> QTabWidget:
        """All of them."""
        return self._tabs

    @Slot(object)
    def compare(self, rows: tuple[RunRow, ...]) -> None:
        """Compare these runs from now on."""
        self._names, self._kept = tuple(row.name for row in rows), frozenset()
        before = self._cues.as_text()
        self._cues.assign(self._names)
        if self._cues.as_text() != before:
            self.cues_changed.emit(self._cues.as_text())
        self._found = rows
        self._show()

    @Slot(object)
    def set_table(self, table: RunTable) -> None:
        """All runs there are: those that are compared may have gone on, or be gone."""
        if not self._names:
            return
        found = {row.name: row for row in table.rows}
        self._found = tuple(found[name] for name in self._names if name in found)
        self._show()

    def _show(self) -> None:
        rows = tuple(row for row in self._found if not self._kept or row.name in self._kept)
        self._all.setVisible(bool(self._kept))
        if rows == self._rows:
            return
        self._rows = rows
        told = self.tr("{} of {} runs") if self._kept else self.tr("{} runs")
        self._count.setText(told.format(len(rows), len(self._found)))
        self._pick.choose(self._pick.names & frozenset(row.name for row in rows))
        runs = ComparedRuns(rows, self._columns)
        self._curves.set_runs(runs)
        for page in self._when_seen:
            page.tell(runs)

    @Slot()
    def _narrow(self) -> None:
        self._kept = self._pick.names
        self._pick.choose(frozenset())
        self._show()

    @Slot()
    def _widen(self) -> None:
        self._kept = frozenset()
        self._show()

    @Slot()
    def _show_pick(self) -> None:
        self._only.setEnabled(len(self._pick.names) > 1)
