"""The trials of a sweep that are known beforehand, and what a trial's run is asked. Pure."""

from collections.abc import Mapping
from itertools import product
from math import prod
from random import Random
from typing import Any

from engine.lab.sweep.record import Sweep
from engine.lab.sweep.values import draw, grid_values, options_of
from engine.lab.tables import Changes
from engine.spec.changes import apply_changes
from engine.spec.run import RunSpec
from engine.spec.wording import show

DEFAULT_TRIALS = 20
MOST_TRIALS = 10_000
_DRAWS = 30
"""A draw that was made before is made again, so often at most: then few combinations are left."""


def num_trials(sweep: Sweep) -> int:
    """How many there are."""
    if sweep.method != "grid":
        return sweep.trials or DEFAULT_TRIALS
    return prod(len(grid_values(values)) for values in options_of(sweep).values())


def known_trials(sweep: Sweep) -> tuple[Changes, ...]:
    """What each trial changes: all of a grid or of random draws; none where each rests on those before."""
    options = options_of(sweep)
    if sweep.method == "grid":
        each = product(*(grid_values(values) for values in options.values()))
        return tuple(dict(zip(options, values, strict=True)) for values in each)
    if sweep.method == "optuna":
        return ()
    random, drawn, seen = Random(sweep.seed), [], set()
    for _ in range(num_trials(sweep)):
        for _ in range(_DRAWS):
            one = {key: draw(values, random) for key, values in options.items()}
            if repr(one) not in seen:
                break
        seen.add(repr(one))
        drawn.append(one)
    return tuple(drawn)


def build_spec_of(sweep: Sweep, number: int, changes: Changes) -> RunSpec:
    """What the run of a trial is asked.

    Args:
        sweep: What is asked.
        number: Of the trial, from 1.
        changes: Dotted field to its value.

    Raises:
        SpecError: The changes do not go together.
    """
    spec = apply_changes(sweep.spec, dict(changes))
    return spec.model_copy(update={"name": f"{sweep.name} {number}"})


def describe_changes(changes: Mapping[str, Any]) -> str:
    """`learning_rate 0.01, micro_batch_size 64`."""
    words = []
    for key, value in changes.items():
        part, _, last = key.rpartition(".")
        name = f"{part.rpartition('.')[2]} {last}" if last == "kind" else last
        shown = f"{value:g}" if isinstance(value, float) else show(value)
        words.append(f"{name} {value if isinstance(value, str) else shown}")
    return ", ".join(words)
