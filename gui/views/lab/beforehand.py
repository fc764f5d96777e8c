"""What a study will do, before it does: runs, time, batch, candidates, and what stands in the way."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.lab.study.candidates import Candidate
from engine.lab.study.estimate import Estimate
from gui.engine_texts import translate_engine
from gui.models.study_messages import StudyPlanned
from gui.theme import ThemeKeeper
from gui.views.lab.words import duration_words
from gui.widgets.card import Card
from gui.widgets.scrolled import scrolled


class Beforehand(Card):
    """A line a candidate; Start races them."""

    start_requested = Signal()

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Beforehand", "What it will do"), parent)
        self._keeper = keeper
        self._planned: StudyPlanned | None = None
        self._takes = self._label("value", "lab-estimate")
        self._compared = self._label("", "lab-comparison")
        self._machine = self._label("muted", "lab-machine")
        self._problem = self._label("problem", "lab-problem")
        self._start = QPushButton(self.tr("Start the race"), self)
        self._start.setObjectName("lab-start")
        self._start.setProperty("role", "primary")
        self._start.clicked.connect(self.start_requested)
        lines = QWidget(self)
        self._lines = QVBoxLayout(lines)
        self._lines.setContentsMargins(0, 0, 6, 0)
        self._lines.setSpacing(7)
        self._lines.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._takes, 1)
        head.addWidget(self._start)
        self.body.addLayout(head)
        for label in (self._compared, self._machine, self._problem):
            self.body.addWidget(label)
        self.body.addWidget(scrolled(lines, self), 1)
        self.wait()

    def _label(self, role: str, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def wait(self) -> None:
        """Another study is being planned: what is shown is not its plan."""
        self._planned = None
        self._start.setEnabled(False)

    def starting(self) -> None:
        """It was asked to start."""
        self._start.setEnabled(False)
        self._start.setText(self.tr("Starting…"))

    def ready(self) -> None:
        """It was started, or could not be."""
        self._start.setText(self.tr("Start the race"))
        self._start.setEnabled(self.can_start)

    @property
    def can_start(self) -> bool:
        """Whether there is something to race."""
        expansion = self._planned.expansion if self._planned else None
        return expansion is not None and expansion.reference.fits

    def show_plan(self, planned: StudyPlanned) -> None:
        """What the study will do here."""
        self._planned = planned
        while self._lines.count() > 1:
            item = self._lines.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        expansion, takes = planned.expansion, planned.estimate
        problems = []
        if planned.problem:
            problems.append(f"{translate_engine(planned.problem)} {translate_engine(planned.mend)}".strip())
        if expansion is not None and takes is not None:
            self._takes.setText(self._takes_words(takes))
            self._compared.setText(translate_engine(expansion.sentence))
            notices = (translate_engine(one) for one in expansion.notices)
            self._machine.setText("\n".join((translate_engine(expansion.machine), *notices)))
            for number, candidate in enumerate(expansion.candidates):
                self._lines.insertWidget(number, self._line(candidate))
            if not expansion.reference.fits:
                problems.append(self.tr("Not even the single device can train this."))
                problems += [
                    f"{translate_engine(one.sentence)} {translate_engine(one.mend)}".strip()
                    for one in expansion.reference.problems
                ]
            elif len(expansion.racing) < 2:
                problems.append(self.tr("Only the single device fits here: there is nothing to compare."))
        else:
            self._takes.setText("")
            self._compared.setText("")
            self._machine.setText("")
        self._problem.setText("\n".join(problems))
        self._problem.setVisible(bool(problems))
        self.ready()

    def _takes_words(self, takes: Estimate) -> str:
        """How many runs, and about how long."""
        num = takes.num_runs
        runs = self.tr("%n run(s)", "", num)
        return self.tr("{0}, about {1}").format(runs, duration_words(takes.seconds))

    def _line(self, candidate: Candidate) -> QWidget:
        line = QWidget(self)
        name = QLabel(candidate.name, line)
        name.setProperty("role", "section" if candidate.fits else "muted")
        words = translate_engine(candidate.batch)
        if not candidate.fits:
            words = self.tr("left out: {}").format(translate_engine(candidate.reason))
        what = QLabel(words, line)
        what.setProperty("role", "muted")
        what.setWordWrap(True)
        what.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(what)
        return line
