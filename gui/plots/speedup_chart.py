"""Speed-up over the single device: a curve a family over devices, or a bar a candidate where those agree."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.lab.study.results import CandidateRow, StudyResult
from gui.plots.rounds import family_colours, paint_round, round_speedups, speedups_of
from gui.plots.speedup_curves import CurveWords, SpeedupCurves
from gui.theme import ThemeKeeper, device_colour

_ROW = 40.0


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
        """Whether candidates are bars: no two of several devices differ in their number."""
        rows = self._result.candidates if self._result else ()
        return len({row.num_devices for row in rows if row.num_devices > 1 and row.state != "left_out"}) < 2

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
        theme, scale = self._keeper.theme, self._scale
        metrics = QFontMetricsF(painter.font())
        left = min(0.4 * self.width(), max(metrics.horizontalAdvance(row.name) for row in rows) + 14 * scale)
        room = self.width() - left - 62 * scale
        limits = {one.num_devices: one.speedup for one in result.limits}
        most = max([1.0, *speedups_of(rows), *(one for one in limits.values() if one)])
        pitch = min(_ROW * scale, (self.height() - 24 * scale) / max(1, len(rows)))
        colours = family_colours(result)
        for line, row in enumerate(rows):
            y = pitch * line + 4 * scale
            bar = QRectF(left, y, room * (row.speedup or 0.0) / most, 0.62 * pitch)
            painter.setPen(QColor(theme.text if row.speedup is not None else theme.muted))
            name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, left - 8 * scale)
            base = y + bar.height() / 2 + metrics.capHeight() / 2
            painter.drawText(QPointF(0, base), name)
            if row.speedup is None:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.get(row.family, device_colour(7))))
            painter.drawRoundedRect(bar, 3 * scale, 3 * scale)
            end = max(one for one in speedups_of([row]))
            for speed, is_outlier in round_speedups(row):
                place = QPointF(left + room * speed / most, bar.center().y())
                paint_round(painter, place, QColor(theme.text), scale, is_outlier=is_outlier)
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(left + room * end / most + 10 * scale, base), f"{row.speedup:.2f} ×")
        bottom = pitch * len(rows)
        painter.setPen(QPen(QColor(theme.muted), 1.2 * scale, Qt.PenStyle.DashLine))
        x = left + room / most
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        painter.setPen(QColor(theme.muted))
        words = self.tr("the single device")
        painter.drawText(QPointF(x - metrics.horizontalAdvance(words) / 2, bottom + 15 * scale), words)

    @Slot()
    def _repaint(self) -> None:
        self.update()
