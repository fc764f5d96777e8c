"""Stretches of axes to which a person restricts runs. Free of Qt."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gui.models.run_axis import RunAxis

Brush = tuple[float, float]
"""Least and greatest place."""
Brushes = Mapping[str, Brush]
"""By the name of the axis."""


def within(axes: Sequence[RunAxis], brushes: Brushes) -> NDArray[np.bool_]:
    """Which runs lie in all brushes, bool [runs]; who has nothing on a brushed axis does not.

    Args:
        axes: Not empty.
        brushes: Of any of these axes.
    """
    kept = np.ones(len(axes[0].places), np.bool_)
    for axis in axes:
        if axis.name in brushes:
            low, high = brushes[axis.name]
            kept &= (axis.places >= low) & (axis.places <= high)
    return kept


def nudged(brush: Brush | None, extent: Brush, *, by: float = 0.0, wider: float = 0.0) -> Brush:
    """A brush moved or widened, as far as its axis goes; where there is none, the half it is moved to.

    Args:
        brush: As it was.
        extent: Both ends of the axis.
        by: Share of the axis that it moves by.
        wider: Share of the axis that it grows by at each end; shrinks where negative.
    """
    low, high = extent
    length = high - low
    if brush is None:
        middle = low + length / 2
        return (low, middle) if by < 0 else (middle, high)
    first, last = brush[0] - wider * length, brush[1] + wider * length
    if last < first:
        first = last = (first + last) / 2
    move = min(max(by * length, low - first), high - last) if by and last - first <= length else 0.0
    return max(low, first + move), min(high, last + move)
