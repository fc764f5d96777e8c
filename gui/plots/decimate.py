"""What of a long curve a plot of some width can show."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def visible_slice(x: Floats, low: float, high: float) -> slice:
    """The points between two places, and one more on each side so that the line goes on to the edge.

    Args:
        x: float64 [n], ascending.
        low: Left edge.
        high: Right edge.
    """
    first = max(0, int(np.searchsorted(x, low, side="left")) - 1)
    last = int(np.searchsorted(x, high, side="right")) + 1
    return slice(first, min(len(x), last))


def find_places(column: Floats, wanted: Floats) -> NDArray[np.intp]:
    """What `numpy.searchsorted` finds, tried first where it is if the points are evenly apart.

    Args:
        column: float64 [n], ascending, not empty.
        wanted: float64 [k], ascending.
    """
    first, last, count = float(column[0]), float(column[-1]), len(column)
    if last > first:
        guess = np.ceil((wanted - first) * ((count - 1) / (last - first)) - 1e-6)
        found = np.clip(guess, 0, count).astype(np.intp)
        follows = wanted <= column[np.minimum(found, count - 1)]
        follows |= found == count
        leads = column[np.maximum(found - 1, 0)] < wanted
        leads |= found == 0
        if (follows & leads).all():
            return found
    return np.searchsorted(column, wanted)
