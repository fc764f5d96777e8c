"""Where an axis has its ticks, and what stands at them."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, log10

from gui.plots.figure_words import figure_words

_MOST_DIGITS = 1e-13
"""Ticks closer than this share of their figures cannot be told apart."""
_LEAST_POWER, _MOST_POWER = -300, 300
_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3600, 86_400
_CLOCK_SPACINGS = (
    *(_SECOND * each for each in (1, 2, 5, 10, 15, 30)),
    *(_MINUTE * each for each in (1, 2, 5, 10, 15, 30)),
    *(_HOUR * each for each in (1, 2, 3, 6, 12)),
    *(_DAY * each for each in (1, 2, 7, 14, 28, 91, 182, 364)),
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis; without words it is a fainter one between two others."""

    place: float
    words: str = ""


def figure_ticks(
    low: float, high: float, most: float, *, short: bool = False, whole: bool = False
) -> list[Tick]:
    """Round figures, 1, 2 or 5 times a power of ten apart.

    Args:
        low: One end of the axis.
        high: The other.
        most: How many have room.
        short: 8k for 8,000 where nothing is lost.
        whole: Only whole numbers, for what is counted.
    """
    spacing = _spacing(low, high, most)
    if whole:
        spacing = max(1.0, spacing)
    if not spacing or spacing < max(abs(low), abs(high)) * _MOST_DIGITS:
        return []
    numbers = range(ceil(low / spacing - 1e-9), floor(high / spacing + 1e-9) + 1)
    return [Tick(spacing * each, figure_words(spacing * each, spacing, short=short)) for each in numbers]


def log_ticks(low: float, high: float, most: float) -> list[Tick]:
    """Powers of ten, with fainter ticks between them; round figures where not even ten times fits.

    Args:
        low: Logarithm to base 10 of one end.
        high: Of the other.
        most: How many have room.
    """
    low, high = max(low, _LEAST_POWER), min(high, _MOST_POWER)
    if high - low < 1.0:
        ticks = figure_ticks(10.0**low, 10.0**high, most, short=True)
        return [Tick(log10(tick.place), tick.words) for tick in ticks if tick.place > 0]
    apart = max(1, ceil((high - low) / max(1.0, most)))
    named = (1, 2, 5) if (high - low) * 4 <= most else (1,)
    ticks = []
    for power in range(floor(low), ceil(high) + 1):
        for digit in range(1, 10) if apart == 1 else (1,):
            place = power + log10(digit)
            if low <= place <= high:
                has_words = digit in named and power % apart == 0
                ticks.append(Tick(place, figure_words(digit * 10.0**power, short=True) if has_words else ""))
    return ticks


def clock_ticks(low: float, high: float, most: float) -> list[Tick]:
    """Times of day here and, where a day begins, its date.

    Args:
        low: One end, Unix time in s.
        high: The other.
        most: How many have room.
    """
    closest = (high - low) / max(1.0, most)
    if closest <= 0:
        return []
    spacing = next((each for each in _CLOCK_SPACINGS if each >= closest), _CLOCK_SPACINGS[-1])
    zone = datetime.fromtimestamp(low).astimezone().utcoffset()
    offset = zone.total_seconds() if zone is not None else 0.0
    numbers = range(ceil((low + offset) / spacing), floor((high + offset) / spacing) + 1)
    places = [each * spacing - offset for each in numbers]
    return [Tick(place, clock_words(place, spacing)) for place in places]


def clock_words(when: float, spacing: float = 1.0) -> str:
    """A time of day, or the date where it is midnight and seconds do not matter.

    Args:
        when: Unix time in s.
        spacing: To the next tick, in s: no seconds are told where it is a minute or more.
    """
    moment = datetime.fromtimestamp(when)
    if spacing >= _MINUTE and moment.hour == moment.minute == 0:
        return f"{moment:%m-%d}"
    return f"{moment:%H:%M}" if spacing >= _MINUTE else f"{moment:%H:%M:%S}"


def _spacing(low: float, high: float, most: float) -> float:
    """From tick to tick: the least round figure that leaves each its room; 0 where there is no length."""
    closest = (high - low) / max(1.0, most)
    if closest <= 0:
        return 0.0
    power = 10.0 ** floor(log10(closest))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= closest * 0.999)
