"""Where the seconds of a step go: a bar a rank."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme import DEVICE_COLOURS, ThemeKeeper

PHASES = ("data", "forward", "backward", "communication", "optimizer", "rest")
_COLOURS = {phase: DEVICE_COLOURS[index] for phase, index in zip(PHASES, (3, 4, 0, 1, 5, 7), strict=True)}
_ROW, _TOP, _LEFT, _RIGHT = 30, 30, 64, 84


class StepBars(QWidget):
    """Stacked bars, painted; all on the scale of the longest."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._ranks: dict[int, Mapping[str, float]] = {}
        self._words = {
            "data": self.tr("data"),
            "forward": self.tr("forward"),
            "backward": self.tr("backward"),
            "communication": self.tr("communication"),
            "optimizer": self.tr("optimizer"),
            "rest": self.tr("rest"),
        }
        self.setAccessibleName(self.tr("Where the time of a step goes"))
        keeper.changed.connect(self._repaint)

    def set_rank(self, rank: int, seconds: Mapping[str, float]) -> None:
        """Show a rank's step.

        Args:
            rank: Which.
            seconds: Phase to its seconds a step.
        """
        self._ranks[rank] = dict(seconds)
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._ranks.clear()
        self.update()

    def seconds(self, rank: int) -> Mapping[str, float]:
        """What a rank's bar shows."""
        return self._ranks[rank]

    def sizeHint(self) -> QSize:
        """A line a rank and one for the legend."""
        return QSize(480, _TOP + _ROW * max(1, len(self._ranks)) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Legend, then the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        longest = max((sum(seconds.values()) for seconds in self._ranks.values()), default=0.0)
        if longest > 0:
            for line, (rank, seconds) in enumerate(sorted(self._ranks.items())):
                self._paint_bar(painter, _TOP + _ROW * line, rank, seconds, longest)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        x = float(_LEFT)
        for phase in PHASES:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_COLOURS[phase]))
            painter.drawRoundedRect(QRectF(x, 9, 10, 10), 2, 2)
            painter.setPen(QColor(self._keeper.theme.muted))
            painter.drawText(int(x) + 15, 18, self._words[phase])
            x += 15 + painter.fontMetrics().horizontalAdvance(self._words[phase]) + 16

    def _paint_bar(
        self, painter: QPainter, y: int, rank: int, seconds: Mapping[str, float], longest: float
    ) -> None:
        text = QColor(self._keeper.theme.text)
        painter.setPen(text)
        painter.drawText(8, y + 15, self.tr("rank {}").format(rank))
        room = max(10, self.width() - _LEFT - _RIGHT)
        x = float(_LEFT)
        painter.setPen(Qt.PenStyle.NoPen)
        for phase in PHASES:
            width = room * seconds.get(phase, 0.0) / longest
            painter.setBrush(QColor(_COLOURS[phase]))
            painter.drawRect(QRectF(x, y + 2, width, 18))
            x += width
        painter.setPen(text)
        painter.drawText(int(x) + 8, y + 15, f"{1000 * sum(seconds.values()):.2f} ms")

    @Slot()
    def _repaint(self) -> None:
        self.update()
