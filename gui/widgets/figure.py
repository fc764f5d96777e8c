"""A figure that is written anew several times a second."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget


class Figure(QLabel):
    """Words of which only a figure changes.

    A label lays the window out anew with each text that it is given; this one does where it has to grow.
    """

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.words = words

    def show_words(self, words: str) -> None:
        """Show another one."""
        if words == self.words:
            return
        self.words = words
        self.setAccessibleDescription(words)
        width = self.fontMetrics().horizontalAdvance(words) + 1
        if width > self.minimumWidth():
            self.setMinimumWidth(width)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The figure in the label's font."""
        painter = QPainter(self)
        painter.drawText(self.rect(), int(self.alignment()), self.words)
        painter.end()
