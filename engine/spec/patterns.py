"""Parameters by pattern, and patterns with a number: `layer4.*: 2`."""

import math
from dataclasses import dataclass
from fnmatch import fnmatchcase

from engine.spec.wording import show


@dataclass(frozen=True, slots=True)
class PatternNumber:
    """A pattern of parameters' names, and what belongs to them."""

    pattern: str
    number: float


def fits_pattern(name: str, pattern: str) -> bool:
    """Whether a parameter belongs to the layer of that name, or its own name has that pattern."""
    return fnmatchcase(name, pattern) or name.startswith(f"{pattern}.")


def read_pattern_number(text: str) -> PatternNumber:
    """Pattern and number of `PATTERN: NUMBER`.

    Raises:
        ValueError: It is none, or the number is negative; the words say so.
    """
    pattern, colon, number = (part.strip() for part in text.rpartition(":"))
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not colon or not pattern or not math.isfinite(value) or value < 0:
        raise ValueError(
            f"{show(text)} is no pattern with a number from 0 on; write PATTERN: NUMBER, as layer4.*: 2."
        )
    return PatternNumber(pattern, value)
