"""The objective of each trial over its number, and the best so far."""

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.lab.sweep.results import SweepResult, TrialRow
from gui.plots.ticks import figure_ticks
from gui.theme import ThemeKeeper

_PIXELS = 12
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 12.0, 8.0, 44.0
_RADIUS = 4.0
_TICK_PIXELS = 46.0


class TrialChart(QWidget):
    """A mark a trial: full where it came to its end, hollow where it was stopped or still runs."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._result: SweepResult | None = None
        self.setObjectName("trial-chart")
        self.setAccessibleName(self.tr("Objective of each trial"))
        self.setMinimumSize(QSize(300, 170))
        keeper.changed.connect(self._repaint)

    def show_result(self, result: SweepResult | None) -> None:
        """What was found so far; nothing where there is none."""
        self._result = result
        self.setAccessibleDescription("; ".join(f"{row.number}: {row.objective:.4g}" for row in self._rows()))
        self.update()

    def _rows(self) -> list[TrialRow]:
        """Trials that have a value to be drawn."""
        rows = self._result.trials if self._result else ()
        return [row for row in rows if row.objective is not None and isfinite(row.objective)]

    def best_so_far(self) -> list[tuple[int, float]]:
        """Number and value of each completed trial that was better than all before it."""
        found: list[tuple[int, float]] = []
        maximizes = self._result is not None and self._result.maximizes
        for row in self._rows():
            value = row.objective
            if row.state != "completed" or value is None:
                continue
            if not found or (value > found[-1][1] if maximizes else value < found[-1][1]):
                found.append((row.number, value))
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Axes, the best so far, then a mark a trial."""
        rows, result = self._rows(), self._result
        painter = QPainter(self)
        if result is None or not rows:
            painter.setPen(QColor(self._keeper.theme.muted))
            words = self.tr("Each trial is a mark here, as soon as it has a value.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(_PIXELS)
        painter.setFont(font)
        area = self.rect().toRectF().adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        values = [row.objective for row in rows if row.objective is not None]
        low, high = min(values), max(values)
        room = 0.06 * (high - low) or abs(high) * 0.05 or 1.0
        places = _Places(area, max(2, result.num_trials), low - room, high + room)
        self._paint_axes(painter, area, places)
        self._paint_best(painter, places, self.best_so_far(), max(row.number for row in rows))
        for row in rows:
            self._paint_mark(painter, places, row)
        self._paint_legend(painter, area)
        painter.end()

    def _paint_axes(self, painter: QPainter, area: QRectF, places: "_Places") -> None:
        theme, metrics = self._keeper.theme, QFontMetricsF(painter.font())
        for tick in figure_ticks(places.low, places.high, area.height() / _TICK_PIXELS):
            y = places.y(tick.place)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.muted))
            box = QRectF(0, y - 8, area.left() - 7, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.words)
        painter.setPen(QColor(theme.muted))
        for tick in figure_ticks(1, places.count, area.width() / _TICK_PIXELS, whole=True):
            x = places.x(tick.place)
            half = metrics.horizontalAdvance(tick.words) / 2
            painter.drawText(QPointF(x - half, area.bottom() + 15), tick.words)

    def _paint_best(
        self, painter: QPainter, places: "_Places", best: Sequence[tuple[int, float]], last: int
    ) -> None:
        painter.setPen(QPen(QColor(self._keeper.theme.good), 1.6))
        ends = [*(number for number, _ in best[1:]), last]
        for index, (number, value) in enumerate(best):
            start, end = QPointF(places.x(number), places.y(value)), QPointF(places.x(ends[index]), 0)
            end.setY(start.y())
            painter.drawLine(start, end)
            if index + 1 < len(best):
                painter.drawLine(end, QPointF(end.x(), places.y(best[index + 1][1])))

    def _paint_mark(self, painter: QPainter, places: "_Places", row: TrialRow) -> None:
        assert row.objective is not None
        colour, hollow = self._colour(row)
        self._paint_circle(painter, QPointF(places.x(row.number), places.y(row.objective)), colour, hollow)

    def _colour(self, row: TrialRow) -> tuple[QColor, bool]:
        theme = self._keeper.theme
        if row.state == "completed":
            return QColor(theme.accent), False
        return QColor(theme.muted if row.is_over else theme.accent), True

    def _paint_circle(self, painter: QPainter, place: QPointF, colour: QColor, hollow: bool) -> None:
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(QColor(self._keeper.theme.card) if hollow else colour)
        painter.drawEllipse(place, _RADIUS, _RADIUS)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        theme, metrics = self._keeper.theme, QFontMetricsF(painter.font())
        x, y = area.left(), self.height() - 10.0
        entries = (
            (self.tr("completed"), QColor(theme.accent), False),
            (self.tr("under way"), QColor(theme.accent), True),
            (self.tr("stopped"), QColor(theme.muted), True),
        )
        for words, colour, hollow in entries:
            self._paint_circle(painter, QPointF(x + 5, y - metrics.capHeight() / 2), colour, hollow)
            painter.setPen(QColor(theme.muted))
            painter.drawText(QPointF(x + 15, y), words)
            x += 15 + metrics.horizontalAdvance(words) + 18
        painter.setPen(QPen(QColor(theme.good), 1.6))
        middle = y - metrics.capHeight() / 2
        painter.drawLine(QPointF(x, middle), QPointF(x + 16, middle))
        painter.setPen(QColor(theme.muted))
        painter.drawText(QPointF(x + 21, y), self.tr("best so far"))

    @Slot()
    def _repaint(self) -> None:
        self.update()


class _Places:
    """Where trials and values lie in an area."""

    def __init__(self, area: QRectF, count: int, low: float, high: float) -> None:
        self._area, self.count, self.low, self.high = area, count, low, high

    def x(self, number: float) -> float:
        inset = 8.0
        return self._area.left() + inset + (number - 1) / (self.count - 1) * (self._area.width() - 2 * inset)

    def y(self, value: float) -> float:
        return self._area.bottom() - (value - self.low) / (self.high - self.low) * self._area.height()
