"""Where the seconds of a step go: a bar a rank."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.devices.inventory import Inventory
from engine.plan.records import Placement
from gui.models.device_table import run_colour_index
from gui.models.step_means import PHASES
from gui.theme import DEVICE_COLOURS, ThemeKeeper, device_colour

_COLOURS = {phase: DEVICE_COLOURS[index] for phase, index in zip(PHASES, (4, 0, 2, 5, 3, 7), strict=True)}
_ROW, _BAR, _LEFT, _RIGHT = 30, 18, 62, 74
_LEGEND_ROW, _LEGEND_COLUMNS = 20, 2


class StepBars(QWidget):
    """Stacked bars on the scale of the longest; under them what each colour is, and its share."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._ranks: dict[int, Mapping[str, float]] = {}
        self._threads: dict[int, str] = {}
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

    def set_devices(self, plan: Placement, inventory: Inventory | None) -> None:
        """Which device each rank has, for the colour at its name."""
        for each in plan.ranks:
            index = run_colour_index(each.device_ids[0], plan, inventory)
            self._threads[each.rank] = device_colour(index)
        self.update()

    def set_rank(self, rank: int, seconds: Mapping[str, float]) -> None:
        """Show a rank's step.

        Args:
            rank: Which.
            seconds: Phase to its seconds a step.
        """
        if self._ranks.get(rank) == seconds:
            return
        is_new = rank not in self._ranks
        self._ranks[rank] = dict(seconds)
        self.setAccessibleDescription("; ".join(self._describe(each) for each in sorted(self._ranks)))
        if is_new:
            self.setMinimumHeight(self.sizeHint().height())
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._ranks.clear()
        self.update()

    def seconds(self, rank: int) -> Mapping[str, float]:
        """What a rank's bar shows."""
        return self._ranks[rank]

    def shares(self) -> dict[str, float]:
        """The share of each phase in the time of all ranks, from 0 to 1; nothing where no rank told."""
        total = sum(sum(seconds.values()) for seconds in self._ranks.values())
        if total <= 0:
            return {}
        return {phase: sum(each.get(phase, 0.0) for each in self._ranks.values()) / total for phase in PHASES}

    def sizeHint(self) -> QSize:
        """A line a rank and the legend."""
        legend = _LEGEND_ROW * -(-len(PHASES) // _LEGEND_COLUMNS)
        return QSize(300, _ROW * max(1, len(self._ranks)) + legend + 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bars, then the legend; a sentence where nothing is known."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        longest = max((sum(seconds.values()) for seconds in self._ranks.values()), default=0.0)
        if longest > 0:
            for line, (rank, seconds) in enumerate(sorted(self._ranks.items())):
                self._paint_bar(painter, _ROW * line, rank, seconds, longest)
            self._paint_legend(painter, _ROW * len(self._ranks) + 12)
        else:
            painter.setPen(QColor(self._keeper.theme.muted))
            box = QRectF(self.rect()).adjusted(0, 8, 0, 0)
            wrap = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(box, int(wrap), self.tr("Known after the first steps."))
        painter.end()

    def _paint_bar(
        self, painter: QPainter, y: int, rank: int, seconds: Mapping[str, float], longest: float
    ) -> None:
        text = QColor(self._keeper.theme.text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._threads.get(rank, self._keeper.theme.line)))
        painter.drawRoundedRect(QRectF(0, y + 2, 4, _BAR), 2, 2)
        painter.setPen(text)
        painter.drawText(12, y + 15, self.tr("rank {}").format(rank))
        room = max(10, self.width() - _LEFT - _RIGHT)
        x = float(_LEFT)
        painter.setPen(Qt.PenStyle.NoPen)
        for phase in PHASES:
            width = room * seconds.get(phase, 0.0) / longest
            painter.setBrush(QColor(_COLOURS[phase]))
            painter.drawRoundedRect(QRectF(x, y + 2, max(0.0, width - 1.0), _BAR), 2, 2)
            x += width
        painter.setPen(text)
        painter.drawText(int(x) + 8, y + 15, _milliseconds(sum(seconds.values())))

    def _paint_legend(self, painter: QPainter, top: int) -> None:
        shares = self.shares()
        widest = max(QFontMetricsF(self.font()).horizontalAdvance(word) for word in self._words.values())
        pitch = max(self.width() / _LEGEND_COLUMNS, widest + 64)
        for place, phase in enumerate(PHASES):
            line, column = divmod(place, _LEGEND_COLUMNS)
            x, y = column * pitch, top + _LEGEND_ROW * line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_COLOURS[phase]))
            painter.drawRoundedRect(QRectF(x, y, 10, 10), 2, 2)
            painter.setPen(QColor(self._keeper.theme.muted))
            painter.drawText(int(x) + 16, y + 10, f"{self._words[phase]}  {100 * shares[phase]:.0f} %")

    def _describe(self, rank: int) -> str:
        parts = (f"{self._words[phase]} {1000 * value:.2f} ms" for phase, value in self._ranks[rank].items())
        return self.tr("rank {}").format(rank) + ": " + ", ".join(parts)

    @Slot()
    def _repaint(self) -> None:
        self.update()


def _milliseconds(seconds: float) -> str:
    """Three digits, so that bars below each other compare: `7.00 ms` and `6.99 ms`."""
    words = f"{1000 * seconds:#.3g}".removesuffix(".")
    return f"{words} ms"
