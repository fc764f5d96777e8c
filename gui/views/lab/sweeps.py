"""The page of sweeps: choose one, change it, see beforehand, start, watch, stop, let it go on."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.lab.sweep.folder import SweepFolder
from engine.spec.run import RunSpec
from gui.models.messages import PresetsFound
from gui.models.sweep_draft import sweep_of_spec
from gui.models.sweep_messages import (
    SweepBaseRead,
    SweepFileRead,
    SweepFileWanted,
    SweepList,
    SweepPlanned,
    SweepPresetsFound,
    SweepUpdate,
)
from gui.plots.trial_chart import TrialChart
from gui.theme import ThemeKeeper
from gui.views.lab.sweep_form import SweepForm
from gui.views.lab.sweep_head import SweepHead
from gui.views.lab.sweep_list import FILE, THIS_SPEC, SweepChoices
from gui.views.lab.trials_table import TrialsTable
from gui.views.lab.words import problem_lines
from gui.widgets.banner import Banner
from gui.widgets.card import Card


class SweepsPage(QWidget):
    """Sweeps at the left; of the chosen one its form, or what it has found: a mark and a line a trial."""

    left = Signal()
    """Back to studies."""
    file_requested = Signal(object)
    """The path of a sweep's TOML file."""
    base_requested = Signal(object)
    """The path of a spec's TOML file."""
    save_requested = Signal(object)
    """A SweepFileWanted."""
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
        self.setObjectName("sweeps-page")
        self._planned: SweepPlanned | None = None
        self._update: SweepUpdate | None = None
        self._followed: Path | None = None
        self._composed: RunSpec | None = None
        self._is_asked = self._had_sweeps = False
        self._banner = Banner(self)
        self.choices = SweepChoices(QCoreApplication.translate("SweepsPage", "Sweeps"), self)
        self.head = SweepHead(self)
        self.form = SweepForm(self)
        self.chart = TrialChart(keeper, self)
        self.table = TrialsTable(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(12)
        column.addLayout(self._lay_out_head())
        column.addWidget(self._banner)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.choices, 4)
        columns.addLayout(self._lay_out_sweep(), 11)
        column.addLayout(columns, 1)
        self._connect()

    def _connect(self) -> None:
        self.choices.chosen.connect(self._choose)
        self.choices.file_requested.connect(self.file_requested)
        self.form.changed.connect(self._plan)
        self.form.base.file_requested.connect(self.base_requested)
        self.head.act_requested.connect(self._ask_act)
        self.head.compare_requested.connect(self._ask_compare)
        self.head.save_requested.connect(self._ask_save)
        self.head.reuse_requested.connect(self._ask_reuse)
        self.table.run_requested.connect(self._open_run)

    def _lay_out_head(self) -> QHBoxLayout:
        title = QLabel(QCoreApplication.translate("SweepsPage", "Sweeps of options"), self)
        title.setProperty("role", "title")
        teaching = QLabel(self.tr("Try learning rates, batches or any option, and see which is best."), self)
        teaching.setProperty("role", "muted")
        teaching.setWordWrap(True)
        back = QPushButton(self.tr("Studies"), self)
        back.setObjectName("sweep-back")
        back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(title)
        row.addWidget(teaching, 1)
        row.addWidget(back)
        return row

    def _lay_out_sweep(self) -> QVBoxLayout:
        translate = QCoreApplication.translate
        marks = Card(translate("SweepsPage", "Trials, one after the other"), self)
        lines = Card(translate("SweepsPage", "What each trial found"), self)
        marks.body.addWidget(self.chart, 1)
        lines.body.addWidget(self.table, 1)
        self._found = QWidget(self)
        found = QVBoxLayout(self._found)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(12)
        found.addWidget(marks, 4)
        found.addWidget(lines, 5)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.form)
        self._stack.addWidget(self._found)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        return column

    # --- what the engine tells

    @Slot(object)
    def set_presets(self, found: SweepPresetsFound) -> None:
        """The sweeps that come with Paraloom."""
        self.choices.set_presets(found.sweeps)

    @Slot(object)
    def set_bases(self, found: PresetsFound) -> None:
        """The specs that come with Paraloom: each can be varied."""
        self.form.base.set_presets(found.presets)

    def set_composed(self, spec: RunSpec) -> None:
        """What Compose has now."""
        if spec == self._composed:
            return
        self._composed, is_untouched = spec, self.form.is_untouched(THIS_SPEC)
        self.choices.set_this_spec(sweep_of_spec(spec))
        self.form.set_composed(spec)
        if is_untouched:
            self.form.show_sweep(THIS_SPEC, self.choices.sweep(THIS_SPEC))

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
            self.form.forget(FILE)
            self.choices.set_file(read.sweep)
        else:
            self._banner.tell(problem_lines(read.problems))

    @Slot(object)
    def take_base(self, read: SweepBaseRead) -> None:
        """The spec of a file, which is varied from now on, or why it cannot be read."""
        if read.spec is not None:
            self._banner.hide()
            self.form.base.set_file(read.path, read.spec)
        else:
            self._banner.tell(problem_lines(read.problems))

    @Slot(object)
    def take_plan(self, planned: SweepPlanned) -> None:
        """What the chosen sweep will do; a plan of what it was before is of no use."""
        if self._followed is None and planned.sweep == self.form.sweep:
            self._planned = planned
            self._show_plan()

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
            self._update = update
            self.chart.show_result(update.result)
            self.table.show_result(update.result)
            self.head.show_result(update.result, is_asked=self._is_asked)
            self._stack.setCurrentWidget(self._found)

    @Slot()
    def hear_trouble(self) -> None:
        """Something could not be done: it may be asked again."""
        self._is_asked = False
        self._show_asked()

    # --- what a person asks

    @Slot(object)
    def _choose(self, what: str | Path) -> None:
        if isinstance(what, Path):
            if what != self._followed:
                self._follow(what)
            return
        self._followed = self._update = None
        self._is_asked = False
        self._stack.setCurrentWidget(self.form)
        self.form.show_sweep(what, self.choices.sweep(what))

    def _follow(self, path: Path) -> None:
        self._followed, self._planned, self._update, self._is_asked = path, None, None, False
        self.follow_requested.emit(path)

    @Slot()
    def _plan(self) -> None:
        """The form says something else: until that is planned, it does not start."""
        if self._followed is not None:
            return
        drafted, self._planned = self.form.drafted, None
        others = self.form.show_problems(drafted.problems)
        self.head.show_draft(self.form.name, others, can_save=drafted.sweep is not None)
        if drafted.sweep is not None:
            self.plan_requested.emit(drafted.sweep)

    @Slot()
    def _ask_act(self) -> None:
        self._is_asked = True
        self._show_asked()
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

    @Slot()
    def _ask_reuse(self) -> None:
        if self._update is not None:
            self.file_requested.emit(SweepFolder(self._update.path).asked_path)

    @Slot()
    def _ask_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the sweep"), f"{self.form.name}.toml", "TOML (*.toml)"
        )
        if name and self.form.sweep is not None:
            self.save_requested.emit(SweepFileWanted(Path(name), self.form.sweep))

    @Slot(object)
    def _open_run(self, name: Path) -> None:
        if self._update is not None:
            self.run_requested.emit(self._update.path.parent.parent / name)

    # --- what is shown

    def _show_plan(self) -> None:
        if self._planned is not None:
            others = self.form.show_problems(self._planned.problems)
            self.head.show_plan(self._planned, others, is_asked=self._is_asked)

    def _show_asked(self) -> None:
        """What the button says."""
        self._show_plan()
        if self._update is not None:
            self.head.show_result(self._update.result, is_asked=self._is_asked)
