"""The picture of a plan: devices are vertical threads, what they hold and pass on is woven across."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.devices.inventory import Inventory
from engine.plan.records import Plan
from engine.spec import RunSpec
from gui.models.weave import PassKind, Weave, WeavePass, build_weave
from gui.models.weave_stages import WeaveRow
from gui.plots.weave_words import describe, say, stage_words
from gui.theme import ThemeKeeper, device_colour

if TYPE_CHECKING:
    from engine.survey.records import Block

_ROW, _LEAST_ROW, _MOST_ROW = 36.0, 20.0, 52.0
_PASS_ROWS = 0.9
"""Height of a pass in rows."""
_CAPTION = 40.0
_MARGIN = 6.0
_MOST_PITCH = 150.0
_LEAST_PITCH = 95.0
"""What a thread with its caption needs; what is left beside the threads may go to long labels."""
_LABEL_SHARE = 0.36
_THREAD_WIDTH = 4.0
_NUM_COLOURS = 8


def thread_pen(colour_index: int, width: float) -> QPen:
    """The pen of a device's thread; dashed beyond eight devices, where colours come again."""
    pen = QPen(QColor(device_colour(colour_index)), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if colour_index // _NUM_COLOURS % 2:
        pen.setDashPattern([2.0, 1.0])
    return pen


@dataclass(frozen=True, slots=True)
class _Lane:
    """One horizontal stretch of the weave: a part of the model or something that passes."""

    what: WeaveRow | WeavePass
    top: float
    height: float

    @property
    def centre(self) -> float:
        return self.top + self.height / 2


class WeaveView(QWidget):
    """The weave of a plan, with its labels."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._weave: Weave | None = None
        self._inventory: Inventory | None = None
        self.setObjectName("weave")
        self.setAccessibleName(self.tr("Weave"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        keeper.changed.connect(self.update)

    @property
    def weave(self) -> Weave | None:
        """What is shown."""
        return self._weave

    def set_inventory(self, inventory: Inventory) -> None:
        """What this machine has, so that every device keeps its colour. Holds from the next plan on."""
        self._inventory = inventory

    @Slot(object, object)
    def set_plan(self, plan: Plan | None, spec: RunSpec, blocks: "Sequence[Block]" = ()) -> None:
        """Show a plan; None shows nothing.

        Args:
            plan: Who does what.
            spec: What was asked.
            blocks: Of the model, where a survey told them: then it is seen where each lies.
        """
        weave = build_weave(plan, spec, self._inventory, blocks) if plan else None
        if weave == self._weave:
            return
        self._weave = weave
        self.setAccessibleDescription(describe(weave) if weave else "")
        self.setMaximumHeight(self._height(_MOST_ROW))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for every lane at its best height."""
        return QSize(420, self._height(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Room for every lane at its least height."""
        return QSize(160, self._height(_LEAST_ROW))

    def _height(self, row: float) -> int:
        if self._weave is None:
            return 0
        return round(self._num_lanes() * row + _CAPTION + 2 * _MARGIN)

    def _num_lanes(self) -> float:
        weave = self._weave
        return len(weave.rows) + _PASS_ROWS * len(weave.passes) if weave else 1.0

    def _lanes(self) -> Iterator[_Lane]:
        if self._weave is None:
            return
        room = self.height() - _CAPTION - 2 * _MARGIN
        row = min(_MOST_ROW, room / self._num_lanes())
        before = [each for each in self._weave.passes if each.before_model]
        after = [each for each in self._weave.passes if not each.before_model]
        top = _MARGIN
        lanes: tuple[WeaveRow | WeavePass, ...] = (*before, *self._weave.rows, *after)
        for what in lanes:
            height = row * _PASS_ROWS if isinstance(what, WeavePass) else row
            yield _Lane(what, top, height)
            top += height

    def _gutter(self) -> float:
        """Width that the labels of the lanes take."""
        metrics = QFontMetricsF(self.font())
        labels = [say(lane.what.label) for lane in self._lanes()]
        widest = max((metrics.horizontalAdvance(label) for label in labels), default=0.0)
        beside = self.width() - _LEAST_PITCH * len(self._weave.threads) if self._weave else 0.0
        return min(widest + 14, max(self.width() * _LABEL_SHARE, beside))

    def _places(self) -> tuple[tuple[float, ...], float]:
        """The x of every thread, and the distance between two."""
        num = len(self._weave.threads) if self._weave else 1
        gutter = self._gutter()
        room = self.width() - gutter - _MARGIN
        pitch = min(_MOST_PITCH, room / num)
        first = gutter + (room - pitch * (num - 1)) / 2
        return tuple(first + pitch * place for place in range(num)), pitch

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Wefts that go under, blocks, threads, then wefts that go over."""
        if self._weave is None or not self._weave.threads:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lanes = tuple(self._lanes())
        places, pitch = self._places()
        bottom = lanes[-1].top + lanes[-1].height
        for lane in lanes:
            self._paint_label(painter, lane)
            if isinstance(lane.what, WeaveRow):
                self._paint_blocks(painter, lane, lane.what, places, pitch)
            else:
                self._paint_weft(painter, lane, lane.what, places, under=True)
        for thread, x in zip(self._weave.threads, places, strict=True):
            painter.setPen(thread_pen(thread.colour_index, _THREAD_WIDTH))
            painter.drawLine(QPointF(x, _MARGIN / 2), QPointF(x, bottom + _MARGIN))
        for lane in lanes:
            if isinstance(lane.what, WeavePass):
                self._paint_weft(painter, lane, lane.what, places, under=False)
        self._paint_captions(painter, places, pitch, bottom + _MARGIN)
        painter.end()

    def _paint_label(self, painter: QPainter, lane: _Lane) -> None:
        painter.setPen(QColor(self._keeper.theme.muted))
        box = QRectF(0, lane.top, self._gutter() - 10, lane.height)
        label = painter.fontMetrics().elidedText(
            say(lane.what.label), Qt.TextElideMode.ElideRight, int(box.width()) + 1
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, label)

    def _paint_blocks(
        self, painter: QPainter, lane: _Lane, row: WeaveRow, places: tuple[float, ...], pitch: float
    ) -> None:
        threads = self._weave.threads if self._weave else ()
        width, height = pitch - min(16.0, pitch / 4), lane.height - min(8.0, lane.height / 4)
        for thread, share, x in zip(threads, row.shares, places, strict=True):
            colour = QColor(device_colour(thread.colour_index))
            box = QRectF(x - width / 2, lane.centre - height / 2, width, height)
            painter.setPen(QPen(colour, 1.0) if not thread.leads else Qt.PenStyle.NoPen)
            colour.setAlphaF((0.85 if thread.leads else 0.35) * share)
            painter.setBrush(colour)
            painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_weft(
        self, painter: QPainter, lane: _Lane, what: WeavePass, places: tuple[float, ...], *, under: bool
    ) -> None:
        """Wefts go under and over the threads in turn; what goes under is painted before them."""
        painter.setPen(QPen(QColor(self._keeper.theme.text), 2.0))
        if what.kind is not PassKind.ALL_REDUCE:
            if not under:
                self._paint_arrows(painter, float(round(lane.centre)), what.kind, places)
            return
        reach = min(14.0, (places[1] - places[0]) / 2)
        for offset, over in ((-4.0, 0), (4.0, 1)):
            y = float(round(lane.centre + offset))  # whole pixels, so that painting it twice shows nowhere
            if under:
                painter.drawLine(QPointF(places[0] - reach, y), QPointF(places[-1] + reach, y))
                continue
            for x in places[over::2]:
                painter.drawLine(QPointF(x - reach, y), QPointF(x + reach, y))

    def _paint_arrows(self, painter: QPainter, y: float, kind: PassKind, places: tuple[float, ...]) -> None:
        ink = QColor(self._keeper.theme.text)
        head = 6.0
        if kind is PassKind.NEXT:
            self._paint_next(painter, y, places)
            return
        painter.drawLine(QPointF(places[0], y), QPointF(places[-1] - head, y))
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        scattering = kind is PassKind.SCATTER
        for x in places[1:] if scattering else places[:1]:
            tip = x - _THREAD_WIDTH / 2 if scattering else x + _THREAD_WIDTH / 2
            back = tip - head if scattering else tip + head
            painter.drawPolygon(QPolygonF([QPointF(tip, y), QPointF(back, y - 4), QPointF(back, y + 4)]))
        for x in places[:1] if scattering else places[1:]:
            painter.drawEllipse(QPointF(x, y), 4.0, 4.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_next(self, painter: QPainter, y: float, places: tuple[float, ...]) -> None:
        head, gap = 6.0, _THREAD_WIDTH / 2
        for begin, end in pairwise(places):
            painter.drawLine(QPointF(begin + gap, y), QPointF(end - gap - head, y))
        painter.setBrush(QColor(self._keeper.theme.text))
        painter.setPen(Qt.PenStyle.NoPen)
        for place in places[1:]:
            tip = place - gap
            painter.drawPolygon(
                QPolygonF([QPointF(tip, y), QPointF(tip - head, y - 4), QPointF(tip - head, y + 4)])
            )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_captions(self, painter: QPainter, places: tuple[float, ...], pitch: float, top: float) -> None:
        threads = self._weave.threads if self._weave else ()
        bold = QFont(self.font())
        bold.setBold(True)
        theme = self._keeper.theme
        numbers = [thread.label.rpartition(" ")[2] for thread in threads]
        names = ([thread.label for thread in threads], numbers)
        ranks = (
            [say(thread.caption) for thread in threads],
            [self.tr("rank {}").format(thread.rank) for thread in threads],
            [""] * len(threads),
        )
        for line, (font, colour, choices) in enumerate(
            ((bold, theme.text, names), (self.font(), theme.muted, ranks))
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            texts, stride = _fitting(painter, choices, pitch)
            for place in range(0, len(texts), stride):
                width = pitch * stride
                box = QRectF(places[place] - width / 2, top + 2 + line * 17, width, 17)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, texts[place])

    def event(self, event: QEvent) -> bool:
        """Tells under the mouse which device holds or passes what."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self._explain(event.pos().x(), event.pos().y())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _explain(self, x: float, y: float) -> str:
        """What is under the mouse: the device and what it holds or passes there."""
        if self._weave is None:
            return ""
        places, pitch = self._places()
        lines = [
            f"{thread.label} · {say(thread.caption)}"
            for thread, place in zip(self._weave.threads, places, strict=True)
            if abs(x - place) <= pitch / 2
        ]
        for lane in self._lanes():
            if 0 <= y - lane.top < lane.height:
                lines.append(say(lane.what.label))
                lines += stage_words(lane.what) if isinstance(lane.what, WeaveRow) else []
        return "\n".join(lines)


def _fitting(painter: QPainter, choices: Sequence[list[str]], pitch: float) -> tuple[list[str], int]:
    """The longest texts that all have room; of the shortest, every how many-th has."""
    metrics = painter.fontMetrics()
    widths = [max(metrics.horizontalAdvance(text) for text in texts) for texts in choices]
    for texts, width in zip(choices, widths, strict=True):
        if width <= pitch - 4:
            return texts, 1
    return choices[-1], ceil((widths[-1] + 4) / pitch)
