"""What an option takes in a sweep: values in a grid, values at random, and whether they are whole. Pure."""

import math
from random import Random
from typing import Any

from engine.lab.sweep.record import Range, Sweep
from engine.spec.fields import bare, fields_at
from engine.spec.run import RunSpec

Values = tuple[Any, ...] | Range


def options_of(sweep: Sweep) -> dict[str, Values]:
    """Dotted field to its values; a range of an option that is a whole number holds whole numbers alone.

    Lists come before ranges, as in the file that is written of a sweep: draws rest on the order.
    """
    whole = {
        key: one.model_copy(update={"integer": True}) if isinstance(one, Range) and is_whole(key) else one
        for key, one in sweep.vary.items()
    }
    return dict(sorted(whole.items(), key=lambda item: isinstance(item[1], Range)))


def is_whole(key: str) -> bool:
    """Whether a field of the spec is a whole number; False where only a person's own code knows it."""
    types = [bare(field.annotation)[0] for field in fields_at(RunSpec, tuple(key.split(".")))]
    return int in types and float not in types


def grid_values(values: Values) -> tuple[Any, ...]:
    """What a grid takes of them; nothing of a range that says neither a step nor points."""
    if not isinstance(values, Range):
        return values
    if values.step is not None:
        count = math.floor((values.high - values.low) / values.step + 1e-9) + 1
        found = [values.low + number * values.step for number in range(count)]
    elif values.points is not None:
        shares = [number / (values.points - 1) for number in range(values.points)]
        found = [_at(values, share) for share in shares]
    else:
        return ()
    return tuple(dict.fromkeys(_plain(values, one) for one in found))


def ends(values: Values) -> tuple[Any, ...]:
    """All values, or the two ends of a range."""
    if not isinstance(values, Range):
        return values
    return _plain(values, values.low), _plain(values, values.high)


def draw(values: Values, random: Random) -> Any:
    """One of them."""
    if not isinstance(values, Range):
        return values[random.randrange(len(values))]
    if values.step is not None:
        steps = grid_values(values)
        return steps[random.randrange(len(steps))]
    if values.integer and values.scale == "linear":
        return random.randint(round(values.low), round(values.high))
    return _plain(values, _at(values, random.random()))


def _at(values: Range, share: float) -> float:
    """The value at a share of the scale, from 0 to 1."""
    if values.scale == "log":
        low, high = math.log(values.low), math.log(values.high)
        found = math.exp(low + (high - low) * share)
    else:
        found = values.low + (values.high - values.low) * share
    return min(max(found, values.low), values.high)


def _plain(values: Range, value: float) -> int | float:
    """A whole number, or one of as many digits as a person would read."""
    return round(value) if values.integer else min(max(float(f"{value:.6g}"), values.low), values.high)
