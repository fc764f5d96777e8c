"""What lies behind the curves of a plot: its ground, its grid, its axes and what stands at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText, QTransform

from gui.colours import Theme
from gui.plots.frame import BOTTOM, LEFT, RIGHT, TOP, Extent, Frame
from gui.plots.ticks import Tick, clock_ticks, figure_ticks, log_ticks

_LEFT_GAP, _BOTTOM_GAP = 22.0, 64.0
"""Between two ticks, in pixels."""
_LEFT_TICKS, _LEFT_MORE = 4.0, 80.0
"""A tall plot needs no more than so many, and one more for each so many pixels."""
_LEAST_TICKS, _LEAST_GAP = 3.0, 36.0
"""So many there are in a narrow plot, too, where they can be so near to each other."""
_BESIDE = 6.0
"""Between a label and the plot, in pixels."""
_BETWEEN = 18.0
"""Between two labels under it."""
_TICK = 4.0
_MARGIN_STEP = 8
"""The left margin grows by so many pixels at a time, so that plots do not twitch."""
_FAINTER = 0.45
_MOST_LABELS = 512


@dataclass(frozen=True, slots=True)
class Scales:
    """What kind of axes a plot has."""

    log: bool = False
    """Whether values are logarithms to base 10."""
    clock: bool = False
    """Whether places are Unix times in s."""
    whole: bool = False
    """Whether places are counted."""
    log_places: bool = False
    """Whether places are logarithms to base 10."""


class Labels:
    """Words in a font, laid out once."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self._texts: dict[str, tuple[QStaticText, float]] = {}

    @property
    def height(self) -> float:
        """Of a line."""
        return self._metrics.height()

    def width(self, words: str) -> float:
        """How wide they are."""
        return self._text(words)[1]

    def draw(self, painter: QPainter, x: float, y: float, words: str, *, whole: bool) -> None:
        """Write them.

        Args:
            painter: In the font.
            x: Left edge.
            y: Upper edge.
            words: What is written.
            whole: As letters, for a drawing; else from what was laid out.
        """
        if whole:
            painter.drawText(QPointF(x, y + self._metrics.ascent()), words)
        else:
            painter.drawStaticText(QPointF(x, y), self._text(words)[0])

    def _text(self, words: str) -> tuple[QStaticText, float]:
        found = self._texts.get(words)
        if found is None:
            if len(self._texts) >= _MOST_LABELS:
                self._texts.clear()
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(QTransform(), self.font)
            found = self._texts[words] = text, self._metrics.horizontalAdvance(words)
        return found


@dataclass(frozen=True, slots=True)
class Ground:
    """The ticks of a plot."""

    left: Sequence[Tick]
    bottom: Sequence[Tick]

    def paint(self, painter: QPainter, frame: Frame, theme: Theme, labels: Labels, *, whole: bool) -> None:
        """Everything, over all of the plot.

        Args:
            painter: On the plot.
            frame: Where its parts lie.
            theme: Colours.
            labels: What can be written.
            whole: With letters, for a drawing.
        """
        painter.fillRect(QRectF(0, 0, frame.width, frame.height), QColor(theme.card))
        line, pixel = QColor(theme.line), 1 / frame.ratio
        for row, colour in self.rows(frame, theme):
            painter.fillRect(
                QRectF(frame.left, frame.top + row * pixel, frame.right - frame.left, pixel), colour
            )
        painter.fillRect(QRectF(frame.left, frame.bottom, frame.right - frame.left, 1), line)
        painter.setFont(labels.font)
        painter.setPen(QColor(theme.muted))
        for tick in self.left:
            if tick.words:
                y = frame.y_of(tick.place) - labels.height / 2
                y = min(max(0.0, y), frame.height - labels.height)
                x = frame.left - _BESIDE - labels.width(tick.words)
                labels.draw(painter, x, y, tick.words, whole=whole)
        for tick in self.bottom:
            x = frame.x_of(tick.place)
            painter.fillRect(QRectF(_on_pixel(x, frame), frame.bottom, 1, _TICK), line)
            box = bottom_box(tick.place, tick.words, frame, labels)
            labels.draw(painter, box.left(), box.top(), tick.words, whole=whole)

    def rows(self, frame: Frame, theme: Theme) -> list[tuple[int, QColor]]:
        """The rows of the area between the axes that are grid, in pixels of the screen, and their colours."""
        line = QColor(theme.line)
        fainter = mixed(theme.line, theme.card, _FAINTER)
        found = []
        for tick in self.left:
            row = frame.row_of(tick.place)
            for each in range(row, row + max(1, int(frame.ratio))):
                if 0 <= each < frame.num_rows:
                    found.append((each, line if tick.words else fainter))
        return found


def bottom_box(place: float, words: str, frame: Frame, labels: Labels) -> QRectF:
    """Where the label of a place lies under the plot: in its middle, but not cut off."""
    width = labels.width(words)
    left = min(max(0.0, frame.x_of(place) - width / 2), frame.width - width)
    return QRectF(left, frame.bottom + _TICK + 1, width, labels.height)


@lru_cache(maxsize=64)
def left_ticks(values: Extent, height: int, scales: Scales) -> tuple[Tick, ...]:
    """The ticks of the left axis of a plot of some height."""
    most = most_left_ticks(height - TOP - BOTTOM)
    return tuple(log_ticks(*values, most) if scales.log else figure_ticks(*values, most, short=True))


def most_left_ticks(room: float) -> float:
    """How many figures an axis of some height takes, in pixels: in a tall plot fewer than have room."""
    return max(1.0, min(room / _LEFT_GAP, _LEFT_TICKS + room / _LEFT_MORE))


def left_margin(ticks: Sequence[Tick], labels: Labels) -> int:
    """How much room they need beside the plot."""
    widest = max((labels.width(tick.words) for tick in ticks), default=0.0) + _BESIDE
    return max(LEFT, LEFT + _MARGIN_STEP * ceil((widest - LEFT) / _MARGIN_STEP))


def bottom_ticks(frame: Frame, scales: Scales, labels: Labels) -> list[Tick]:
    """The ticks of the bottom axis, farther apart where their labels are long."""
    room = frame.width - frame.left - RIGHT
    most = max(room / _BOTTOM_GAP, min(_LEAST_TICKS, room / _LEAST_GAP))
    ticks = _bottom_ticks(frame.x, max(1.0, most), scales)
    widest = max((labels.width(tick.words) for tick in ticks), default=0.0) + _BETWEEN
    return ticks if widest * most <= room else _bottom_ticks(frame.x, max(1.0, room / widest), scales)


def _bottom_ticks(places: Extent, most: float, scales: Scales) -> list[Tick]:
    if scales.log_places:
        return log_ticks(*places, most)
    return clock_ticks(*places, most) if scales.clock else figure_ticks(*places, most, whole=scales.whole)


def mixed(colour: str, other: str, share: float) -> QColor:
    """A colour of which only a share is left over another."""
    one, two = QColor(colour), QColor(other)
    pairs = ((one.red(), two.red()), (one.green(), two.green()), (one.blue(), two.blue()))
    return QColor(*(round(share * mine + (1 - share) * theirs) for mine, theirs in pairs))


def _on_pixel(x: float, frame: Frame) -> float:
    return int(x * frame.ratio) / frame.ratio
