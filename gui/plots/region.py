"""Copies of curves, and what can be said of the points of one between two places; nothing of Qt."""

from dataclasses import dataclass

import numpy as np

from gui.plots.frame import Extent
from gui.plots.series_buffer import Floats


@dataclass(frozen=True, slots=True)
class CopiedCurve:
    """A curve as it was at one moment."""

    label: str
    colour: str
    dashed: bool
    places: Floats
    """Where its points lie along the axis, float64 [n], ascending."""
    values: Floats
    """float64 [n]; NaN is a gap."""


@dataclass(frozen=True, slots=True)
class CopiedPlot:
    """A plot as it was at one moment."""

    title: str
    unit: str
    curves: tuple[CopiedCurve, ...]

    @property
    def extent(self) -> Extent:
        """From where to where it has points; it has some."""
        ends = [curve.places[[0, -1]] for curve in self.curves]
        return float(min(low for low, _ in ends)), float(max(high for _, high in ends))


@dataclass(frozen=True, slots=True)
class Figures:
    """What is said of the points of a curve in a region; NaN where there is nothing to say."""

    num_points: int
    mean: float = np.nan
    deviation: float = np.nan
    """Standard deviation of these very values: root of the mean of their squared distances to the mean."""
    least: float = np.nan
    greatest: float = np.nan
    slope: float = np.nan
    """Of the straight line that fits them best, per unit of the axis."""


def figures_between(places: Floats, values: Floats, between: Extent) -> Figures:
    """The figures of the points in a region, its edges included; gaps and infinite values are left out.

    The line is that of least squares: sum((x - mean x)(y - mean y)) / sum((x - mean x)²). It has no slope
    where all points lie at one place.

    Args:
        places: Along the axis, float64 [n], ascending.
        values: float64 [n]; NaN is a gap.
        between: Left and right edge.
    """
    first = int(np.searchsorted(places, between[0], side="left"))
    end = int(np.searchsorted(places, between[1], side="right"))
    x, y = places[first:end], values[first:end]
    known = np.isfinite(y)
    if not known.all():
        x, y = x[known], y[known]
    if not len(y):
        return Figures(0)
    with np.errstate(over="ignore", invalid="ignore"):  # what diverged has figures that are infinite
        mean = y.mean()
        off, along = y - mean, x - x.mean()
        spread = along @ along
        return Figures(
            num_points=len(y),
            mean=float(mean),
            deviation=float(np.sqrt(off @ off / len(y))),
            least=float(y.min()),
            greatest=float(y.max()),
            slope=float(along @ off / spread) if spread > 0 else np.nan,
        )
