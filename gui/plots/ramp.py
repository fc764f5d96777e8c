"""Colours for values from least to greatest, told apart by every kind of eye, on light and dark ground."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from gui.plots.series_buffer import Floats

_STOPS = ("#4A6FC0", "#7D6CB8", "#B4649C", "#D36A6B", "#D98632")
"""Blue to orange, ever lighter: who sees no red or no green has an order, too."""
_SHADES = 32


def ramp_colours(places: Floats, nowhere: str) -> tuple[str, ...]:
    """A colour for each place.

    Args:
        places: float64 [n]; NaN: there is none.
        nowhere: The colour for these.
    """
    there = np.isfinite(places)
    if not there.any():
        return (nowhere,) * len(places)
    low, high = float(places[there].min()), float(places[there].max())
    shares = np.where(there, places - low, 0.0) / ((high - low) or 1.0)
    shades, numbers = ramp(), np.round(shares * (_SHADES - 1)).astype(np.intp).tolist()
    return tuple(
        shades[number] if is_there else nowhere
        for number, is_there in zip(numbers, there.tolist(), strict=True)
    )


@lru_cache(maxsize=1)
def ramp() -> Sequence[str]:
    """All shades, from the least to the greatest."""
    stops = np.array([[int(stop[place : place + 2], 16) for place in (1, 3, 5)] for stop in _STOPS], float)
    at = np.linspace(0, len(stops) - 1, _SHADES)
    channels = [np.interp(at, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    shades = np.column_stack(channels).round().astype(int).tolist()
    return tuple(f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in shades)
