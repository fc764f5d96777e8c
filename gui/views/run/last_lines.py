"""The last lines of a rank that failed."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_LEAST_PIXELS, _MOST_PIXELS = 50, 130
"""Three lines, where there is no room for more."""


class LastLines(QPlainTextEdit):
    """Stays at its end: what went wrong is said last. Hidden where there is nothing to show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("run-failure")
        self.setReadOnly(True)
        self.setAccessibleName(self.tr("Last lines"))
        self.setMinimumHeight(_LEAST_PIXELS)
        self.setMaximumHeight(_MOST_PIXELS)
        self.hide()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these."""
        self.setPlainText("\n".join(lines).rstrip())
        self.setVisible(bool(lines))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less room shows the end of them, too."""
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
