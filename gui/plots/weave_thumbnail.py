"""A weave in the size of an icon."""

from gui.theme import ThemeKeeper, device_colour
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.models.weave import Weave, WeavePass, WeaveThread
from gui.plots.weave import thread_pen


class WeaveThumbnail(QWidget):
    """A weave without words, for the card of a strategy."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._threads: tuple[WeaveThread, ...] = ()
        self._passes: tuple[WeavePass, ...] = ()
        self._keeper = keeper
        self.setFixedSize(QSize(44, 48))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        keeper.changed.connect(self.update)

    def set_weave(self, weave: Weave) -> None:
        """Show at most four threads of a weave."""
        self._threads, self._passes = weave.threads[:4], weave.passes
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Threads, what they hold, and a weft for each pass."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        num = len(self._threads)
        places = [self.width() / 2 + (place - (num - 1) / 2) * 11.0 for place in range(num)]
        for thread, x in zip(self._threads, places, strict=True):
            painter.setPen(thread_pen(thread.colour_index, 2.5))
            painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - 2))
            colour = QColor(device_colour(thread.colour_index))
            colour.setAlphaF(1.0 if thread.leads else 0.45)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(x - 3.5, 8, 7, self.height() - 22), 3, 3)
        painter.setPen(QPen(QColor(self._keeper.theme.text), 2.0))
        for each in self._passes if num > 1 else ():
            y = 5.0 if each.before_model else self.height() - 8.0
            painter.drawLine(QPointF(places[0] - 3, y), QPointF(places[-1] + 3, y))
        painter.end()
