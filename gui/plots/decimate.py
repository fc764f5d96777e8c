"""What of a long curve a plot of some width can show."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def keep_extremes(values: Floats, num_blocks: int) -> NDArray[np.intp]:
    """The places of the least and the greatest value of each block, in order, and of the last value.

    Args:
        values: float64 [n]; NaN is a gap: chosen only where a whole block has nothing else.
        num_blocks: Blocks at most.

    Returns:
        At most 2 * num_blocks + 1 places, ascending; all of them where there are no more values than that.
    """
    if len(values) <= 2 * num_blocks:
        return np.arange(len(values))
    size = -(-len(values) // num_blocks)
    num_whole = len(values) // size
    blocks = values[: num_whole * size].reshape(num_whole, size)
    gaps = np.isnan(blocks)
    low = np.where(gaps, np.inf, blocks).argmin(1)
    high = np.where(gaps, -np.inf, blocks).argmax(1)
    starts = np.arange(num_whole) * size
    tail = values[num_whole * size :]
    ends = [len(values) - 1]
    if len(tail) and not np.isnan(tail).all():
        ends += [num_whole * size + int(np.nanargmin(tail)), num_whole * size + int(np.nanargmax(tail))]
    return np.unique(np.concatenate([starts + low, starts + high, ends]))


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
