"""What a person looks for: words, and a kind of state."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from engine.record.events import RunState
from gui.models.messages import RunRow
from gui.models.run_filter import RunFilter
from gui.theme import ThemeKeeper, icon

STATES = {
    "all": frozenset[RunState](),
    "alive": frozenset(
        {RunState.CREATED, RunState.STARTING, RunState.RUNNING, RunState.PAUSED, RunState.STOPPING}
    ),
    "waiting": frozenset({RunState.QUEUED}),
    "completed": frozenset({RunState.COMPLETED}),
    "stopped": frozenset({RunState.STOPPED, RunState.KILLED, RunState.INTERRUPTED}),
    "failed": frozenset({RunState.FAILED}),
}
"""What each chip shows; empty: everything."""


class Finder(QWidget):
    """A search box and a row of chips, one of them pressed."""

    changed = Signal(RunFilter)

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._search = QLineEdit(self)
        self._search.setObjectName("runs-search")
        self._search.setAccessibleName(self.tr("Search runs"))
        self._search.setPlaceholderText(self.tr("Search name, tag, note, state…"))
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(180)
        self._search.setMaximumWidth(360)
        self._search.textChanged.connect(self._tell)
        self._glass = QAction(self)
        self._search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._chips: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._search, 4)
        row.addSpacing(6)
        for key in STATES:
            chip = self._make_chip(key)
            row.addWidget(chip)
        row.addStretch(1)
        self._chips["all"].setChecked(True)
        self.count(())
        self._tint()
        keeper.changed.connect(self._tint)

    def _make_chip(self, key: str) -> QPushButton:
        chip = QPushButton(self)
        chip.setObjectName(f"runs-chip-{key}")
        chip.setCheckable(True)
        chip.clicked.connect(self._tell)
        self._group.addButton(chip)
        self._chips[key] = chip
        return chip

    def _words(self) -> dict[str, str]:
        return {
            "all": self.tr("All"),
            "alive": self.tr("Alive"),
            "waiting": self.tr("Waiting"),
            "completed": self.tr("Completed"),
            "stopped": self.tr("Stopped"),
            "failed": self.tr("Failed"),
        }

    def count(self, rows: Iterable[RunRow]) -> None:
        """Show how many runs each chip has."""
        counts = Counter(row.state for row in rows)
        words = self._words()
        for key, chip in self._chips.items():
            wanted = STATES[key] or frozenset(RunState)
            number = sum(counts[state] for state in wanted)
            chip.setText(f"{words[key]} {number}")

    @property
    def wanted(self) -> RunFilter:
        """What is looked for now."""
        key = next(key for key, chip in self._chips.items() if chip.isChecked())
        return RunFilter(text=self._search.text(), states=STATES[key])

    @Slot()
    def look_for(self) -> None:
        """The search box has the keyboard."""
        self._search.setFocus()
        self._search.selectAll()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.wanted)

    @Slot()
    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._keeper.theme.muted))
