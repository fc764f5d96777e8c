"""The line over a plot that follows the mouse, and what it crosses."""

from dataclasses import dataclass
from math import isfinite

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.colours import Theme
from gui.plots.figure_words import figure_words
from gui.plots.frame import Frame
from gui.plots.ground import Labels, Scales
from gui.plots.ticks import clock_words

_DOT = 3.5
_PADDING = 5.0
_WIDEST = 60
"""Half the room for the words under the line, in pixels."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a curve."""

    colour: str
    place: float
    value: float
    """As it is drawn."""


@dataclass(frozen=True, slots=True)
class Cross:
    """Where it stands; nowhere without a place."""

    place: float | None = None
    marks: tuple[Mark, ...] = ()
    """The nearest point of each curve."""

    def region(self, frame: Frame) -> QRect:
        """All that it covers; nothing where it is not seen."""
        if self.place is None or not frame.x[0] <= self.place <= frame.x[1]:
            return QRect()
        seen = (mark.place for mark in self.marks if frame.x[0] <= mark.place <= frame.x[1])
        xs = [round(frame.x_of(place)) for place in (self.place, *seen)]
        return QRect(min(xs) - _WIDEST, 0, max(xs) - min(xs) + 2 * _WIDEST, frame.height)

    def paint(self, painter: QPainter, frame: Frame, theme: Theme, labels: Labels, scales: Scales) -> None:
        """The line, a dot on each curve, and under it which place it is."""
        if self.place is None or not frame.x[0] <= self.place <= frame.x[1]:
            return
        x = frame.x_of(self.place)
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.drawLine(QPointF(x, frame.top), QPointF(x, frame.bottom))
        painter.setPen(QPen(QColor(theme.card), 1.5))
        for mark in self.marks:
            if not isfinite(mark.value):
                continue
            at = QPointF(frame.x_of(mark.place), frame.y_of(mark.value))
            if frame.box.contains(at):
                painter.setBrush(QColor(mark.colour))
                painter.drawEllipse(at, _DOT, _DOT)
        words = self._words(frame, scales)
        width = labels.width(words) + 2 * _PADDING
        left = min(max(0.0, x - width / 2), frame.width - width)
        box = QRectF(left, frame.bottom + 2, width, labels.height + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selected))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.text))
        painter.setFont(labels.font)
        labels.draw(painter, left + _PADDING, box.top() + 1, words, whole=False)

    def _words(self, frame: Frame, scales: Scales) -> str:
        assert self.place is not None
        if scales.clock:
            return clock_words(self.place)
        return figure_words(
            self.place, 1.0 if scales.whole else (frame.x[1] - frame.x[0]) / frame.num_columns
        )
