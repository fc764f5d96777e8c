"""Where the time of a step goes: a bar a candidate."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.lab.study.results import SHARES, CandidateRow
from gui.theme import DEVICE_COLOURS, ThemeKeeper

_COLOURS = {share: DEVICE_COLOURS[index] for share, index in zip(SHARES, (0, 5, 4, 3, 7), strict=True)}
_ROW, _BAR, _LEGEND, _VALUE = 26.0, 15.0, 24.0, 72.0


class ShareBars(QWidget):
    """Bars on the scale of the longest step, above them what each colour is."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._rows: tuple[CandidateRow, ...] = ()
        self._words = {
            "compute": self.tr("compute"),
            "communication": self.tr("communication"),
            "data": self.tr("data"),
            "bubble": self.tr("bubble"),
            "idle": self.tr("idle"),
        }
        self.setObjectName("share-bars")
        self.setAccessibleName(self.tr("Where the time of a step goes"))
        keeper.changed.connect(self._repaint)

    def show_rows(self, rows: Sequence[CandidateRow]) -> None:
        """Bars for those of these that are measured."""
        self._rows = tuple(row for row in rows if row.shares is not None and row.step_seconds is not None)
        self.setAccessibleDescription("; ".join(map(self._describe, self._rows)))
        self.setMinimumHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """The legend and a line a candidate."""
        return QSize(420, round(_LEGEND + _ROW * max(1, len(self._rows))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The legend, then the bars; a sentence where nothing is known."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(painter.font())
        if not self._rows:
            painter.setPen(QColor(self._keeper.theme.muted))
            painter.drawText(QPointF(0, metrics.height()), self.tr("Known after the first run."))
        else:
            self._paint_legend(painter, metrics)
            self._paint_rows(painter, metrics)
        painter.end()

    def _paint_legend(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        x = 0.0
        for share in SHARES:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_COLOURS[share]))
            painter.drawRoundedRect(QRectF(x, 3, 10, 10), 2, 2)
            painter.setPen(QColor(self._keeper.theme.muted))
            painter.drawText(QPointF(x + 15, 12), self._words[share])
            x += 15 + metrics.horizontalAdvance(self._words[share]) + 16

    def _paint_rows(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        longest = max(row.step_seconds or 0.0 for row in self._rows)
        widest = max(metrics.horizontalAdvance(row.name) for row in self._rows)
        left = min(0.34 * self.width(), widest + 12)
        room = max(10.0, self.width() - left - _VALUE)
        for line, row in enumerate(self._rows):
            assert row.shares is not None
            y = _LEGEND + _ROW * line
            base = y + _BAR / 2 + metrics.capHeight() / 2
            painter.setPen(QColor(self._keeper.theme.text))
            name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, left - 8)
            painter.drawText(QPointF(0, base), name)
            seconds, x = row.step_seconds or 0.0, left
            painter.setPen(Qt.PenStyle.NoPen)
            for share in SHARES:
                width = room * row.shares.of(share) * seconds / longest
                painter.setBrush(QColor(_COLOURS[share]))
                painter.drawRoundedRect(QRectF(x, y, max(0.0, width - 1.0), _BAR), 2, 2)
                x += width
            painter.setPen(QColor(self._keeper.theme.text))
            painter.drawText(QPointF(x + 8, base), f"{1000 * seconds:.3g} ms")

    def _describe(self, row: CandidateRow) -> str:
        assert row.shares is not None
        parts = (f"{self._words[share]} {row.shares.of(share):.0%}" for share in SHARES)
        return f"{row.name}: {', '.join(parts)}"

    @Slot()
    def _repaint(self) -> None:
        self.update()
