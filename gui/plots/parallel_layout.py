"""Where the axes of parallel coordinates stand, and where the line of each run crosses them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gui.models.run_axis import RunAxis
from gui.models.run_brush import Brush
from gui.plots.series_buffer import Floats

_TOP, _BOTTOM, _SIDE = 40.0, 46.0, 70.0
MISSING_ROW = 28.0
"""So far under an axis lies what a run lacks there, in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class ParallelLines:
    """The runs as lines over several axes."""

    axes: tuple[RunAxis, ...] = ()
    titles: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """Names of the runs."""
    labels: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    """`#rrggbb` each."""
    dashed: tuple[bool, ...] = ()


@dataclass(frozen=True, eq=False)
class ParallelLayout:
    """Lines in a plot of some size, in pixels of the window."""

    axes: tuple[RunAxis, ...]
    width: float
    height: float

    @property
    def top(self) -> float:
        """Upper end of all axes."""
        return _TOP

    @property
    def bottom(self) -> float:
        """Lower end."""
        return max(_TOP + 1.0, self.height - _BOTTOM)

    @property
    def pitch(self) -> float:
        """From axis to axis."""
        return (self.width - 2 * _SIDE) / max(1, len(self.axes) - 1)

    def x_of(self, number: int) -> float:
        """Where an axis stands."""
        return self.width / 2 if len(self.axes) == 1 else _SIDE + self.pitch * number

    @cached_property
    def xs(self) -> Floats:
        """Where each of them does, float64 [axes]."""
        return np.array([self.x_of(number) for number in range(len(self.axes))])

    @cached_property
    def ys(self) -> Floats:
        """Where each run crosses each axis, float64 [runs, axes]; under it what has no place on it."""
        columns = [self.y_of(axis, axis.places) for axis in self.axes]
        found = np.column_stack(columns)
        return np.where(np.isnan(found), self.bottom + MISSING_ROW, found)

    def y_of(self, axis: RunAxis, places: Floats) -> Floats:
        """The pixels of places on an axis."""
        low, high = axis.extent()
        return self.bottom - (places - low) * (self.bottom - self.top) / (high - low)

    def place_at(self, axis: RunAxis, y: float) -> float:
        """The place at a pixel, within the axis."""
        low, high = axis.extent()
        place = low + (self.bottom - y) * (high - low) / (self.bottom - self.top)
        return min(max(low, place), high)

    def brush_box(self, number: int, brush: Brush, half: float) -> QRectF:
        """What a brush covers."""
        upper, lower = self.y_of(self.axes[number], np.array([brush[1], brush[0]])).tolist()
        return QRectF(self.x_of(number) - half, upper, 2 * half, max(1.0, lower - upper))

    def axis_at(self, x: float) -> int:
        """The number of the nearest axis."""
        return int(np.abs(self.xs - x).argmin())

    def nearest(self, x: float, y: float, among: NDArray[np.bool_], reach: float) -> int | None:
        """The run whose line passes closest to a pixel, None where none is near.

        Args:
            x: Along the plot.
            y: From its top.
            among: Which runs count, bool [runs].
            reach: How near it has to be.
        """
        if len(self.axes) < 2 or not among.any():
            return None
        left = min(max(0, int((x - _SIDE) // self.pitch)), len(self.axes) - 2)
        share = min(max(0.0, (x - self.x_of(left)) / self.pitch), 1.0)
        heights = self.ys[:, left] * (1 - share) + self.ys[:, left + 1] * share
        slopes = (self.ys[:, left + 1] - self.ys[:, left]) / self.pitch
        apart = np.where(among, np.abs(heights - y) / np.sqrt(1 + slopes**2), np.inf)
        found = int(apart.argmin())
        return found if apart[found] <= reach else None
