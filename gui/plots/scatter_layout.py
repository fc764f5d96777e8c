"""Where the points of a scatter plot lie, and the ticks of its axes."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QFont

from gui.models.run_axis import RunAxis
from gui.plots.frame import LEFT, Extent, Frame
from gui.plots.ground import Ground, Labels, left_margin, most_left_ticks
from gui.plots.run_ticks import run_ticks
from gui.plots.series_buffer import Floats
from gui.plots.ticks import Tick

_BESIDE = 0.04
"""Around the outermost points, as a share of the axis."""
_TICK_GAP, _LEFT_GAP = 84.0, 26.0
_BETWEEN = 14.0


@dataclass(frozen=True, slots=True, eq=False)
class ScatterPoints:
    """The runs as points."""

    x: RunAxis
    y: RunAxis
    keys: tuple[str, ...] = ()
    """Names of the runs."""
    labels: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    """`#rrggbb` each."""
    hollow: tuple[bool, ...] = ()
    """Those that share their colour with others have a hole: the second cue."""
    groups: tuple[str, ...] = ()
    """`rate = 0.1` each; empty where runs are not grouped."""


@dataclass(frozen=True, eq=False)
class ScatterLayout:
    """Points in a plot of some size."""

    frame: Frame
    ground: Ground
    pixels: Floats
    """float64 [points, 2]; NaN: nowhere."""

    @property
    def has_points(self) -> bool:
        """Whether any of them lies somewhere."""
        return bool(np.isfinite(self.pixels).all(axis=1).any())


def lay_points(
    points: ScatterPoints, width: int, height: int, ratio: float, font: QFont, labels: Labels
) -> ScatterLayout:
    """Lays points in a plot.

    Args:
        points: What is shown.
        width: Of the plot, in pixels of the window.
        height: Of it.
        ratio: Pixels of the screen for one of the window.
        font: Of the labels.
        labels: What can be written in it.
    """
    x, y = _with_room(points.x), _with_room(points.y)
    most = max(1.0, height / _LEFT_GAP) if points.y.names else most_left_ticks(height)
    left = run_ticks(points.y, y, most, font)
    frame = Frame(width, height, ratio, max(LEFT, left_margin(left, labels)), x, y)
    ground = Ground(left, _bottom_ticks(points.x, x, frame, font, labels))
    places = (frame.xs_of(points.x.spread()), frame.ys_of(points.y.spread()))
    return ScatterLayout(frame, ground, np.column_stack(places))


def _bottom_ticks(axis: RunAxis, view: Extent, frame: Frame, font: QFont, labels: Labels) -> tuple[Tick, ...]:
    """Farther apart where their labels are long."""
    room = frame.box.width()
    ticks = run_ticks(axis, view, max(1.0, room / _TICK_GAP), font)
    widest = max((labels.width(tick.words) for tick in ticks), default=0.0) + _BETWEEN
    return ticks if widest <= _TICK_GAP else run_ticks(axis, view, max(1.0, room / widest), font)


def _with_room(axis: RunAxis) -> Extent:
    low, high = axis.extent()
    beside = 0.0 if axis.names else _BESIDE * (high - low)
    return low - beside, high + beside
