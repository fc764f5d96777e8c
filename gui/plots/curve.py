"""One curve of a plot: its points, and what of them can be seen."""

import numpy as np

from gui.plots.frame import Extent
from gui.plots.pyramid import Pyramid, scaled
from gui.plots.series_buffer import Floats, SeriesBuffer
from gui.plots.shared_axis import SharedAxis
from gui.plots.smoothing import RunningMean
from gui.plots.trace import Line, Trace, bands_of

_MOST_POINTS = 2
"""In a column of pixels; where there are more, its extremes are drawn."""
_SAMPLE = 20_000
"""So many values tell how they are spread."""


class Curve:
    """A line, and behind it, faint, the raw values where it is smoothed."""

    def __init__(self, label: str, colour: str, points: SeriesBuffer, *, dashed: bool) -> None:
        """Builds it.

        Args:
            label: Its name in the legend.
            colour: `#rrggbb`.
            points: What it shows.
            dashed: The second cue, where colours come again.
        """
        self.label, self.colour, self.dashed = label, colour, dashed
        self.points = points
        self.line: Trace = _NOTHING
        """What was seen of it, smoothed, when it was last reduced."""
        self.raw: Trace = _NOTHING
        """The values behind a smoothed line; nothing where it is not smoothed."""
        self._mean = RunningMean(0.0)
        self._set_scale(log=False)

    def set_smoothing(self, weight: float) -> None:
        """Smooth by this weight, from 0 to below 1."""
        self._mean = RunningMean(weight)
        self._of_means = Pyramid(log=self._log)

    def _set_scale(self, *, log: bool) -> None:
        self._log = log
        self._of_values, self._of_means = Pyramid(log=log), Pyramid(log=log)

    @property
    def is_smoothed(self) -> bool:
        """Whether a running mean is drawn."""
        return self._mean.weight > 0

    def extent(self, axis: SharedAxis) -> Extent | None:
        """From where to where it has points."""
        if not len(self.points):
            return None
        first, last = axis.places(axis.column(self.points)[[0, -1]])
        return float(first), float(last)

    def nearest(self, axis: SharedAxis, x: float) -> tuple[float, float]:
        """The place and the value of the point that is nearest to a place."""
        column, wanted = axis.column(self.points), axis.in_column(x)
        after = min(int(np.searchsorted(column, wanted)), len(column) - 1)
        before = max(0, after - 1)
        nearest = before if abs(column[before] - wanted) <= abs(column[after] - wanted) else after
        return float(axis.places(column[[nearest]])[0]), float(self.points.values[nearest])

    def reduce(self, axis: SharedAxis, *, log: bool, num_pixels: int, width: int = 1) -> None:
        """Find what can be seen of what is in view.

        Args:
            axis: Where the points lie, and which are in view.
            log: Whether the vertical axis is logarithmic; what is not above zero is then a gap.
            num_pixels: Width of the plot in pixels of the screen.
            width: Of the columns in which many points are drawn.
        """
        if log != self._log:
            self._set_scale(log=log)
        values = self.points.values
        places = num_pixels, width
        raw = self._reduced(axis, values, self._of_values, places)
        if self.is_smoothed:
            self.raw = raw
            self.line = self._reduced(axis, self._mean.of(self.points), self._of_means, places)
        else:
            self.raw, self.line = _NOTHING, raw

    def spread(self, axis: SharedAxis) -> Floats:
        """A sample of the values in view, evenly taken; their logarithms on a log scale."""
        seen = self.points.values[axis.in_view(self.points)]
        return scaled(seen[:: max(1, len(seen) // _SAMPLE)], log=self._log)

    @property
    def extremes(self) -> tuple[float, float]:
        """Least and greatest value in view, not smoothed; inf and -inf where there is none."""
        return (self.raw if self.is_smoothed else self.line).extremes

    def _reduced(self, axis: SharedAxis, values: Floats, pyramid: Pyramid, places: tuple[int, int]) -> Trace:
        num_pixels, width = places
        seen = axis.in_view(self.points)
        column = axis.column(self.points)
        if seen.stop - seen.start <= _MOST_POINTS * num_pixels:
            return Line(axis.places(column[seen]), scaled(values[seen], log=self._log))
        edges, generation = axis.edges(num_pixels, width), self.points.generation
        return bands_of(pyramid, column, values, generation, edges, log=self._log, width=width)


_NOTHING = Line(np.empty(0), np.empty(0))
