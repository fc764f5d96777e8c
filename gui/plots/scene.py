"""The picture of a plot, kept from one paint to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gui.plots.drawn import Drawn, Underlay
from gui.plots.frame import Frame
from gui.plots.ground import Ground, Labels, Scales, bottom_ticks, left_ticks, mixed
from gui.plots.raster import Raster
from gui.plots.strokes import most_travel, paint_line
from gui.plots.trace import Bands, Trace
from gui.theme import Theme

_FAINT = 0.35
"""What is left of the colour of raw values behind a smoothed line."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """A line to paint."""

    trace: Trace
    colour: QColor
    dashed: bool
    is_raw: bool
    travel: float


class Scene:
    """Two pictures: the ground with axes and labels, kept as long as ranges, size, font and theme stay; and
    the ground with the curves on it.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        self.theme, self.scales = theme, Scales()
        self.curves: Sequence[Drawn] = ()
        self.underlays: Sequence[Underlay] = ()
        self.labels = Labels(font)
        self._raster = Raster()
        self._ground, self._ground_of = QImage(), object()
        self._picture, self._picture_of = QImage(), object()
        self._last_of = object()
        """What the last picture was of."""

    @property
    def _is_empty(self) -> bool:
        return not self.curves and not self.underlays

    def renew(self) -> None:
        """The curves changed."""
        self._picture_of = object()

    def picture(self, frame: Frame) -> QImage:
        """Everything, in pixels of the screen."""
        wanted = (frame, self.theme, self.labels.font.key(), self.scales, self._is_empty)
        if self._picture_of != wanted:
            self._paint(frame, wanted)
            self._picture_of = wanted
        return self._picture

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Everything as lines and letters."""
        self._ground_in(frame).paint(painter, frame, self.theme, self.labels, whole=True)
        self._paint_underlays(painter, frame)
        layers = [*self._layers()]
        most = most_travel((layer.travel for layer in layers), frame)
        self._paint_lines(painter, frame, layers, most, whole=True)

    def _paint(self, frame: Frame, wanted: object) -> None:
        ground = self._ground_in(frame)
        self._picture = _sized(self._picture, frame)
        if self._ground_of == wanted and self._ground.size() == self._picture.size():
            _paint_over(self._picture, self._ground)
        else:
            painter = QPainter(self._picture)
            ground.paint(painter, frame, self.theme, self.labels, whole=False)
            painter.end()
            if self._last_of == wanted:  # it stays, so it is worth keeping
                self._ground = self._picture.copy()
                self._ground_of = wanted
        self._last_of = wanted
        layers = [*self._layers()]
        most = most_travel((layer.travel for layer in layers), frame)
        columns = [layer for layer in layers if not self.underlays and _is_rough(layer, frame, most)]
        if columns:  # which fill all of the area: what lies under them would be gone
            rows = ground.rows(frame, self.theme)
            bands = [
                (each.trace, each.colour, each.dashed) for each in columns if isinstance(each.trace, Bands)
            ]
            self._raster.paint(self._picture, frame, QColor(self.theme.card), rows, bands)
        painter = QPainter(self._picture)
        self._paint_underlays(painter, frame)
        lines = [layer for layer in layers if self.underlays or not _is_rough(layer, frame, most)]
        self._paint_lines(painter, frame, lines, most, whole=False)
        painter.end()

    def _paint_underlays(self, painter: QPainter, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(frame.box)
        for each in self.underlays:
            each.paint(painter, frame, self.theme)

    def _ground_in(self, frame: Frame) -> Ground:
        if self._is_empty:
            return Ground((), ())  # figures on an axis would tell of values that nobody has seen
        return Ground(
            left_ticks(frame.y, frame.height, self.scales), bottom_ticks(frame, self.scales, self.labels)
        )

    def _paint_lines(
        self, painter: QPainter, frame: Frame, layers: Sequence[_Layer], most: float, *, whole: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(frame.box)
        for each in layers:
            line = each.trace.as_line() if isinstance(each.trace, Bands) else each.trace
            bold = not each.is_raw and each.travel <= most
            paint_line(painter, frame, line, each.colour, dashed=each.dashed, whole=whole, bold=bold)

    def _layers(self) -> Iterator[_Layer]:
        """What is painted, from below: raw values behind smoothed ones first."""
        for curve in self.curves:
            if curve.is_smoothed:
                yield self._layer(curve, is_raw=True)
        for curve in self.curves:
            yield self._layer(curve, is_raw=False)

    def _layer(self, curve: Drawn, *, is_raw: bool) -> _Layer:
        trace = curve.raw if is_raw else curve.line
        # mixed with the ground where it is faint: what can be seen through takes longer to paint
        colour = mixed(curve.colour, self.theme.card, _FAINT) if is_raw else QColor(curve.colour)
        return _Layer(trace, colour, curve.dashed, is_raw, np.inf if is_raw else trace.travel())


def _sized(picture: QImage, frame: Frame) -> QImage:
    """A picture in the size of a frame, the same one where it has it."""
    size = QSize(round(frame.width * frame.ratio), round(frame.height * frame.ratio))
    if picture.size() != size or picture.devicePixelRatio() != frame.ratio:
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(frame.ratio)
    return picture


def _paint_over(picture: QImage, other: QImage) -> None:
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(0, 0, other)
    painter.end()


def _is_rough(layer: _Layer, frame: Frame, most: float) -> bool:
    """Whether it is painted column by column: it goes far up and down, in the columns of the screen."""
    trace = layer.trace
    if not isinstance(trace, Bands) or layer.travel <= most:
        return False
    return len(trace.low) == -(-frame.num_columns // trace.width)
