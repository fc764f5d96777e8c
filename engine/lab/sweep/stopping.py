"""Whether a trial ends before its time, from its own curve and those of the others. Pure.

The median rule is that of Google Vizier (Golovin et al. 2017, section 3.2.2), with the best value so far on
both sides. Halving is asynchronous: a trial is held against those that came to its rung before it (ASHA, Li
et al. 2018, arXiv:1810.05934).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from engine import counts
from engine.lab.sweep.record import EarlyStopping, Objective


@dataclass(frozen=True, slots=True)
class Curve:
    """What a trial's objective was so far."""

    steps: NDArray[np.int64]
    """int64 [points], rising."""
    values: NDArray[np.float64]
    """float64 [points]."""

    def best_until(self, step: int, objective: Objective) -> float | None:
        """The best value up to a step; None where it has none, NaN where none is a number."""
        found = self.values[self.steps <= step]
        if not len(found):
            return None
        numbers = found[~np.isnan(found)]
        if not len(numbers):
            return float("nan")
        return float(numbers.max() if objective.maximizes else numbers.min())

    def reaches(self, step: int) -> bool:
        """Whether it has a value at that step or later."""
        return bool(len(self.steps)) and int(self.steps[-1]) >= step

    def last(self) -> float | None:
        """The newest value."""
        return float(self.values[-1]) if len(self.values) else None


NO_CURVE = Curve(np.empty(0, np.int64), np.empty(0, np.float64))
"""Of a trial that has no value yet."""


def value_of(curve: Curve, objective: Objective) -> float | None:
    """What counts of a trial; None where it has no value."""
    if objective.value == "last" or not len(curve.steps):
        return curve.last()
    return curve.best_until(int(curve.steps[-1]), objective)


def rung_of(rule: EarlyStopping, step: int) -> int | None:
    """The last rung of halving at or before a step, in steps; None before the first."""
    if step < rule.min_steps:
        return None
    rung = rule.min_steps
    while rung * rule.reduction <= step:
        rung *= rule.reduction
    return rung


def why_stop(rule: EarlyStopping, objective: Objective, curve: Curve, others: Sequence[Curve]) -> str:
    """Why a trial is to end now; empty where it goes on.

    Args:
        rule: When trials end early.
        objective: What is sought.
        curve: The trial's own.
        others: Those of all other trials, over or not.
    """
    if rule.rule == "none" or not len(curve.steps) or int(curve.steps[-1]) < rule.min_steps:
        return ""
    if rule.rule == "median":
        return _below_median(rule, objective, curve, others)
    return _not_promoted(rule, objective, curve, others)


def _below_median(rule: EarlyStopping, objective: Objective, curve: Curve, others: Sequence[Curve]) -> str:
    step = int(curve.steps[-1])
    found = _numbers([one.best_until(step, objective) for one in others if one.reaches(step)])
    if len(found) < rule.min_trials:
        return ""
    ours, middle = curve.best_until(step, objective), median(found)
    if ours is None or not objective.is_better(middle, ours):
        return ""
    return (
        f"Stopped early: after {counts.steps(step)} its {objective.metric} of {ours:.4g} is worse than "
        f"{middle:.4g}, the median of {len(found)} other trials."
    )


def _not_promoted(rule: EarlyStopping, objective: Objective, curve: Curve, others: Sequence[Curve]) -> str:
    rung = rung_of(rule, int(curve.steps[-1]))
    assert rung is not None
    at = int(curve.steps[np.searchsorted(curve.steps, rung)])
    ours = curve.best_until(at, objective)
    found = _numbers([_at_rung(one, rung, objective) for one in others if one.reaches(rung)])
    places = max(1, (len(found) + 1) // rule.reduction)
    if ours is None or sum(objective.is_better(one, ours) for one in found) < places:
        return ""
    return (
        f"Stopped early: at the rung of {counts.steps(rung)} its {objective.metric} of {ours:.4g} is not "
        f"among the best {places} of {len(found) + 1} trials."
    )


def _at_rung(curve: Curve, rung: int, objective: Objective) -> float | None:
    return curve.best_until(int(curve.steps[np.searchsorted(curve.steps, rung)]), objective)


def _numbers(values: Sequence[float | None]) -> list[float]:
    """Without those that are none; a NaN is worse than all and stays."""
    return [value for value in values if value is not None]
