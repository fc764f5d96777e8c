"""The result in words: which candidate to use, what limits the others, and the laws that fit."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.lab.study.results import StudyResult
from gui.engine_texts import translate_engine
from gui.views.lab.words import fit_words
from gui.widgets.card import Card
from gui.widgets.scrolled import scrolled


class VerdictCard(Card):
    """Sentences, the most telling first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("VerdictCard", "Verdict"), parent)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(6)
        self._sentence = QLabel(inner)
        self._sentence.setObjectName("lab-verdict")
        self._sentence.setProperty("role", "section")
        self._details = QLabel(inner)
        self._details.setObjectName("lab-verdict-details")
        self._fits = QLabel(inner)
        self._fits.setObjectName("lab-fits")
        self._fits.setProperty("role", "muted")
        self._notices = QLabel(inner)
        self._notices.setProperty("role", "muted")
        for label in (self._sentence, self._details, self._fits, self._notices):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addStretch(1)
        self.body.addWidget(scrolled(inner, self), 1)

    def show_result(self, result: StudyResult) -> None:
        """What is known so far."""
        verdict = result.verdict
        nothing = self.tr("Nothing is measured yet.")
        self._sentence.setText(translate_engine(verdict.sentence) if verdict.sentence else nothing)
        self._show(self._details, [self._detail(one, result) for one in verdict.details])
        self._show(self._fits, [fit_words(fit) for fit in result.fits])
        self._show(self._notices, [translate_engine(one) for one in result.notices])

    def _detail(self, sentence: str, result: StudyResult) -> str:
        """In the person's language, name and reason each by itself: a reason is a whole sentence, too."""
        for row in result.candidates:
            if row.reason and sentence.startswith(row.name) and sentence.endswith(row.reason):
                left_out, failed = self.tr("{0} is left out: {1}"), self.tr("{0} failed: {1}")
                words = left_out if row.state == "left_out" else failed
                return words.format(row.name, translate_engine(row.reason))
        return translate_engine(sentence)

    def _show(self, label: QLabel, lines: list[str]) -> None:
        label.setText("\n".join(lines))
        label.setVisible(bool(lines))
