"""Ways to smooth the values of a whole curve, before anything of it is left out."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from gui.plots.series_buffer import Floats
from gui.plots.smoothing import decaying_sum

_BLOCK = 8192
"""Medians at one go: their windows are then a few megabytes."""
_DEGREE = 2


class Smoother(StrEnum):
    """The ways there are."""

    NONE = "none"
    AVERAGE = "average"
    """Exponential moving average."""
    MEDIAN = "median"
    POLYNOMIAL = "polynomial"
    """Savitzky and Golay: a parabola through the neighbours of each value."""


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How curves are smoothed."""

    kind: Smoother = Smoother.NONE
    width: int = 1
    """Values that have a part in each smoothed one; of an average, about two thirds of the weight."""


def smooth(values: Floats, smoothing: Smoothing) -> Floats:
    """The smoothed values, float64 [n]; what is not finite stays a gap and is passed over.

    Source: Savitzky and Golay 1964, Analytical Chemistry 36 (8); for the average, Kingma and Ba 2014,
    arXiv:1412.6980, section 3 (the bias correction).
    """
    present = np.isfinite(values)
    found = values[present]
    if smoothing.kind is Smoother.NONE or smoothing.width <= 1 or not len(found):
        return values
    out = np.full(len(values), np.nan)
    match smoothing.kind:
        case Smoother.AVERAGE:
            out[present] = _average(found, 1 - 1 / smoothing.width)
        case Smoother.MEDIAN:
            out[present] = _median(found, smoothing.width // 2)
        case _:
            out[present] = _polynomial(found, smoothing.width // 2)
    return out


def _average(values: Floats, weight: float) -> Floats:
    norms = 1 - weight ** np.arange(1, len(values) + 1)
    return np.asarray(decaying_sum(values * (1 - weight), weight) / norms)


def _median(values: Floats, reach: int) -> Floats:
    """Of each value and as many on both sides of it; fewer near the ends: nothing is made up."""
    reach = min(reach, (len(values) - 1) // 2)
    out = values.copy()
    windows = sliding_window_view(values, 2 * reach + 1)
    for first in range(0, len(windows), _BLOCK):
        block = windows[first : first + _BLOCK]
        out[reach + first : reach + first + len(block)] = np.median(block, axis=1)
    for place in range(1, reach):
        out[place] = np.median(values[: 2 * place + 1])
        out[-1 - place] = np.median(values[-2 * place - 1 :])
    return out


def _polynomial(values: Floats, reach: int) -> Floats:
    """The middle of the parabola that fits a value and its neighbours best; at the ends, that of the last."""
    reach = min(reach, (len(values) - 1) // 2)
    if 2 * reach < _DEGREE:
        return values
    places = np.arange(-reach, reach + 1) / reach
    powers = places[:, np.newaxis] ** np.arange(_DEGREE + 1)
    fit = np.linalg.pinv(powers)  # [3, 2 * reach + 1]: the coefficients that values lead to
    out = np.convolve(values, fit[0][::-1], "same")
    window = 2 * reach + 1
    out[:reach] = powers[:reach] @ (fit @ values[:window])
    out[len(out) - reach :] = powers[reach + 1 :] @ (fit @ values[-window:])
    return out
