"""A weave in the size of an icon."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.models.weave import Weave, WeaveThread
from gui.plots.weave import thread_pen
from gui.theme import ThemeKeeper, device_colour

_MOST_THREADS = 4


class WeaveThumbnail(QWidget):
    """A weave without words, for the card of a strategy."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weave: Weave | None = None
        self._keeper = keeper
        self.setFixedSize(QSize(44, 48))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        keeper.changed.connect(self.update)

    def set_weave(self, weave: Weave) -> None:
        """Show at most four threads of a weave."""
        if weave != self._weave:
            self._weave = weave
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Threads, what they hold, and a weft for each pass."""
        if self._weave is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        threads = self._weave.threads[:_MOST_THREADS]
        shares = self._weave.rows[0].shares
        places = [self.width() / 2 + (place - (len(threads) - 1) / 2) * 10.0 for place in range(len(threads))]
        for thread, share, x in zip(threads, shares, places, strict=False):
            painter.setOpacity(1.0 if share else 0.3)
            painter.setPen(thread_pen(thread.colour_index, 2.5))
            painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - 2))
            if share:
                self._paint_block(painter, thread, x)
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(self._keeper.theme.text), 2.0))
        for each in self._weave.passes if len(threads) > 1 else ():
            y = 5.0 if each.before_model else self.height() - 8.0
            painter.drawLine(QPointF(places[0] - 3, y), QPointF(places[-1] + 3, y))
        painter.end()

    def _paint_block(self, painter: QPainter, thread: WeaveThread, x: float) -> None:
        colour = QColor(device_colour(thread.colour_index))
        painter.setPen(QPen(colour, 1.0))
        colour.setAlphaF(1.0 if thread.leads else 0.25)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(x - 3.5, 9, 7, self.height() - 24), 3, 3)
