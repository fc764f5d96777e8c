"""One line of a plot: its points, and how as much of them as can be seen is drawn."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gui.plots.decimate import keep_extremes
from gui.plots.library import pg
from gui.plots.series_buffer import Floats, SeriesBuffer
from gui.plots.shared_axis import Extent, SharedAxis
from gui.plots.smoothing import RunningMean

_BOLD, _FAINT = 1.6, 0.35
_MOST_TRAVEL = 6.0
"""A line that goes up and down by more than this many widths of its plot is drawn fine: a bold one with
smooth edges would take a hundred times as long (142 ms against 3 for 1,360 points of noise)."""


class Curve:
    """A line, and behind it, faint, the raw values where it is smoothed."""

    def __init__(
        self, view: pg.ViewBox, label: str, colour: str, points: SeriesBuffer, *, dashed: bool
    ) -> None:
        """Builds it.

        Args:
            view: Where it is drawn.
            label: Its name in the legend.
            colour: `#rrggbb`.
            points: What it shows.
            dashed: The second cue, where colours come again.
        """
        self.label, self.colour = label, colour
        self.points = points
        self._fine = _pen(colour, dashed=dashed)
        self._bold = _pen(colour, width=_BOLD, dashed=dashed)
        self._mean = RunningMean(0.0)
        self._raw = _add_line(view, _pen(colour, alpha=_FAINT))
        self._line = _add_line(view, self._bold)

    def set_smoothing(self, weight: float) -> None:
        """Smooth by this weight, from 0 to below 1."""
        self._mean = RunningMean(weight)
        if weight <= 0:
            self._raw.setData(np.empty(0), np.empty(0))

    def extent(self, axis: SharedAxis) -> Extent | None:
        """From where to where it has points."""
        if not len(self.points):
            return None
        first, last = axis.places(axis.column(self.points)[[0, -1]])
        return float(first), float(last)

    def value_at(self, axis: SharedAxis, x: float) -> float:
        """The value of the point nearest to a place."""
        column, wanted = axis.column(self.points), axis.in_column(x)
        after = min(int(np.searchsorted(column, wanted)), len(column) - 1)
        before = max(0, after - 1)
        nearest = before if abs(column[before] - wanted) <= abs(column[after] - wanted) else after
        return float(self.points.values[nearest])

    def draw(self, axis: SharedAxis, *, log: bool, pixels: int) -> Floats:
        """Draw what is in view, and say which values that are (their logarithms to base 10 on a log scale).

        Args:
            axis: Where the points lie, and which are in view.
            log: Whether the vertical axis is logarithmic; what is not above zero is then a gap.
            pixels: Width of the plot.
        """
        seen = axis.in_view(self.points)
        column, raw = axis.column(self.points)[seen], _scaled(self.points.values[seen], log=log)
        if self._mean.weight <= 0:
            return self._draw_line(axis, column, raw, pixels)
        kept = keep_extremes(raw, pixels)
        self._raw.setData(axis.places(column[kept]), raw[kept])
        self._draw_line(axis, column, _scaled(self._mean.of(self.points)[seen], log=log), pixels)
        return raw

    def _draw_line(self, axis: SharedAxis, column: Floats, y: Floats, pixels: int) -> Floats:
        kept = keep_extremes(y, pixels)
        shown = y[kept]
        finite = shown[np.isfinite(shown)]
        height = float(np.ptp(finite)) if len(finite) else 0.0
        travel = float(np.abs(np.diff(finite)).sum()) / height if height else 0.0
        self._line.setPen(self._bold if travel <= _MOST_TRAVEL else self._fine)
        self._line.setData(axis.places(column[kept]), shown)
        return y


def _add_line(view: pg.ViewBox, pen: QPen) -> pg.PlotCurveItem:
    line = pg.PlotCurveItem(pen=pen, connect="finite", antialias=True)
    view.addItem(line, ignoreBounds=True)
    return line


def _pen(colour: str, *, width: float = 1.0, dashed: bool = False, alpha: float = 1.0) -> QPen:
    shade = QColor(colour)
    shade.setAlphaF(alpha)
    pen = QPen(shade, width, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
    pen.setCosmetic(True)
    return pen


def _scaled(values: Floats, *, log: bool) -> Floats:
    return np.log10(np.where(values > 0, values, np.nan)) if log else values
