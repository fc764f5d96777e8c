"""The running mean of a curve that grows: only what is new is worked on."""

import numpy as np

from gui.plots.series_buffer import Floats, SeriesBuffer

_NEGLIGIBLE = 1e-17
"""A share of the past below this changes no digit of a float64."""


class RunningMean:
    """Exponential moving average without the pull of its start; a gap (NaN) stays one and is passed over.

    Source: Kingma and Ba 2014, arXiv:1412.6980, section 3 (the bias correction).
    """

    def __init__(self, weight: float) -> None:
        """Starts with nothing.

        Args:
            weight: Share of the past that is kept, from 0 (the values themselves) to below 1.
        """
        self.weight = weight
        self._means = np.empty(0)
        """With room for more at its end."""
        self._of: tuple[int, int] = (0, 0)
        self._sum = self._norm = 0.0

    def of(self, points: SeriesBuffer) -> Floats:
        """The mean at each point, float64 [n]; remembers what it knows already of the same buffer."""
        if self.weight <= 0:
            return points.values
        generation, known = self._of
        if generation != points.generation or known > len(points):
            known = 0
            self._sum = self._norm = 0.0
        if len(points) > len(self._means):
            grown = np.empty(max(len(points), 2 * len(self._means)))
            grown[:known] = self._means[:known]
            self._means = grown
        self._means[known : len(points)] = self._extend(points.values[known:])
        self._of = (points.generation, len(points))
        return self._means[: len(points)]

    def _extend(self, values: Floats) -> Floats:
        out = np.full(len(values), np.nan)
        present = np.isfinite(values)
        found = values[present]
        if len(found):
            past = self.weight ** np.arange(1, len(found) + 1)
            sums = decaying_sum(found * (1 - self.weight), self.weight) + past * self._sum
            norms = 1 - past * (1 - self._norm)
            out[present] = sums / norms
            self._sum, self._norm = float(sums[-1]), float(norms[-1])
        return out


def decaying_sum(values: Floats, weight: float) -> Floats:
    """Each value plus all before it, less by `weight` a place: y[i] = x[i] + weight * y[i - 1].

    By doubling: sums over 2m places are made from two over m places, until what is farther is negligible.

    Args:
        values: float64 [n], finite.
        weight: From 0 to below 1.

    Source: Hillis and Steele 1986, "Data parallel algorithms", CACM 29 (12) (the scan by doubling).
    """
    sums = values.copy()
    reach, share = 1, weight
    while reach < len(sums) and share > _NEGLIGIBLE:
        sums[reach:] += share * sums[:-reach].copy()
        reach, share = 2 * reach, share * share
    return sums
