"""Speed-up over the number of devices, painted: ideal, the machine's limit, and a curve a family."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.lab.study.results import StudyResult
from gui.plots.figure_words import figure_words
from gui.plots.rounds import family_colours, paint_round, round_speedups, speedups_of
from gui.plots.ticks import figure_ticks
from gui.theme import Theme

_FOOT, _HEAD, _LEFT = 40.0, 10.0, 38.0
_KEY = 34.0
"""The piece of line before the words at a line's end, with the gaps around it."""
_MOST_WORDS = 0.42
"""Of the width, for those words."""
_MARK = 4.0
_LAWS = ("amdahl", "gustafson")
"""Laws whose line is drawn."""

Curve = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class CurveWords:
    """What lines and the axis are called, in the person's language."""

    ideal: str
    limit: str
    devices: str


def _end_words(family: str, speedup: float) -> str:
    return f"{family}  {speedup:.2f} ×"


class SpeedupCurves:
    """One painting of curves over devices."""

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        result: StudyResult,
        area: QRectF,
        scale: float,
        words: CurveWords,
    ) -> None:
        """Finds where everything lies.

        Args:
            painter: With the font of all letters.
            theme: The colours.
            result: What was found so far.
            area: Where to paint.
            scale: Of lines and marks.
            words: What is written.
        """
        self._painter, self._theme, self._result = painter, theme, result
        self._scale, self._words = scale, words
        self._words_width = self._wanted_width(area.width())
        right = self._words_width + _KEY * scale
        self._plot = area.adjusted(_LEFT * scale, _HEAD * scale, -right, -_FOOT * scale)
        rows = [row for row in result.candidates if row.state != "left_out"]
        self._rows = rows
        self._devices = sorted({1, *(row.num_devices for row in rows)})
        self._most = float(self._devices[-1])
        known = [speed for row in rows for speed in speedups_of([row])]
        limits = [one.speedup for one in result.limits if one.speedup]
        self._top = 1.04 * max([self._most, *known, *limits])
        self._ends: list[tuple[float, str, QColor, Qt.PenStyle]] = []

    def _wanted_width(self, whole: float) -> float:
        """Room for what stands at the ends of the lines."""
        words = [self._words.ideal]
        words += [self._words.limit] if self._result.limits else []
        words += [_end_words(family, 10.0) for family in family_colours(self._result)]
        metrics = QFontMetricsF(self._painter.font())
        return min(_MOST_WORDS * whole, max(map(metrics.horizontalAdvance, words)) + 2)

    def _at(self, devices: float, speedup: float) -> QPointF:
        plot = self._plot
        across = (devices - 1) / (self._most - 1)
        return QPointF(
            plot.left() + across * plot.width(), plot.bottom() - speedup / self._top * plot.height()
        )

    def paint(self) -> None:
        """Axes and straight lines first, then what was measured, then what each line is."""
        self._paint_axes()
        muted = QColor(self._theme.muted)
        dashed = Qt.PenStyle.DashLine
        self._line([(1, 1), (self._most, self._most)], muted, dashed, 1.2)
        self._ends.append((self._at(self._most, self._most).y(), self._words.ideal, muted, dashed))
        limits = [(float(one.num_devices), one.speedup) for one in self._result.limits if one.speedup]
        if limits:
            self._line([(1, 1), *limits], muted, Qt.PenStyle.SolidLine, 1.2)
            y = self._at(*limits[-1]).y()
            self._ends.append((y, self._words.limit, muted, Qt.PenStyle.SolidLine))
        for index, (family, colour) in enumerate(family_colours(self._result).items()):
            self._paint_family(family, QColor(colour), index)
        self._paint_ends()

    def _paint_axes(self) -> None:
        painter, plot, scale = self._painter, self._plot, self._scale
        metrics = QFontMetricsF(painter.font())
        room = max(2.0, plot.height() / (34 * scale))
        for tick in figure_ticks(0, self._top, room):
            y = self._at(1, tick.place).y()
            painter.setPen(QPen(QColor(self._theme.line), scale))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(self._theme.muted))
            words = f"{figure_words(tick.place)} ×"
            left = plot.left() - 6 * scale - metrics.horizontalAdvance(words)
            painter.drawText(QPointF(left, y + metrics.capHeight() / 2), words)
        for count in self._devices:
            x, words = self._at(count, 0).x(), str(count)
            painter.drawText(
                QPointF(x - metrics.horizontalAdvance(words) / 2, plot.bottom() + 16 * scale), words
            )
        words = self._words.devices
        middle = plot.center().x() - metrics.horizontalAdvance(words) / 2
        painter.drawText(QPointF(middle, plot.bottom() + 33 * scale), words)

    def _line(self, points: Curve, colour: QColor, style: Qt.PenStyle, width: float) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(colour, width * self._scale, style))
        self._painter.drawPolyline([self._at(*point) for point in points])

    def _paint_family(self, family: str, colour: QColor, index: int) -> None:
        rows = [row for row in self._rows if row.family == family and row.speedup is not None]
        rows = sorted((row for row in rows if row.num_devices > 1), key=lambda row: row.num_devices)
        if not rows:
            return
        for fit in self._result.fits:
            if fit.family == family and fit.law in _LAWS:
                self._line(fit.curve, colour, Qt.PenStyle.DotLine, 1.4)
        points = [(1.0, 1.0), *((float(row.num_devices), row.speedup or 0.0) for row in rows)]
        self._line(points, colour, Qt.PenStyle.SolidLine, 2.2)
        for row in rows:
            for speed, is_outlier in round_speedups(row):
                place = self._at(row.num_devices, speed)
                paint_round(self._painter, place, colour, self._scale, is_outlier=is_outlier)
        for point in points:
            self._mark(self._at(*point), colour, index)
        style = Qt.PenStyle.SolidLine
        self._ends.append((self._at(*points[-1]).y(), _end_words(family, points[-1][1]), colour, style))

    def _mark(self, place: QPointF, colour: QColor, index: int) -> None:
        """The median: another shape for each family, for who cannot tell the colours apart."""
        painter, reach = self._painter, _MARK * self._scale
        painter.setPen(QPen(QColor(self._theme.card), self._scale))
        painter.setBrush(colour)
        if index % 3 == 0:
            painter.drawEllipse(place, reach, reach)
        elif index % 3 == 1:
            painter.drawRect(QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach))
        else:
            corners = ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0))
            painter.drawPolygon([place + QPointF(x * reach, y * reach) for x, y in corners])

    def _paint_ends(self) -> None:
        """What each line is, beside its end; pushed apart where two ends are near each other."""
        painter, scale, metrics = self._painter, self._scale, QFontMetricsF(self._painter.font())
        pitch = metrics.height() + 2 * scale
        ends = sorted(self._ends, key=lambda end: end[0])
        lowest = self._plot.bottom() - pitch * (len(ends) - 1)
        x, y = self._plot.right() + 10 * scale, -pitch
        for index, (wanted, words, colour, style) in enumerate(ends):
            y = max(y + pitch, min(wanted, lowest + pitch * index))
            painter.setPen(QPen(colour, 2 * scale, style))
            painter.drawLine(QPointF(x, y), QPointF(x + 16 * scale, y))
            painter.setPen(QColor(self._theme.text))
            short = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, self._words_width)
            painter.drawText(QPointF(x + 22 * scale, y + metrics.capHeight() / 2), short)
