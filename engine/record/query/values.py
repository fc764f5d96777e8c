"""Reads the values of a filter: numbers with units, durations, moments, and from … to."""

import math
import re
import time
from dataclasses import dataclass

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*([a-z%]*)", re.IGNORECASE)
_FACTORS = {
    "": 1.0,
    "%": 0.01,
    "k": 1e3,
    "m": 1e6,
    "g": 1e9,
    "t": 1e12,
    "kib": 2.0**10,
    "mib": 2.0**20,
    "gib": 2.0**30,
    "tib": 2.0**40,
    "kb": 1e3,
    "mb": 1e6,
    "gb": 1e9,
    "tb": 1e12,
}
_SECONDS = {
    "ms": 1e-3,
    "": 1.0,
    "s": 1.0,
    "sec": 1.0,
    "m": 60.0,
    "min": 60.0,
    "h": 3600.0,
    "d": 86400.0,
    "w": 604800.0,
}
_DURATION_PART = re.compile(r"(\d+\.?\d*|\.\d+)\s*([a-z]*)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?)?)?")
_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Span:
    """From one number to another, both included."""

    low: float
    high: float


def read_number(text: str) -> float | None:
    """`0.97`, `97%`, `5k`, `256MiB`; None where it is no number."""
    match = _WITH_UNIT.fullmatch(text)
    if match is None or match[2].lower() not in _FACTORS:
        return float(text) if text.lower() in ("nan", "inf", "-inf") else None
    return float(match[1]) * _FACTORS[match[2].lower()]


def read_duration(text: str) -> float | None:
    """Seconds: `90`, `5m`, `1h30m`, `2d`, `500ms`; None where it is none."""
    parts = _DURATION_PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text.replace(" ", ""):
        return None
    if any(unit.lower() not in _SECONDS for _, unit in parts):
        return None
    return math.fsum(float(number) * _SECONDS[unit.lower()] for number, unit in parts)


def read_moment(text: str, now: float) -> Span | None:
    """The stretch of Unix time that is meant: a year, month, day or minute, or a moment so long ago.

    Args:
        text: `2026`, `2026-11`, `2026-11-01`, `2026-11-01T09:30`, `today`, `yesterday`, `7d`.
        now: Unix time, s.

    Returns:
        From its first to its last instant; None where it is no moment.
    """
    word = text.lower()
    if word in ("today", "yesterday"):
        day = time.localtime(now - (_DAY if word == "yesterday" else 0.0))
        return _stretch((day.tm_year, day.tm_mon, day.tm_mday))
    ago = read_duration(word.lstrip("-"))
    if ago is not None and not word.lstrip("-").isdecimal():
        return Span(now - ago, now - ago)
    match = _DATE.fullmatch(text)
    return None if match is None else _stretch(tuple(int(part) for part in match.groups() if part))


def _stretch(parts: tuple[int, ...]) -> Span | None:
    """Of the calendar: year, month, day, hour, minute, second, as far as given."""
    full = [*parts, *(0, 1, 1, 0, 0, 0)[len(parts) :]]
    if not (1 <= full[1] <= 12 and 1 <= full[2] <= 31 and full[3] < 24 and full[4] < 60 and full[5] < 60):
        return None
    step = {1: 0, 2: 1, 3: 2, 5: 4, 6: 5}[len(parts)]
    following = [*full]
    following[step] += 1
    try:
        return Span(_unix(full), math.nextafter(_unix(following), -math.inf))
    except (OverflowError, ValueError):
        return None


def _unix(parts: list[int]) -> float:
    year, month, day, hour, minute, second = parts
    return time.mktime((year, month, day, hour, minute, second, 0, 0, -1))  # what overflows is carried
