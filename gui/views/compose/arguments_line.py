"""What a script is given, as one line such as a person would type it."""

import shlex
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from engine.spec import ScriptSpec
from gui.engine_texts import translate_engine
from gui.widgets.fields import label_of

_FIELD = "script.arguments"


class ArgumentsLine(QWidget):
    """Words with quotation marks around those that hold spaces, as in a shell."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(translate_engine(label_of(_FIELD)), self)
        label.setProperty("role", "muted")
        self._line = QLineEdit(self)
        self._line.setObjectName(_FIELD)
        self._line.setAccessibleName(label.text())
        self._line.setPlaceholderText("--epochs 3 --lr 0.1")
        self._line.textEdited.connect(self._tell)
        help_text = translate_engine(ScriptSpec.help_of("arguments"))
        for widget in (label, self._line):
            widget.setToolTip(help_text)
            widget.setWhatsThis(help_text)
        label.setBuddy(self._line)
        self._problem = QLabel(
            self.tr("A quotation mark is still open: what is typed does not count yet."), self
        )
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for widget in (label, self._line, self._problem):
            column.addWidget(widget)

    def show_words(self, words: Sequence[str]) -> None:
        """Show what the spec has; what is being typed stays as it is where it means the same."""
        typed = _split(self._line.text())
        if self._line.hasFocus() and (typed is None or tuple(typed) == tuple(words)):
            return
        self._line.setText(shlex.join(words))
        self._problem.hide()

    def focus(self) -> None:
        """Put the focus in the line."""
        self._line.setFocus()

    @Slot(str)
    def _tell(self, text: str) -> None:
        words = _split(text)
        self._problem.setVisible(words is None)
        if words is not None:
            self.changed.emit({_FIELD: words})


def _split(text: str) -> list[str] | None:
    """The words; None while a quotation mark is open."""
    try:
        return shlex.split(text)
    except ValueError:
        return None
