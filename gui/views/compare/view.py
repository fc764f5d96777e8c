"""The workspace that compares runs: their curves, and what differs between them."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from gui.models.messages import RunRow, RunTable
from gui.models.run_cues import RunCues
from gui.theme import ThemeKeeper
from gui.views.compare.curves_page import CurvesPage
from gui.views.compare.differences import DifferencesPage


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
        self._rows: tuple[RunRow, ...] = ()
        self._curves = CurvesPage(keeper, cues, self)
        self._curves.curves_wanted.connect(self.curves_wanted)
        self._curves.detail_wanted.connect(self.detail_wanted)
        self._curves.failed.connect(self.failed)
        title = QLabel(self.tr("Compare"), self)
        title.setProperty("role", "title")
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        back = QPushButton(self.tr("Back to the table"), self)
        back.setObjectName("compare-back")
        back.clicked.connect(self.back_requested)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(back)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("compare-tabs")
        self._tabs.addTab(self._curves, self.tr("Curves"))
        self._differences = DifferencesPage(self)
        self._tabs.addTab(self._differences, self.tr("Differences"))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._tabs, 1)

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
        self._names = tuple(row.name for row in rows)
        before = self._cues.as_text()
        self._cues.assign(self._names)
        if self._cues.as_text() != before:
            self.cues_changed.emit(self._cues.as_text())
        self._show(rows)

    @Slot(object)
    def set_table(self, table: RunTable) -> None:
        """All runs there are: those that are compared may have gone on, or be gone."""
        if not self._names:
            return
        found = {row.name: row for row in table.rows}
        self._show(tuple(found[name] for name in self._names if name in found))

    def _show(self, rows: tuple[RunRow, ...]) -> None:
        if rows == self._rows:
            return
        self._rows = rows
        self._count.setText(self.tr("{} runs").format(len(rows)))
        self._curves.set_rows(rows)
        self._differences.set_rows(rows)
