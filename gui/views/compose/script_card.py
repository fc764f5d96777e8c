"""A script of one's own in the place of strategy, model, data and training."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.errors import Problem, Severity
from engine.spec import ScriptSpec
from gui.models.spec_draft import SpecDraft
from gui.views.compose.arguments_line import ArgumentsLine
from gui.views.compose.words import words_of
from gui.widgets.card import Card
from gui.widgets.form import RecordForm
from gui.widgets.path_editor import PythonFileEditor

_FIRST = ("file",)
_EDITORS = {"file": PythonFileEditor}
_WHERE = ("working_folder", "log_folder")
_HOW = ("environment", "start_as", "stop_signal", "grace_seconds", "fresh_process")


class ScriptCard(QWidget):
    """Which file, with what, where and how."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""
    left = Signal()
    """A person would rather have Paraloom train."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-script")
        self._leave = QPushButton(self.tr("Train with Paraloom instead"), self)
        self._leave.setObjectName("script-leave")
        self._leave.setProperty("role", "link")
        self._leave.setCursor(Qt.CursorShape.PointingHandCursor)
        self._leave.clicked.connect(self.left)
        card = Card(self.tr("Script"), self, corner=self._leave)
        about = QLabel(
            self.tr(
                "A training script of your own, started unchanged on the devices above as torchrun would. "
                "Its curves are read from its TensorBoard files, or come from paraloom.log(step, loss=…)."
            ),
            card,
        )
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        card.body.addWidget(about)
        self._forms = [
            RecordForm(ScriptSpec, "script", names, card, columns=columns, editors=_EDITORS)
            for names, columns in ((_FIRST, 1), (_WHERE, 2), (_HOW, 3))
        ]
        file, where, how = self._forms
        self._arguments = ArgumentsLine(card)
        self._arguments.changed.connect(self.changed)
        for form in self._forms:
            form.changed.connect(self.changed)
        for part in (file, self._arguments, where, how):
            card.body.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def show_draft(self, draft: SpecDraft) -> None:
        """The draft's script; nothing where it has none."""
        script = draft.spec.script
        self.setVisible(script is not None)
        if script is None:
            return
        rejected = {name: mark.value for name, mark in draft.rejected.items()}
        for form in self._forms:
            form.show_values(script, rejected)
        self._arguments.show_words(script.arguments)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What does not fit, beneath the fields."""
        sentences: dict[str, str] = {}
        for problem in problems:
            if problem.severity is Severity.ERROR:
                sentences.setdefault(problem.field, words_of(problem))
        for form in self._forms:
            form.show_problems(sentences)

    def focus_field(self, dotted: str) -> bool:
        """Put the focus in a field; False where it is of another part."""
        if dotted == "script.arguments":
            self._arguments.focus()
            return True
        return any(form.focus_field(dotted) for form in self._forms)
