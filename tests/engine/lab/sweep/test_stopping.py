"""When a trial ends early: by the median of the others, and at rungs."""

import numpy as np
import pytest

from engine.lab.sweep.record import EarlyStopping, Objective
from engine.lab.sweep.stopping import NO_CURVE, Curve, rung_of, value_of, why_stop

ACCURACY, LOSS = Objective(), Objective(metric="eval_loss")


def curve(*values: float, every: int = 10) -> Curve:
    return Curve(np.arange(1, len(values) + 1) * every, np.array(values, dtype=float))


OTHERS = [curve(0.5, 0.7, 0.9), curve(0.4, 0.6, 0.8), curve(0.3, 0.5, 0.6)]
MEDIAN = EarlyStopping(rule="median", min_steps=20)


def test_that_the_median_ends_who_is_worse_at_its_step() -> None:
    why = why_stop(MEDIAN, ACCURACY, curve(0.1, 0.2), OTHERS)
    assert why == (
        "Stopped early: after 20 steps its eval_accuracy of 0.2 is worse than 0.6, "
        "the median of 3 other trials."
    )
    assert why_stop(MEDIAN, ACCURACY, curve(0.1, 0.6), OTHERS) == ""
    assert why_stop(MEDIAN, ACCURACY, curve(0.7, 0.2), OTHERS) == ""  # its best counts
    assert why_stop(MEDIAN, LOSS, curve(0.1, 0.2), OTHERS) == ""


def test_that_none_ends_too_early_or_against_too_few() -> None:
    assert why_stop(MEDIAN, ACCURACY, curve(0.1), OTHERS) == ""
    assert why_stop(MEDIAN, ACCURACY, NO_CURVE, OTHERS) == ""
    assert why_stop(MEDIAN, ACCURACY, curve(0.1, 0.2), OTHERS[:1]) == ""
    assert why_stop(MEDIAN, ACCURACY, curve(0.1, 0.2), [curve(0.9), curve(0.9)]) == ""  # not as far
    assert why_stop(EarlyStopping(), ACCURACY, curve(0.1, 0.2), OTHERS) == ""


def test_that_a_loss_that_is_no_number_is_worse_than_any() -> None:
    assert "nan" in why_stop(MEDIAN, LOSS, curve(np.nan, np.nan), OTHERS)
    assert why_stop(MEDIAN, LOSS, curve(0.35, np.nan), OTHERS) == ""


@pytest.mark.parametrize(("step", "rung"), [(9, None), (10, 10), (29, 10), (30, 30), (95, 90)])
def test_that_rungs_are_ever_further_apart(step: int, rung: int | None) -> None:
    assert rung_of(EarlyStopping(rule="halving", min_steps=10), step) == rung


def test_that_halving_keeps_the_best_of_a_rung() -> None:
    rule = EarlyStopping(rule="halving", min_steps=10, reduction=3)
    assert why_stop(rule, ACCURACY, curve(0.1), []) == ""
    assert why_stop(rule, ACCURACY, curve(0.6), OTHERS) == ""
    why = why_stop(rule, ACCURACY, curve(0.45), OTHERS)
    assert why.endswith(
        "at the rung of 10 steps its eval_accuracy of 0.45 is not among the best 1 of 4 trials."
    )
    five = [*OTHERS, curve(0.2), curve(0.1)]
    assert why_stop(rule, ACCURACY, curve(0.45), five) == ""  # two of six go on


def test_that_of_a_trial_counts_its_last_value_or_its_best() -> None:
    best = Objective(value="best")
    assert value_of(curve(0.9, 0.8), ACCURACY) == 0.8
    assert value_of(curve(0.9, 0.8), best) == 0.9
    assert value_of(curve(0.9, 0.8), Objective(metric="eval_loss", value="best")) == 0.8
    assert value_of(NO_CURVE, best) is None
