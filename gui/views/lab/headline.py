"""The race in one look: what runs now, how far it is, and how much faster the best is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.lab.study.results import StudyResult
from gui.models.study_messages import StudyUpdate
from gui.views.lab.words import progress_words, under_way_words
from gui.widgets.card import Card
from gui.widgets.progress import ProgressBar

_NUMBER_PIXELS = 34


def best_speedup(result: StudyResult) -> tuple[str, str, float | None, float | None]:
    """The candidate to look at: its name, its family, speed-up and efficiency.

    The one the verdict names; where that is the single device the fastest of the others.
    """
    rows = [row for row in result.candidates if row.speedup is not None and not row.is_reference]
    named = [row for row in rows if row.name == result.verdict.best]
    best = max(named or rows, key=lambda row: row.speedup or 0.0, default=None)
    return ("", "", None, None) if best is None else (best.name, best.family, best.speedup, best.efficiency)


class Headline(Card):
    """Above everything else of a study."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._now = QLabel(self)
        self._now.setObjectName("lab-now")
        self._now.setProperty("role", "value")
        self._progress = QLabel(self)
        self._progress.setProperty("role", "muted")
        self._bar = ProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName(self.tr("Runs of the study"))
        self._number = QLabel(self)
        self._number.setObjectName("lab-number")
        self._number.setStyleSheet(f"font-size: {_NUMBER_PIXELS}px; font-weight: 700;")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._of = QLabel(self)
        self._of.setProperty("role", "muted")
        self._of.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        left = QVBoxLayout()
        left.setSpacing(5)
        left.addWidget(self._now)
        left.addWidget(self._bar)
        left.addWidget(self._progress)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addSpacing(20)
        row.addWidget(self._number)
        row.addWidget(self._of)
        self.body.addLayout(row)

    def show_update(self, update: StudyUpdate) -> None:
        """What is known now."""
        result = update.result
        self._now.setText(under_way_words(update))
        self._progress.setText(progress_words(result))
        self._bar.setMaximum(max(1, result.num_runs))
        done = result.num_runs if update.state.value == "completed" else result.runs_done
        self._bar.show_value(done if update.state.is_over else max(0, done - 1))
        name, _, speedup, efficiency = best_speedup(result)
        self._number.setText("" if speedup is None else f"{speedup:.2f} ×")
        if speedup is None or efficiency is None:
            self._of.setText("")
        else:
            ideal = self.tr("{} of ideal").format(f"{efficiency:.0%}")
            self._of.setText(f"{name}\n{ideal}")
