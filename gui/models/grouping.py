"""Runs brought together by an option: their mean and how far they lie apart. Free of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.record.facts import Value
from engine.record.sketch import Floats
from gui.models.messages import RunRow

GRID = 400
"""Places at which a group's mean is known."""
# Student's t at 97.5 % for 1 to 30 degrees of freedom; beyond, that of the normal distribution is within 2 %.
# Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
_T_MANY = 1.96


class Spread(StrEnum):
    """What the band around a mean shows."""

    DEVIATION = "deviation"
    """One standard deviation of the runs, up and down."""
    EXTREMES = "extremes"
    """From the least to the greatest run."""
    CONFIDENCE = "confidence"
    """Where the mean lies with 95 % confidence, by Student's t."""


@dataclass(frozen=True, slots=True, eq=False)
class GroupCurve:
    """Mean and band on a grid; NaN where fewer runs reach than there should be."""

    places: Floats
    mean: Floats
    low: Floats
    high: Floats


def group_rows(rows: Sequence[RunRow], option: str) -> Mapping[str, tuple[RunRow, ...]]:
    """Runs by what they have for an option, in the order in which the values first come."""
    found: dict[str, list[RunRow]] = {}
    for row in rows:
        found.setdefault(value_words(row.options.get(option)), []).append(row)
    return {words: tuple(members) for words, members in found.items()}


def value_words(value: Value) -> str:
    """An option's value as it is shown; a dash where a run has none."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def shared_grid(extents: Sequence[tuple[float, float]], view: tuple[float, float], *, log: bool) -> Floats:
    """Places in view where runs that reach so far can be compared, float64 [GRID].

    Args:
        extents: First and last place of each run, not empty.
        view: Left and right edge of the plot.
        log: Evenly apart on a logarithmic axis.
    """
    low = max(view[0], min(first for first, _ in extents))
    high = max(low, min(view[1], max(last for _, last in extents)))
    if log and low > 0:
        return np.geomspace(low, high, GRID)
    return np.linspace(low, high, GRID)


def on_grid(grid: Floats, places: Floats, values: Floats) -> Floats:
    """A run's values at the places of a grid, on the line between its points; NaN where it doesn't reach.

    Args:
        grid: float64 [k], ascending.
        places: float64 [n], ascending.
        values: float64 [n]; what is not finite is passed over.
    """
    present = np.isfinite(values)
    if not present.all():
        places, values = places[present], values[present]
    if not len(places):
        return np.full(len(grid), np.nan)
    return np.asarray(np.interp(grid, places, values, left=np.nan, right=np.nan))


def mean_and_band(grid: Floats, curves: Floats, spread: Spread) -> GroupCurve:
    """The mean of runs at each place where more than half of them have a value, and a band around it.

    Where fewer go on, a mean would jump whenever one ends.

    Args:
        grid: float64 [k].
        curves: float64 [runs, k]; NaN where a run does not reach.
        spread: What the band shows.
    """
    there = np.isfinite(curves)
    counts = there.sum(axis=0)
    enough = counts * 2 > len(curves)
    divisor = np.maximum(counts, 1)
    filled = np.where(there, curves, 0.0)
    mean = filled.sum(axis=0) / divisor
    if spread is Spread.EXTREMES:
        low, high = np.fmin.reduce(curves, axis=0), np.fmax.reduce(curves, axis=0)
    else:
        squares = (np.where(there, curves - mean, 0.0) ** 2).sum(axis=0)
        reach = np.sqrt(squares / np.maximum(counts - 1, 1))
        if spread is Spread.CONFIDENCE:
            reach = reach * _student(counts) / np.sqrt(divisor)
        low, high = mean - reach, mean + reach
    return GroupCurve(grid, *(np.where(enough, each, np.nan) for each in (mean, low, high)))


def _student(counts: np.ndarray) -> Floats:
    factors = np.array([0.0, *_T, _T_MANY])
    return np.asarray(factors[np.clip(counts - 1, 0, len(factors) - 1)])
