"""The page of sweeps: choose one, see beforehand, start, watch, stop, let it go on."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.lab.sweep.events import SweepState
from engine.lab.sweep.record import Sweep
from engine.lab.sweep.results import SweepResult
from gui.engine_texts import translate_engine
from gui.models.sweep_messages import (
    SweepFileRead,
    SweepList,
    SweepPlanned,
    SweepPresetsFound,
    SweepUpdate,
)
from gui.plots.trial_chart import TrialChart
from gui.theme import ThemeKeeper
from gui.views.lab.sweep_list import SweepChoices, sweep_state_word, sweep_title
from gui.views.lab.trials_table import TrialsTable
from gui.views.lab.words import duration_words
from gui.widgets.banner import Banner
from gui.widgets.card import Card

_MOST_TOLD = 4


class SweepsPage(QWidget):
    """Sweeps at the left; of the chosen one its figures, a mark a trial, and a line a trial."""

    left = Signal()
    """Back to studies."""
    file_requested = Signal(object)
    """The path of a TOML file."""
    plan_requested = Signal(object)
    """A Sweep."""
    start_requested = Signal(object)
    """A Sweep."""
    go_on_requested = Signal(object)
    """The path of a sweep's folder."""
    stop_requested = Signal(object)
    """The path of a sweep's folder."""
    follow_requested = Signal(object)
    """The path of a sweep's folder."""
    compare_requested = Signal(object)
    """Paths of runs, a tuple."""
    run_requested = Signal(object)
    """The path of a run."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("sweeps-page")
        self._planned: SweepPlanned | None = None
        self._update: SweepUpdate | None = None
        self._followed: Path | None = None
        self._is_asked = self._had_sweeps = False
        self._banner = Banner(self)
        self.choices = SweepChoices(translate("SweepsPage", "Sweeps"), self)
        self._title = self._label("section")
        self._about = self._label("muted")
        self._best = self._label("")
        self._problem = self._label("problem")
        self.chart = TrialChart(keeper, self)
        self.table = TrialsTable(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(12)
        column.addLayout(self._lay_out_head())
        column.addWidget(self._banner)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.choices, 3)
        columns.addLayout(self._lay_out_sweep(), 9)
        column.addLayout(columns, 1)
        self.choices.chosen.connect(self._choose)
        self.choices.file_requested.connect(self.file_requested)
        self.table.run_requested.connect(self._open_run)

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        label.setWordWrap(True)
        return label

    def _button(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _lay_out_head(self) -> QHBoxLayout:
        title = QLabel(QCoreApplication.translate("SweepsPage", "Sweeps of options"), self)
        title.setProperty("role", "title")
        teaching = self._label("muted")
        teaching.setText(self.tr("Try learning rates, batches or any option, and see which is best."))
        self._back = self._button("sweep-back", self.tr("Studies"), self.left)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(title)
        row.addWidget(teaching, 1)
        row.addWidget(self._back)
        return row

    def _lay_out_sweep(self) -> QVBoxLayout:
        translate = QCoreApplication.translate
        self._compare = self._button("sweep-compare", self.tr("Compare its runs"), self._ask_compare)
        self._act = self._button("sweep-act", "", self._ask_act)
        self._act.setProperty("role", "primary")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._about, self._best, self._problem):
            words.addWidget(label)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self._compare)
        head.addWidget(self._act)
        what, marks, lines = (
            Card("", self),
            Card(translate("SweepsPage", "Trials, one after the other"), self),
            Card(translate("SweepsPage", "What each trial found"), self),
        )
        what.body.addLayout(head)
        marks.body.addWidget(self.chart, 1)
        lines.body.addWidget(self.table, 1)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(what)
        column.addWidget(marks, 4)
        column.addWidget(lines, 5)
        return column

    # --- what the engine tells

    @Slot(object)
    def set_presets(self, found: SweepPresetsFound) -> None:
        """The sweeps that come with Paraloom."""
        self.choices.set_presets(found.sweeps)

    @Slot(object)
    def set_sweeps(self, sweeps: SweepList) -> None:
        """Every sweep that was started; one that runs while the window opens is chosen at once."""
        self.choices.set_sweeps(sweeps.lines)
        alive = [line for line in sweeps.lines if not line.state.is_over]
        if not self._had_sweeps and alive:
            self.choices.choose(alive[0].path)
        self._had_sweeps = True
        if self._followed is not None:
            self.choices.choose(self._followed)

    @Slot(object)
    def take_file(self, read: SweepFileRead) -> None:
        """The sweep of a file, or why it cannot be read."""
        if read.sweep is not None:
            self._banner.hide()
            self.choices.set_file(read.sweep)
            return
        lines = []
        for problem in read.problems[:_MOST_TOLD]:
            where = self.tr("line {}").format(problem.line) + ": " if problem.line else ""
            words = f"{translate_engine(problem.sentence)} {translate_engine(problem.mend)}".strip()
            lines.append(f"{where}{words}")
        self._banner.tell("\n".join(lines))

    @Slot(object)
    def take_plan(self, planned: SweepPlanned) -> None:
        """What the chosen sweep will do."""
        if self._followed is None:
            self._planned, self._update, self._is_asked = planned, None, False
            self._show(planned.result)

    @Slot(object)
    def open_started(self, path: Path) -> None:
        """A sweep was started, or goes on."""
        self._follow(path)
        self.choices.choose(path)

    @Slot(object)
    def take_update(self, update: SweepUpdate) -> None:
        """What the sweep that is followed has found so far."""
        if update.path == self._followed:
            before = self._update.result.state if self._update else None
            self._is_asked = self._is_asked and before == update.result.state
            self._update, self._planned = update, None
            self._show(update.result)

    @Slot()
    def hear_trouble(self) -> None:
        """Something could not be done: it may be asked again."""
        self._is_asked = False
        self._show_buttons()

    # --- what a person asks

    @Slot(object)
    def _choose(self, what: Sweep | Path) -> None:
        if isinstance(what, Path):
            if what != self._followed:
                self._follow(what)
            return
        self._followed = None
        self.plan_requested.emit(what)

    def _follow(self, path: Path) -> None:
        self._followed, self._planned, self._is_asked = path, None, False
        self.follow_requested.emit(path)

    @Slot()
    def _ask_act(self) -> None:
        self._is_asked = True
        self._show_buttons()
        if self._planned is not None:
            self.start_requested.emit(self._planned.sweep)
        elif self._update is not None and self._update.result.state.can_go_on:
            self.go_on_requested.emit(self._update.path)
        elif self._update is not None:
            self.stop_requested.emit(self._update.path)

    @Slot()
    def _ask_compare(self) -> None:
        if self._update is not None:
            runs = self._update.path.parent.parent
            named = [row.run for row in self._update.result.trials if row.run]
            self.compare_requested.emit(tuple(runs / name for name in named))

    @Slot(object)
    def _open_run(self, name: Path) -> None:
        if self._update is not None:
            self.run_requested.emit(self._update.path.parent.parent / name)

    # --- what is shown

    def _show(self, result: SweepResult) -> None:
        self._title.setText(sweep_title(result.name))
        self._about.setText(" · ".join(self._about_words(result)))
        self._best.setText(self._best_words(result))
        self._best.setVisible(bool(self._best.text()))
        problems = self._planned.problems if self._planned else ()
        words = [
            f"{translate_engine(one.sentence)} {translate_engine(one.mend)}".strip()
            for one in problems[:_MOST_TOLD]
        ]
        if not self._planned and result.sentence:
            words.append(translate_engine(result.sentence))
        self._problem.setText("\n".join(words))
        self._problem.setVisible(bool(words))
        self.chart.show_result(result)
        self.table.show_result(result)
        self._show_buttons()

    def _about_words(self, result: SweepResult) -> list[str]:
        methods = {"grid": self.tr("every combination"), "random": self.tr("at random"), "optuna": "Optuna"}
        sought = self.tr("the most {}") if result.maximizes else self.tr("the least {}")
        parts = [methods[result.method], sought.format(result.metric)]
        if self._planned is not None:
            parts.append(self.tr("%n trial(s)", "", result.num_trials))
            parts.append(self.tr("{} at once").format(result.at_once))
            if result.most_seconds is not None:
                parts.append(self.tr("at most {}").format(duration_words(result.most_seconds)))
            return parts
        parts.append(sweep_state_word(result.state))
        parts.append(self.tr("{0} of {1} trials").format(result.num_over, result.num_trials))
        early = sum(row.state == "stopped_early" for row in result.trials)
        if early:
            parts.append(self.tr("{} stopped early").format(early))
        if result.seconds_left:
            parts.append(self.tr("about {} left").format(duration_words(result.seconds_left)))
        return parts

    def _best_words(self, result: SweepResult) -> str:
        best = result.best
        if best is None or best.objective is None:
            return ""
        return self.tr("Best so far: trial {0} with {1}: {2}").format(
            best.number, best.name, f"{best.objective:.4g}"
        )

    def _show_buttons(self) -> None:
        state = self._update.result.state if self._update else SweepState.CREATED
        has_problems = self._planned is not None and bool(self._planned.problems)
        if self._planned is not None:
            words = self.tr("Starting…") if self._is_asked else self.tr("Start the sweep")
        elif state.can_go_on:
            words = self.tr("Starting…") if self._is_asked else self.tr("Go on")
        else:
            words = self.tr("Saving and stopping…") if self._is_asked else self.tr("Stop the sweep")
        self._act.setText(words)
        self._act.setVisible(self._planned is not None or state is not SweepState.COMPLETED)
        self._act.setEnabled(not self._is_asked and not has_problems)
        runs = self._update.result.trials if self._update else ()
        self._compare.setVisible(any(row.run for row in runs))
