"""An exponential moving average that goes on where it left off, fast enough for a million points."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_POINTS = 256
_MOST_LOG = 300.0
"""Natural logarithm of the largest factor within a block: far from overflow."""


class Smoother:
    """The average of all values so far, each weighing less the older it is.

    Source: Kingma and Ba 2014, arXiv:1412.6980, section 3 (the correction of the start's bias).
    """

    def __init__(self, weight: float) -> None:
        """Begins with nothing.

        Args:
            weight: Share of the past that is kept, above 0 and below 1.
        """
        self.weight = weight
        self._mean = 0.0
        self._count = 0

    def feed(self, values: Floats) -> Floats:
        """The average after each value, float64 [n]. A gap (NaN) stays one and is passed over."""
        known = np.isfinite(values)
        out = np.full(len(values), np.nan)
        fresh = values[known]
        if len(fresh):
            means = _scan(fresh, self.weight, self._mean)
            counts = np.arange(self._count + 1, self._count + len(fresh) + 1, dtype=np.float64)
            out[known] = means / -np.expm1(counts * math.log(self.weight))
            self._mean = float(means[-1])
            self._count += len(fresh)
        return out


def _scan(values: Floats, weight: float, before: float) -> Floats:
    """`mean = weight * mean + (1 - weight) * value`, after each value, without a loop over them.

    Within a block the recurrence is a sum of values over falling powers of the weight; only the means at
    the blocks' ends are carried on one by one.
    """
    size = max(1, min(_MOST_POINTS, int(_MOST_LOG / -math.log(weight))))
    num_blocks = -(-len(values) // size)
    padded = np.zeros(num_blocks * size)
    padded[: len(values)] = values
    powers = weight ** np.arange(size)
    local = (1 - weight) * powers * np.cumsum(padded.reshape(num_blocks, size) / powers, axis=1)
    carried = np.empty(num_blocks)
    for block, end in enumerate(local[:, -1].tolist()):
        carried[block] = before
        before = weight**size * before + end
    means = local + carried[:, None] * (powers * weight)
    return np.asarray(means.ravel()[: len(values)], np.float64)
