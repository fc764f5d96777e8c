"""What is tried: grids, random draws, Optuna's; in order, and the same each time."""

import numpy as np
import pytest

from engine.errors import PlanError
from engine.lab.sweep.check import check_sweep
from engine.lab.sweep.estimate import estimate_sweep
from engine.lab.sweep.propose import Proposer, Tried
from engine.lab.sweep.record import Range, Sweep
from engine.lab.sweep.stopping import Curve
from engine.lab.sweep.trials import build_spec_of, describe_changes, known_trials, num_trials
from engine.lab.tables import Changes
from tests.engine.plan.machines import machine
from tests.running import small_spec

RATE, BATCH = "training.optimizer.learning_rate", "training.micro_batch_size"
SPEC = small_spec(strategy="single", devices=1)


def sweep(**fields: object) -> Sweep:
    return Sweep.model_validate({"spec": SPEC} | fields)


def test_that_a_grid_is_every_combination_in_order() -> None:
    one = sweep(
        vary={
            RATE: Range(low=0.001, high=0.1, scale="log", points=3),
            BATCH: Range(low=8, high=20, step=8),
        }
    )
    rates = [0.001, 0.01, 0.1]
    assert known_trials(one) == tuple({RATE: rate, BATCH: batch} for rate in rates for batch in (8, 16))
    mixed = sweep(vary={RATE: Range(low=0.001, high=0.1, points=2), BATCH: (8,)})
    assert list(known_trials(mixed)[0]) == [BATCH, RATE]
    assert num_trials(one) == 6
    assert isinstance(known_trials(one)[0][BATCH], int)


def test_that_random_draws_rest_on_the_seed_alone_and_keep_to_their_ranges() -> None:
    vary = {RATE: Range(low=1e-5, high=0.1, scale="log"), BATCH: Range(low=8, high=64), "name": ("a", "b")}
    one = sweep(method="random", trials=200, vary=vary)
    drawn = known_trials(one)
    assert drawn == known_trials(one) != known_trials(one.model_copy(update={"seed": 1}))
    rates = [changes[RATE] for changes in drawn]
    assert all(1e-5 <= rate <= 0.1 for rate in rates)
    assert 0.3 < np.mean([rate < 1e-3 for rate in rates]) < 0.7  # half of four factors of ten
    assert {type(changes[BATCH]) for changes in drawn} == {int}
    assert {changes["name"] for changes in drawn} == {"a", "b"}


def test_that_few_combinations_are_not_drawn_twice() -> None:
    one = sweep(method="random", trials=4, vary={BATCH: (8, 16), "training.seed": (0, 1)})
    assert len({describe_changes(changes) for changes in known_trials(one)}) == 4


def test_that_every_combination_is_planned_before_the_first_starts() -> None:
    one = sweep(vary={"devices.count": (1, 2), BATCH: (8, 16)})
    problems = check_sweep(one, machine(cores=4))
    assert problems and all(one.sentence.startswith("With count 2, micro_batch_size 8: ") for one in problems)
    assert check_sweep(sweep(vary={BATCH: (8, 16)}), machine(cores=4)) == ()


def test_that_it_says_how_many_runs_and_how_long_at_most() -> None:
    one = sweep(vary={BATCH: (8, 16, 32)}, at_once=2)
    assert estimate_sweep(one).sentence == "3 runs, 2 at once; how long is known once one has ended"
    limited = one.model_copy(update={"max_seconds": 57.0})
    assert estimate_sweep(limited).sentence == "3 runs, 2 at once, at most 60 s"
    training = SPEC.training.model_copy(update={"max_seconds": 57.0})
    each = one.model_copy(update={"spec": SPEC.model_copy(update={"training": training})})
    assert estimate_sweep(each).most_seconds == 2 * 60 + 8


def test_that_a_trial_is_the_base_with_its_changes() -> None:
    spec = build_spec_of(sweep(vary={BATCH: (8,)}), 3, {BATCH: 8})
    assert (spec.name, spec.training.micro_batch_size, spec.model) == ("sweep 3", 8, SPEC.model)


def test_that_a_missing_optuna_is_a_problem_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.lab.sweep.propose.find_spec", lambda name: None)
    with pytest.raises(PlanError) as caught:
        check_sweep(sweep(method="optuna", vary={BATCH: (8, 16)}), machine())
    assert caught.value.field == "method" and "pip install 'paraloom[optuna]'" in caught.value.mend


def test_that_optuna_learns_and_says_the_same_to_the_same_question() -> None:
    pytest.importorskip("optuna")
    one = sweep(
        method="optuna",
        trials=40,
        vary={
            RATE: Range(low=1e-5, high=0.1, scale="log"),
            BATCH: Range(low=8, high=30, step=8),
            "training.freeze": ([], ["0"]),
        },
    )
    proposer, tried = Proposer(one), list[Tried]()

    def good(changes: Changes) -> float:
        return -abs(float(np.log10(changes[RATE])) + 3) - len(changes["training.freeze"])

    for number in range(1, 41):
        changes = proposer.changes(number, tried)
        assert changes == Proposer(one).changes(number, tried)
        assert 1e-5 <= changes[RATE] <= 0.1 and changes[BATCH] in (8, 16, 24)
        build_spec_of(one, number, changes)
        curve = Curve(np.array([1, 2]), np.array([good(changes) - 1, good(changes)]))
        is_early = number % 5 == 0
        tried.append(Tried(changes, curve, is_over=number != 38, is_whole=not is_early))
    first, last = ([good(one.changes) for one in part] for part in (tried[:10], tried[-10:]))
    assert np.mean(last) > np.mean(first)
