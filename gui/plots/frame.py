"""Where everything of a plot lies: its margins, and what a place and a value are in pixels."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRectF

from gui.plots.series_buffer import Floats

LEFT, TOP, RIGHT, BOTTOM = 46, 4, 6, 22
"""Around the area between the axes, in pixels; the left one is the least."""

Extent = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """The size of a plot and what it shows. Pixels are those of the window unless said otherwise."""

    width: int
    height: int
    ratio: float
    """Pixels of the screen for one of the window."""
    left_margin: int
    x: Extent
    """The places at the left and the right edge."""
    y: Extent
    """The values at the lower and the upper edge."""

    @cached_property
    def left(self) -> float:
        """On a pixel of the screen, as the other edges are."""
        return round(self.left_margin * self.ratio) / self.ratio

    @cached_property
    def top(self) -> float:
        """Upper edge."""
        return round(TOP * self.ratio) / self.ratio

    @cached_property
    def num_columns(self) -> int:
        """Width of the area between the axes in pixels of the screen."""
        return max(1, round((self.width - RIGHT) * self.ratio) - round(self.left_margin * self.ratio))

    @cached_property
    def num_rows(self) -> int:
        """Its height in pixels of the screen."""
        return max(1, round((self.height - BOTTOM) * self.ratio) - round(TOP * self.ratio))

    @cached_property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.num_columns / self.ratio

    @cached_property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.num_rows / self.ratio

    @cached_property
    def box(self) -> QRectF:
        """The area between the axes."""
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)

    def x_of(self, place: float) -> float:
        """The pixel of a place along the plot."""
        return float(self.left + (place - self.x[0]) * self._x_scale)

    def y_of(self, value: float) -> float:
        """The pixel of a value."""
        return float(self.bottom - (value - self.y[0]) * self._y_scale)

    def xs_of(self, places: Floats) -> Floats:
        """The pixels of places, float64 [n]."""
        return self.left + (places - self.x[0]) * self._x_scale

    def ys_of(self, values: Floats) -> Floats:
        """The pixels of values, float64 [n]."""
        return self.bottom - (values - self.y[0]) * self._y_scale

    def place_at(self, x: float) -> float:
        """The place under a pixel."""
        return self.x[0] + (x - self.left) / self._x_scale

    def value_at(self, y: float) -> float:
        """The value under a pixel."""
        return self.y[0] + (self.bottom - y) / self._y_scale

    def row_of(self, value: float) -> int:
        """The row of a value in the area between the axes, in pixels of the screen from its top."""
        return int((self.y_of(value) - self.top) * self.ratio)

    @cached_property
    def _x_scale(self) -> float:
        return (self.right - self.left) / ((self.x[1] - self.x[0]) or 1.0)

    @cached_property
    def _y_scale(self) -> float:
        return (self.bottom - self.top) / ((self.y[1] - self.y[0]) or 1.0)
