"""The picture of what lies still in a plot, painted in short turns between which the window answers."""

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QSize, QTimer, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

_TURN_SECONDS = 0.008

Stroke = Callable[[QPainter], None]
"""Paints a part in a few milliseconds, and asks nothing of how the painter was left by the part before."""


class KeptPicture(QObject):
    """Painted once and shown until it changes; the one before is shown until the next is whole."""

    def __init__(self, plot: QWidget, strokes: Callable[[], Iterator[Stroke]]) -> None:
        """Of a plot.

        Args:
            plot: What shows it: it is asked to paint itself when there is more to see.
            strokes: What is to be painted, from below, as everything is when the first is asked for: the plot
                may have changed before the last.
        """
        super().__init__(plot)
        self._plot, self._strokes_of = plot, strokes
        self._shown, self._next = QPixmap(), QPixmap()
        self._strokes: Iterator[Stroke] | None = None
        """What is left to be painted of the next one; None where none is under way."""
        self._is_stale = True
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)

    def renew(self) -> None:
        """Something has changed. What is under way is finished first, so that there is always one to see."""
        self._is_stale = True
        self._plot.update()

    def show(self, painter: QPainter) -> None:
        """Paint what there is of it, on the plot."""
        if not self._is_sized(self._shown) and not self._is_sized(self._next):
            self._strokes, self._is_stale = None, True
        if self._is_stale and self._strokes is None:
            self._begin()
            self._take_turn(_TURN_SECONDS)
        painter.drawPixmap(0, 0, self._shown if self._is_sized(self._shown) else self._next)

    def finish(self) -> None:
        """All of it, as everything is now."""
        self._begin()
        self._take_turn(float("inf"))

    def _is_sized(self, picture: QPixmap) -> bool:
        ratio = self._plot.devicePixelRatioF()
        return picture.size() == self._plot.size() * ratio and picture.devicePixelRatio() == ratio

    def _begin(self) -> None:
        ratio = self._plot.devicePixelRatioF()
        self._next = QPixmap(QSize(self._plot.size() * ratio))
        self._next.setDevicePixelRatio(ratio)
        self._strokes, self._is_stale = self._strokes_of(), False

    def _take_turn(self, seconds: float) -> None:
        """Paint for so long, or until it is whole."""
        assert self._strokes is not None
        until = perf_counter() + seconds
        painter = QPainter(self._next)
        for stroke in self._strokes:
            stroke(painter)
            if perf_counter() >= until:
                self._turn.start()
                break
        else:
            self._shown, self._strokes = self._next, None
            self._turn.stop()
        painter.end()

    @Slot()
    def _go_on(self) -> None:
        if self._strokes is not None:
            self._take_turn(_TURN_SECONDS)
            self._plot.update()
