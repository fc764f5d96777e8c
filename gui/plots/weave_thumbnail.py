"""A weave in the size of an icon."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.plan.records import MeshPlace
from gui.models.weave import Weave, WeaveThread
from gui.plots.weave import thread_pen
from gui.theme import ThemeKeeper, device_colour

_MOST_THREADS = 4
_TOP, _BOTTOM, _WIDTH, _RADIUS = 9.0, 15.0, 8.0, 2.0


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
        for number, (thread, share, x) in enumerate(zip(threads, shares, places, strict=False)):
            painter.setOpacity(1.0 if share else 0.3)
            painter.setPen(thread_pen(thread.colour_index, 2.5))
            painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - 2))
            if share:
                self._paint_block(painter, thread, x, self._weave.mesh.place(number))
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(self._keeper.theme.text), 2.0))
        for each in self._weave.passes if len(threads) > 1 else ():
            y = 5.0 if each.before_model else self.height() - 8.0
            painter.drawLine(QPointF(places[0] - 3, y), QPointF(places[-1] + 3, y))
        painter.end()

    def _paint_block(self, painter: QPainter, thread: WeaveThread, x: float, place: MeshPlace) -> None:
        """What a thread holds: a stage is a part of the height, a part of each layer one of the width.

        Of a shard the whole stands there faint, for it is gathered to compute with.
        """
        assert self._weave is not None
        mesh = self._weave.mesh
        colour = QColor(device_colour(thread.colour_index))
        height, width = (self.height() - _TOP - _BOTTOM) / mesh.pipeline, _WIDTH / mesh.tensor
        stage = QRectF(
            x - _WIDTH / 2 + width * place.tensor, _TOP + height * place.pipeline, max(2.0, width), height
        )
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(_faint(colour) if mesh.shard > 1 or not thread.leads else colour)
        painter.drawRoundedRect(stage, _RADIUS, _RADIUS)
        if mesh.shard > 1:
            part = height / mesh.shard
            painter.fillRect(QRectF(stage.x(), stage.y() + part * place.shard, stage.width(), part), colour)


def _faint(colour: QColor) -> QColor:
    faint = QColor(colour)
    faint.setAlphaF(0.25)
    return faint
