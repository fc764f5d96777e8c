"""Two runs side by side, with how much faster one is than the other: live while they go on."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.models.messages import RunRow, RunStarted, RunTable
from gui.theme import ThemeKeeper, device_colour
from gui.views.lab.duel_plot import DuelPlot
from gui.views.lab.words import num_devices, spread_words
from gui.widgets.card import Card
from gui.widgets.pill import state_word
from gui.widgets.progress import ProgressBar

NONE = "–"
_MOST_OFFERED = 200
_PAIR = 2
_BAR_PIXELS = 26


class Pane(Card):
    """One of the two: which run, how far it is, how fast."""

    changed = Signal()
    """Another run was chosen."""

    def __init__(self, name: str, colour: str, parent: QWidget | None = None) -> None:
        """Shows no run yet.

        Args:
            name: Of the widget.
            colour: Of its bar.
            parent: Its owner.
        """
        super().__init__("", parent)
        self._rows: dict[Path, RunRow] = {}
        self._choice = QComboBox(self)
        self._choice.setObjectName(name)
        self._choice.setAccessibleName(self.tr("Run"))
        self._choice.activated.connect(self._choose)
        self._state = QLabel(self)
        self._state.setProperty("role", "muted")
        self._bar = ProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_BAR_PIXELS)
        self._bar.setStyleSheet(f"QProgressBar::chunk {{ background: {colour}; border-radius: 3px; }}")
        self._speed = QLabel(NONE, self)
        self._speed.setObjectName(f"{name}-speed")
        self._speed.setStyleSheet("font-size: 24px; font-weight: 600;")
        self._facts = QLabel(self)
        self._facts.setProperty("role", "muted")
        for widget in (self._choice, self._state, self._bar, self._speed, self._facts):
            self.body.addWidget(widget)

    @property
    def run(self) -> RunRow | None:
        """The run that is shown."""
        return self._rows.get(self._choice.currentData())

    def offer(self, rows: Sequence[RunRow]) -> None:
        """Runs to choose from; the one that is shown stays."""
        shown = self._choice.currentData()
        paths = [row.path for row in rows]
        if paths != list(self._rows):
            self._choice.clear()
            for row in rows:
                self._choice.addItem(row.name, row.path)
            self._choice.setCurrentIndex(paths.index(shown) if shown in paths else -1)
        self._rows = {row.path: row for row in rows}
        self._show()

    def choose(self, path: Path) -> None:
        """Show this run."""
        self._choice.setCurrentIndex(list(self._rows).index(path))
        self._show()

    @Slot()
    def _choose(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        row = self.run
        if row is None:
            self._state.setText(self.tr("Choose a run."))
            self._speed.setText(NONE)
            self._facts.setText("")
            self._bar.show_value(0)
            return
        self._state.setText(f"{state_word(row.state)} · {spread_words(row)}")
        self._bar.setMaximum(max(1, row.total_steps or row.step or 1))
        self._bar.show_value(row.step or 0)
        speed = row.samples_per_second
        self._speed.setText(NONE if speed is None else self.tr("{} samples/s").format(f"{speed:,.0f}"))
        facts = [self.tr("step {0} of {1}").format(f"{row.step or 0:,}", f"{row.total_steps or 0:,}")]
        if row.train_loss is not None:
            facts.append(self.tr("loss {}").format(f"{row.train_loss:.4g}"))
        self._facts.setText(" · ".join(facts))


class Duel(QWidget):
    """The slower or smaller at the left, the other at the right, their curves below."""

    left = Signal()
    """Back to what can be raced."""
    pair_requested = Signal()
    """What is composed is to run on one device and on all."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._started: list[Path] = []
        title = QLabel(self.tr("Two runs side by side"), self)
        title.setProperty("role", "title")
        start = QPushButton(self.tr("Start a pair"), self)
        start.setObjectName("lab-duel-start")
        start.setToolTip(
            self.tr(
                "What is composed, on one device and on all there are, with as many samples a step. "
                "Where both need a device, the second starts when the first is over."
            )
        )
        start.clicked.connect(self.pair_requested)
        back = QPushButton(self.tr("All studies"), self)
        back.setObjectName("lab-duel-back")
        back.clicked.connect(self.left)
        self._number = QLabel(NONE, self)
        self._number.setObjectName("lab-duel-number")
        self._number.setStyleSheet("font-size: 84px; font-weight: 700;")
        self._words = QLabel(self)
        self._words.setObjectName("lab-duel-words")
        self._words.setStyleSheet("font-size: 16px;")
        for label in (self._number, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        colours = device_colour(0), device_colour(1)
        self.first = Pane("lab-duel-first", colours[0], self)
        self.second = Pane("lab-duel-second", colours[1], self)
        self.plot = DuelPlot(keeper, colours, self)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(start)
        head.addWidget(back)
        panes = QHBoxLayout()
        panes.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._number)
        column.addWidget(self._words)
        column.addLayout(panes)
        column.addWidget(self.plot, 1)
        for pane in (self.first, self.second):
            panes.addWidget(pane, 1)
            pane.changed.connect(self._compare)
        self._compare()

    @Slot(object)
    def expect(self, started: RunStarted) -> None:
        """A run was started: the newest two are shown once the table has them."""
        self._started = [*self._started, started.path][-2:]

    @Slot(object)
    def set_table(self, table: RunTable) -> None:
        """All runs there are; the newest two are taken, living ones first, until others are chosen."""
        rows = [row for row in table.rows if not row.archived][:_MOST_OFFERED]
        for pane in (self.first, self.second):
            pane.offer(rows)
        pair = [row for row in rows if row.path in self._started]
        if len(pair) == _PAIR:
            self._started = []
            self._show_pair(pair)
        elif self.first.run is None and self.second.run is None and len(rows) >= _PAIR:
            self._show_pair(sorted(rows, key=lambda row: row.state.is_over)[:_PAIR])
        self._compare()

    def _show_pair(self, rows: Sequence[RunRow]) -> None:
        first, second = sorted(rows, key=num_devices)
        self.first.choose(first.path)
        self.second.choose(second.path)

    @Slot()
    def _compare(self) -> None:
        """The right one's speed over the left one's, as they are now."""
        first, second = self.first.run, self.second.run
        self.plot.set_rows([] if first is None or second is None else [first, second])
        if first is None or second is None:
            self._number.setText(NONE)
            self._words.setText(self.tr("Choose two runs: they may go on, or be over."))
            return
        if not first.samples_per_second or second.samples_per_second is None:
            self._number.setText(NONE)
            self._words.setText(self.tr("Known once both have trained a step."))
            return
        self._number.setText(f"{second.samples_per_second / first.samples_per_second:.2f} ×")
        words = self.tr("{0} on {1} against {2} on {3}, in samples a second")
        self._words.setText(
            words.format(second.strategy, num_devices(second), first.strategy, num_devices(first))
        )
