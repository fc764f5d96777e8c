"""A line a run over parallel axes, with what is pointed at, chosen and brushed."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.models.run_brush import within
from gui.plots.export import save_png, save_svg
from gui.plots.ground import Labels, most_left_ticks
from gui.plots.hover_box import paint_words
from gui.plots.kept_picture import KeptPicture, Stroke
from gui.plots.parallel_layout import MISSING_ROW, ParallelLayout, ParallelLines
from gui.plots.parallel_steering import BRUSH, ParallelSteering
from gui.plots.parallel_strokes import line_strokes
from gui.plots.run_ticks import run_ticks
from gui.theme import ThemeKeeper

_FADED = 0.16
_BOLD, _FINE = 2.2, 1.3
_TICK_GAP, _TICK = 30.0, 4.0
_SHADE = 0.22


class ParallelPlot(ParallelSteering):
    """Shows lines that its owner keeps. What lies still is painted once; what moves is painted over it."""

    def __init__(self, keeper: ThemeKeeper, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._labels = Labels(self.font())
        self._hint = ""
        self._chosen: frozenset[str] = frozenset()
        self._picture = KeptPicture(self, self._strokes)
        self.setObjectName("parallel-plot")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        keeper.changed.connect(self.renew)

    def show_lines(self, lines: ParallelLines | None, hint: str = "") -> None:
        """What is shown from now on; brushes of axes that are still there stay.

        Args:
            lines: None where there is nothing to show.
            hint: What to do so that there is something.
        """
        self._hint = hint
        self.set_lines(lines)
        self.renew()

    def choose(self, names: frozenset[str]) -> None:
        """The runs that stand out."""
        self._chosen = names
        self.renew()

    def finish(self) -> None:
        """Paint all that lies still now, however long it takes: for who looks only once."""
        self._picture.finish()

    def export(self, path: Path) -> None:
        """Save it as a picture or a drawing, by the ending of the name. Raises OSError."""
        if path.suffix.lower() == ".svg":
            save_svg(self, path, self.accessibleName())
        else:
            self.finish()
            save_png(self, path)

    @Slot()
    def renew(self) -> None:
        """Something that lies still has changed."""
        self._picture.renew()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture that is kept, and over it what moves; in a drawing only what is to be kept."""
        painter = QPainter(self)
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            for stroke in self._strokes():
                stroke(painter)
        else:
            self._picture.show(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_over(painter)
        painter.end()

    def _strokes(self) -> Iterator[Stroke]:
        """What lies still, from below."""
        theme, lines, layout = self._keeper.theme, self.lines, self.layout_now()
        if lines is None or layout is None:
            yield self._paint_hint
            return
        kept = self.kept()
        chosen = np.fromiter((key in self._chosen for key in lines.keys), np.bool_, len(lines.keys))
        front = kept & chosen if (kept & chosen).any() else kept
        width = _BOLD if (kept & chosen).any() else _FINE
        yield lambda painter: painter.fillRect(self.rect(), QColor(theme.card))  # from here on all is known
        yield from line_strokes(layout, lines, ~front, card=theme.card, share=_FADED)
        yield from line_strokes(layout, lines, front, card=theme.card, width=width)
        yield partial(self._paint_axes, layout, lines)

    def _paint_hint(self, painter: QPainter) -> None:
        theme = self._keeper.theme
        painter.fillRect(self.rect(), QColor(theme.card))
        painter.setPen(QColor(theme.muted))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(40, 0, -40, 0), flags, self._hint)

    def _paint_axes(self, layout: ParallelLayout, lines: ParallelLines, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(lines.axes)):
            self._paint_axis(painter, layout, lines, number)

    def _paint_axis(
        self, painter: QPainter, layout: ParallelLayout, lines: ParallelLines, number: int
    ) -> None:
        """A rule, its ticks with words on a bit of ground, what is missing under it, its title above."""
        theme, axis, x = self._keeper.theme, lines.axes[number], layout.x_of(number)
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.drawLine(QPointF(x, layout.top), QPointF(x, layout.bottom))
        room = layout.bottom - layout.top
        most = max(1.0, room / _TICK_GAP) if axis.names else most_left_ticks(room)
        for tick in run_ticks(axis, axis.extent(), most, self.font()):
            y = float(layout.y_of(axis, np.array([tick.place]))[0])
            painter.drawLine(QPointF(x - _TICK, y), QPointF(x, y))
            if tick.words:
                self._write(painter, tick.words, QPointF(x + _TICK, y))
        if axis.num_missing:
            y = layout.bottom + MISSING_ROW
            painter.drawLine(QPointF(x - _TICK, y), QPointF(x + _TICK, y))
            self._write(painter, self.tr("none ({})").format(axis.num_missing), QPointF(x + _TICK, y))
        title = self.fontMetrics().elidedText(
            lines.titles[number] + (self.tr(" (log)") if axis.log else ""),
            Qt.TextElideMode.ElideLeft,
            int(max(60.0, layout.pitch - 10)),
        )
        width = self._labels.width(title)
        left = min(max(2.0, x - width / 2), self.width() - width - 2)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(left, 4, width + 1, 22), Qt.AlignmentFlag.AlignVCenter, title)

    def _write(self, painter: QPainter, words: str, at: QPointF) -> None:
        ground = QColor(self._keeper.theme.card)
        ground.setAlphaF(0.8)
        box = QRectF(
            at.x(), at.y() - self._labels.height / 2, self._labels.width(words) + 4, self._labels.height
        )
        if box.right() > self.width():
            box.moveRight(at.x() - 2 * _TICK)
        painter.fillRect(box, ground)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_over(self, painter: QPainter) -> None:
        """Brushes, the axis of the keyboard, what is pointed at, focus."""
        theme, lines, layout = self._keeper.theme, self.lines, self.layout_now()
        accent, shade = QColor(theme.accent), QColor(theme.accent)
        shade.setAlphaF(_SHADE)
        if lines is not None and layout is not None:
            for number, axis in enumerate(lines.axes):
                if axis.name in self.brushes:
                    painter.setPen(QPen(accent, 1))
                    painter.setBrush(shade)
                    painter.drawRect(layout.brush_box(number, self.brushes[axis.name], BRUSH))
            x = layout.x_of(self.axis)
            if self.hasFocus() or self.is_moving:
                painter.setPen(QPen(accent, 2))
                painter.drawLine(QPointF(x, layout.top), QPointF(x, layout.bottom))
            if self.at is not None:
                self._paint_pointed(painter, lines, layout, self.at)
        if self.hasFocus():
            painter.setPen(QPen(accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_pointed(
        self, painter: QPainter, lines: ParallelLines, layout: ParallelLayout, number: int
    ) -> None:
        points = [QPointF(*each) for each in zip(layout.xs.tolist(), layout.ys[number].tolist(), strict=True)]
        for colour, width in ((self._keeper.theme.card, 6.0), (lines.colours[number], 3.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawPolyline(points)
        at = self.place if self.place is not None else points[self.axis]
        area = self.rect().toRectF().adjusted(2, 2, -2, -2)
        paint_words(painter, at, area, self.words_of(number), self._keeper.theme, self.font())

    def kept(self) -> NDArray[np.bool_]:
        """Which runs lie within all brushes, bool [runs]."""
        if self.lines is None or not self.lines.axes:
            return np.zeros(0, np.bool_)
        return within(self.lines.axes, self.brushes)
