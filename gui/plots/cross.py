"""The line over a plot that follows the mouse, and what it crosses."""

from dataclasses import dataclass
from math import isfinite

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.colours import Theme
from gui.plots.figure_words import figure_words
from gui.plots.frame import Frame
from gui.plots.ground import Labels, Scales, bottom_box, bottom_ticks
from gui.plots.ticks import clock_words

_DOT = 3.5
_PADDING = 5.0
_WIDEST = 110
"""Half the room for the words under the line and for a label beside them, in pixels."""


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
        inner = bottom_box(self.place, words, frame, labels)
        box = inner.adjusted(-_PADDING, -1, _PADDING, 1)
        for tick in bottom_ticks(frame, scales, labels):
            other = bottom_box(tick.place, tick.words, frame, labels)
            if other.adjusted(-_PADDING, 0, _PADDING, 0).intersects(box):
                painter.fillRect(other, QColor(theme.card))  # half a label would be read as another figure
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selected))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.text))
        painter.setFont(labels.font)
        labels.draw(painter, inner.left(), inner.top(), words, whole=False)

    def _words(self, frame: Frame, scales: Scales) -> str:
        assert self.place is not None
        if scales.clock:
            return clock_words(self.place)
        if scales.log_places:
            return figure_words(10.0**self.place)
        return figure_words(
            self.place, 1.0 if scales.whole else (frame.x[1] - frame.x[0]) / frame.num_columns
        )
