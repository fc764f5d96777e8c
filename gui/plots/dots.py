"""Thousands of points of a plot, painted: each kind of dot is drawn once and then stamped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gui.colours import Theme
from gui.plots.kept_picture import Stroke
from gui.plots.series_buffer import Floats

DOT = 4.5
"""Radius in pixels."""
_FEW = 2000
_SMALL = 3.0
"""Radius where there are more than `_FEW`: larger ones would only hide each other."""
_AT_ONCE = 500
_RING = 1.6
_HOLE = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """The points of a plot."""

    pixels: Floats
    """Where each lies, float64 [points, 2]; NaN: nowhere."""
    colours: Sequence[str]
    """`#rrggbb` each."""
    hollow: Sequence[bool]
    """Which have a hole."""
    theme: Theme

    def strokes(
        self, which: NDArray[np.bool_], *, whole: bool, opacity: float = 1.0, ringed: bool = False
    ) -> Iterator[Stroke]:
        """Paint some of them.

        Args:
            which: Those to be painted.
            whole: Each as a circle, for a drawing; else as a stamp.
            opacity: Of all of them.
            ringed: With a ring in the colour of the text.
        """
        radius = DOT if len(self.pixels) <= _FEW or ringed else _SMALL
        ring = self.theme.text if ringed else self.theme.card
        numbers = np.flatnonzero(which & np.isfinite(self.pixels).all(axis=1))
        for first in range(0, len(numbers), _AT_ONCE):
            part = numbers[first : first + _AT_ONCE]
            yield partial(self._paint, part, radius=radius, ring=ring, opacity=opacity, whole=whole)

    def _paint(
        self,
        numbers: NDArray[np.intp],
        painter: QPainter,
        *,
        radius: float,
        ring: str,
        opacity: float,
        whole: bool,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(opacity)
        for number, place in zip(numbers.tolist(), self.pixels[numbers].tolist(), strict=True):
            kind = _Kind(self.colours[number], self.hollow[number], ring, self.theme.card, radius)
            at = QPointF(*place)
            if whole:
                _draw(painter, at, kind)
            else:
                stamp = _stamp(kind, painter.device().devicePixelRatioF())
                half = stamp.deviceIndependentSize().width() / 2
                painter.drawPixmap(at - QPointF(half, half), stamp)
        painter.setOpacity(1.0)


class _Kind(NamedTuple):
    """What a dot looks like."""

    colour: str
    hollow: bool
    ring: str
    card: str
    radius: float


@lru_cache(maxsize=256)
def _stamp(kind: _Kind, ratio: float) -> QPixmap:
    size = round((2 * (kind.radius + _RING) + 1) * ratio)
    stamp = QPixmap(size, size)
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(QColor(0, 0, 0, 0))
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, QPointF(size / ratio / 2, size / ratio / 2), kind)
    painter.end()
    return stamp


def _draw(painter: QPainter, at: QPointF, kind: _Kind) -> None:
    painter.setPen(QPen(QColor(kind.ring), _RING))
    painter.setBrush(QColor(kind.colour))
    painter.drawEllipse(at, kind.radius, kind.radius)
    if kind.hollow:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(kind.card))
        painter.drawEllipse(at, kind.radius * _HOLE, kind.radius * _HOLE)
