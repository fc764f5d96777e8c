"""What a person looks for: a filter, and a kind of state."""

from collections import Counter

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import QueryError
from engine.record.events import RunState
from engine.record.query import Completion, RunColumns, complete
from gui.engine_texts import translate_engine
from gui.models.run_filter import RunFilter
from gui.theme import ThemeKeeper, icon
from gui.widgets.completer import LineCompleter

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
    """A search box that completes, a row of chips, one of them pressed, and what is wrong with the filter."""

    changed = Signal(RunFilter)

    def __init__(self, keeper: ThemeKeeper, columns: RunColumns, parent: QWidget | None = None) -> None:
        """Shows all runs at first.

        Args:
            keeper: The theme.
            columns: Of all runs: what is offered while a person types.
            parent: Its owner.
        """
        super().__init__(parent)
        self._keeper, self._columns = keeper, columns
        self._search = QLineEdit(self)
        self._search.setObjectName("runs-search")
        self._search.setAccessibleName(self.tr("Search runs"))
        self._search.setPlaceholderText(self.tr("Words, or strategy:ddp accuracy>0.97 tag:…"))
        self._search.setToolTip(self._explanation())
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(180)
        self._search.setMaximumWidth(640)
        self._search.textChanged.connect(self._tell)
        self._glass = QAction(self)
        self._search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        LineCompleter(self._search, self._complete)
        self._problem = QLabel(self)
        self._problem.setObjectName("runs-search-problem")
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._chips: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._problem)
        row.addWidget(self._search, 4)
        row.addSpacing(6)
        for key in STATES:
            chip = self._make_chip(key)
            row.addWidget(chip)
        row.addStretch(0)  # what the search box leaves
        self._chips["all"].setChecked(True)
        self.count(Counter())
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

    def count(self, counts: Counter[RunState]) -> None:
        """Show on each chip how many runs it would show."""
        words = self._words()
        for key, chip in self._chips.items():
            wanted = STATES[key] or frozenset(RunState)
            number = sum(counts[state] for state in wanted)
            chip.setText(f"{words[key]} {number:,}")

    @property
    def wanted(self) -> RunFilter:
        """What is looked for now."""
        key = next(key for key, chip in self._chips.items() if chip.isChecked())
        return RunFilter(text=self._search.text(), states=STATES[key])

    def show_problem(self, problem: QueryError | None) -> None:
        """Say below the field what is wrong with the filter; None: nothing is."""
        self._problem.setVisible(problem is not None)
        if problem is not None:
            self._problem.setText(f"{translate_engine(problem.sentence)} {translate_engine(problem.mend)}")

    def look_as(self, text: str, states: frozenset[RunState]) -> None:
        """Look for what was looked for once."""
        key = next((key for key, wanted in STATES.items() if wanted == states), "all")
        self._chips[key].setChecked(True)
        self._search.setText(text)
        self._tell()

    def _complete(self, text: str, cursor: int) -> Completion:
        return complete(text, cursor, self._columns)

    def _explanation(self) -> str:
        return self.tr(
            "Words are looked for in name, tags, note, state, strategy, model and data.\n"
            "strategy:ddp, tag:paper, -state:failed, state:failed|killed\n"
            "accuracy>0.97, duration<5m, started>2026-11-01\n"
            "training.learning_rate<=0.01, best(eval/accuracy)>97%\n"
            'is:archived, has:note, "two words"'
        )

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
