"""Speed-up over the single device: a curve a family over devices, or a bar a candidate where those agree."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.lab.study.results import CandidateRow, StudyResult
from gui.plots.rounds import family_colours, paint_round, round_speedups, speedups_of
from gui.plots.speedup_curves import CurveWords, SpeedupCurves
from gui.theme import ThemeKeeper, device_colour

_ROW, _VALUE = 40.0, 62.0
_MOST_ALIKE = 2
"""Lines over the same two numbers of devices; of more the ends could not be told apart."""


class SpeedupChart(QWidget):
    """What was measured, against ideal and against what independent devices reach together."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._scale = keeper, 1.0
        self._result: StudyResult | None = None
        self.setObjectName("speedup-chart")
        self.setAccessibleName(self.tr("Speed-up over the single device"))
        self.setMinimumSize(QSize(300, 190))
        keeper.changed.connect(self._repaint)

    def set_scale(self, scale: float) -> None:
        """How large letters, lines and marks are: 1 for a page, more for an audience."""
        self._scale = scale
        self.update()

    def show_result(self, result: StudyResult | None) -> None:
        """What was found so far; nothing where there is none."""
        self._result = result
        rows = self._measured()
        words = (f"{row.name}: {row.speedup:.2f} ×" for row in rows if row.speedup is not None)
        self.setAccessibleDescription("; ".join(words))
        self.update()

    @property
    def has_bars(self) -> bool:
        """Whether candidates are bars: lines would be many, and all from one device to the same number."""
        rows = self._result.candidates if self._result else ()
        rows = tuple(row for row in rows if row.num_devices > 1 and row.state != "left_out")
        num_lines = len({row.family for row in rows})
        return not rows or (len({row.num_devices for row in rows}) < 2 and num_lines > _MOST_ALIKE)

    def _measured(self) -> list[CandidateRow]:
        rows = self._result.candidates if self._result else ()
        return [row for row in rows if row.speedup is not None]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Axes, ideal and limit, then what was measured."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(round(12 * self._scale))
        painter.setFont(font)
        if self._result is not None:
            if self.has_bars:
                self._paint_bars(painter, self._result)
            else:
                self._paint_curves(painter, self._result)
        painter.end()

    def _paint_curves(self, painter: QPainter, result: StudyResult) -> None:
        words = CurveWords(self.tr("ideal"), self.tr("the machine's limit"), self.tr("devices"))
        area = self.rect().toRectF()
        SpeedupCurves(painter, self._keeper.theme, result, area, self._scale, words).paint()

    def _paint_bars(self, painter: QPainter, result: StudyResult) -> None:
        rows = [row for row in result.candidates if row.state != "left_out"]
        scale, metrics = self._scale, QFontMetricsF(painter.font())
        widest = max(metrics.horizontalAdvance(row.name) for row in rows)
        left = min(0.4 * self.width(), widest + 14 * scale)
        limits = {one.num_devices: one.speedup for one in result.limits if one.speedup}
        ideals = [float(row.num_devices) for row in rows]
        most = max([1.0, *ideals, *speedups_of(rows), *limits.values()])
        times = (self.width() - left - _VALUE * scale) / most
        pitch = min(_ROW * scale, (self.height() - 24 * scale) / len(rows))
        for line, row in enumerate(rows):
            bar = QRectF(left, pitch * line + 4 * scale, times * (row.speedup or 0.0), 0.62 * pitch)
            base = bar.center().y() + metrics.capHeight() / 2
            painter.setPen(
                QColor(self._keeper.theme.muted if row.speedup is None else self._keeper.theme.text)
            )
            name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, left - 8 * scale)
            painter.drawText(QPointF(0, base), name)
            if row.speedup is not None:
                self._paint_bar(painter, row, bar, times)
            if row.num_devices > 1:
                self._paint_tick(painter, left + times * row.num_devices, bar, Qt.PenStyle.DashLine)
            if row.num_devices in limits:
                place = left + times * limits[row.num_devices]
                self._paint_tick(painter, place, bar, Qt.PenStyle.SolidLine)
            if row.speedup is not None:
                painter.setPen(QColor(self._keeper.theme.text))
                words = f"{row.speedup:.2f} ×"
                x = self.width() - metrics.horizontalAdvance(words)
                painter.drawText(QPointF(x, base), words)
        self._paint_legend(painter, QPointF(left, pitch * len(rows) + 15 * scale), has_limits=bool(limits))

    def _paint_bar(self, painter: QPainter, row: CandidateRow, bar: QRectF, times: float) -> None:
        """The median, and a mark for every round."""
        assert self._result is not None
        theme, scale = self._keeper.theme, self._scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(family_colours(self._result).get(row.family, device_colour(7))))
        painter.drawRoundedRect(bar, 3 * scale, 3 * scale)
        for speed, is_outlier in round_speedups(row):
            place = QPointF(bar.left() + times * speed, bar.center().y())
            paint_round(painter, place, QColor(theme.text), scale, is_outlier=is_outlier)

    def _paint_tick(self, painter: QPainter, x: float, bar: QRectF, style: Qt.PenStyle) -> None:
        painter.setPen(QPen(QColor(self._keeper.theme.muted), 1.6 * self._scale, style))
        painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 2))

    def _paint_legend(self, painter: QPainter, place: QPointF, *, has_limits: bool) -> None:
        """What the ticks are, where any has several devices."""
        rows = self._result.candidates if self._result else ()
        if not any(row.num_devices > 1 for row in rows):
            return
        metrics, scale, x = QFontMetricsF(painter.font()), self._scale, place.x()
        entries = [(self.tr("ideal"), Qt.PenStyle.DashLine)]
        entries += [(self.tr("the machine's limit"), Qt.PenStyle.SolidLine)] if has_limits else []
        for words, style in entries:
            box = QRectF(x, place.y() - metrics.capHeight(), 0, metrics.capHeight())
            self._paint_tick(painter, x, box, style)
            painter.drawText(QPointF(x + 8 * scale, place.y()), words)
            x += 8 * scale + metrics.horizontalAdvance(words) + 18 * scale

    @Slot()
    def _repaint(self) -> None:
        self.update()
