"""What can be raced, and every study there is."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.lab.study.record import Study
from gui.models.study_messages import StudyFileRead, StudyList, StudyPlanned
from gui.theme import ThemeKeeper
from gui.views.lab.beforehand import Beforehand
from gui.views.lab.choices import StudyChoices, preset_title
from gui.views.lab.words import problem_lines, state_word
from gui.widgets.banner import Banner
from gui.widgets.card import Card

_PATH = Qt.ItemDataRole.UserRole


class StudySetup(QWidget):
    """Choose, see beforehand, start; or open what was raced."""

    plan_requested = Signal(object)
    """A Study."""
    start_requested = Signal(object)
    """A Study."""
    open_requested = Signal(object)
    """The path of a study's folder."""
    sweeps_requested = Signal()
    """Sweeps of options are to be looked at."""
    duel_requested = Signal()
    """Two runs are to be looked at side by side."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        title = QLabel(translate("StudySetup", "Lab"), self)
        title.setProperty("role", "title")
        teaching = QLabel(
            self.tr("Race ways to train against each other, round by round, and see which to use."), self
        )
        teaching.setProperty("role", "muted")
        self._banner = Banner(self)
        self.choices = StudyChoices(translate("StudySetup", "Study"), self)
        self.beforehand = Beforehand(keeper, self)
        past = Card(translate("StudySetup", "Raced so far"), self)
        self._past = QListWidget(self)
        self._past.setObjectName("lab-past")
        self._past.setAccessibleName(self.tr("Studies raced so far"))
        self._past.itemActivated.connect(self._open)
        self._past.itemClicked.connect(self._open)
        self._none = QLabel(
            self.tr("None yet. The first takes about two minutes: choose one, and start the race."), self
        )
        self._none.setProperty("role", "muted")
        self._none.setWordWrap(True)
        past.body.addWidget(self._none)
        past.body.addWidget(self._past, 1)
        past.body.addStretch(0)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(teaching, 1)
        sweeps = QPushButton(self.tr("Sweeps of options"), self)
        sweeps.setObjectName("lab-sweeps")
        sweeps.setToolTip(self.tr("Try learning rates, batches or any option, and see which is best."))
        sweeps.clicked.connect(self.sweeps_requested)
        head.addWidget(sweeps)
        duel = QPushButton(self.tr("Two runs side by side"), self)
        duel.setObjectName("lab-duel")
        duel.setToolTip(self.tr("Any two runs, with how much faster one is: live while they go on."))
        duel.clicked.connect(self.duel_requested)
        head.addWidget(duel)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.choices, 5)
        columns.addWidget(self.beforehand, 6)
        columns.addWidget(past, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._banner)
        column.addLayout(columns, 1)
        self.choices.changed.connect(self._plan)
        self.beforehand.start_requested.connect(self._start)

    def take_file(self, read: StudyFileRead) -> None:
        """The study of a file, or why it cannot be read."""
        if read.study is not None:
            self._banner.hide()
            self.choices.set_file(read.study)
            return
        self._banner.tell(problem_lines(read.problems))

    def take_plan(self, planned: StudyPlanned) -> None:
        """What a study will do; a plan of what is not chosen any more is of no use."""
        if planned.study == self.choices.study:
            self.beforehand.show_plan(planned)

    def set_studies(self, studies: StudyList) -> None:
        """Every study there is, newest first."""
        self._past.clear()
        for line in studies.lines:
            when = datetime.fromtimestamp(line.created).strftime("%Y-%m-%d %H:%M")
            words = f"{preset_title(line.title)}\n{when} · {state_word(line.state)}"
            item = QListWidgetItem(words, self._past)
            item.setData(_PATH, line.path)
        self._none.setVisible(not studies.lines)
        self._past.setVisible(bool(studies.lines))

    @Slot()
    def _plan(self) -> None:
        study = self.choices.study
        if study is not None:
            self.beforehand.wait()
            self.plan_requested.emit(study)

    @Slot()
    def _start(self) -> None:
        study: Study | None = self.choices.study
        if study is not None:
            self.beforehand.starting()
            self.start_requested.emit(study)

    @Slot(QListWidgetItem)
    def _open(self, item: QListWidgetItem) -> None:
        self.open_requested.emit(item.data(_PATH))
