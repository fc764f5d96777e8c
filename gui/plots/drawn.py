"""What a scene can paint: curves, and what lies under them."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui.colours import Theme
from gui.plots.frame import Frame
from gui.plots.series_buffer import Floats
from gui.plots.trace import Trace

_BAND = 0.2
_FAR = 1e5
"""Pixels beyond which nothing is painted."""


class Drawn(Protocol):
    """A curve as it was last reduced."""

    @property
    def colour(self) -> str:
        """`#rrggbb`."""

    @property
    def dashed(self) -> bool:
        """In dashes."""

    @property
    def line(self) -> Trace:
        """What is seen of it, smoothed where it is."""

    @property
    def raw(self) -> Trace:
        """The values behind a smoothed line."""

    @property
    def is_smoothed(self) -> bool:
        """Whether there are such."""


class Underlay(Protocol):
    """What is painted between the ground and the curves."""

    def paint(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Paint it, clipped to the area between the axes."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What lies between two curves on the same places; NaN is a gap."""

    colour: str
    places: Floats
    low: Floats
    high: Floats

    def paint(self, painter: QPainter, frame: Frame, _theme: Theme) -> None:
        """Fill it, so that what is under it can be seen."""
        colour = QColor(self.colour)
        colour.setAlphaF(_BAND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        there = np.isfinite(self.low) & np.isfinite(self.high)
        turns = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(np.int8), [0]])))
        xs = frame.xs_of(self.places)
        lows, highs = (np.clip(frame.ys_of(each), -_FAR, _FAR) for each in (self.low, self.high))
        for first, end in zip(turns[0::2].tolist(), turns[1::2].tolist(), strict=True):
            x = np.concatenate([xs[first:end], xs[first:end][::-1]])
            y = np.concatenate([highs[first:end], lows[first:end][::-1]])
            painter.drawPolygon(
                QPolygonF([QPointF(*each) for each in zip(x.tolist(), y.tolist(), strict=True)])
            )
