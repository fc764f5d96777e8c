"""What a resume may change, and what it may not: without a run."""

from typing import Any

import pytest

from engine.errors import Problem, Severity
from engine.models import model_for
from engine.planning import plan_run
from engine.same_training import (
    Attempt,
    check_limit,
    check_options,
    check_steps,
    describe_change,
    keep_devices,
)
from engine.spec import CnnSpec, MlpSpec, RunSpec, SyntheticImagesSpec
from engine.spec.toml import apply_changes
from tests.engine.plan.machines import machine

BATCH_NORM = CnnSpec(channels=(4,), hidden=8, batch_norm=True)


def attempt(**changes: Any) -> Attempt:
    """An attempt on a machine of four cores; `strategy__kind` is `strategy.kind`."""
    dotted = {name.replace("__", "."): value for name, value in changes.items()}
    spec = apply_changes(RunSpec(model=MlpSpec(hidden=(16, 16))), dotted)
    plan = plan_run(spec, machine()).plan
    assert plan is not None
    return spec, plan


ALONE = attempt()


def check(before: Attempt, after: Attempt) -> list[Problem]:
    spec = after[0]
    return [
        *check_options("it", before[0], spec),
        *check_steps("it", before, after, model_for(spec)),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"strategy__kind": "ddp", "devices__count": 2, "training__micro_batch_size": 16},
        {"strategy__kind": "data_parallel", "devices__count": 4, "training__micro_batch_size": 8},
        {"strategy__kind": "pipeline", "devices__count": 2},
        {"strategy__kind": "tensor_parallel", "devices__count": 4},
        {"strategy__kind": "hsdp", "devices__count": 4, "training__micro_batch_size": 8},
        {"training__micro_batch_size": 8, "training__grad_accum_steps": 4},
        {"training__max_epochs": 20, "training__optimizer__learning_rate": 1e-4},
    ],
    ids=lambda changes: "-".join(map(str, changes.values())),
)
def test_that_what_leaves_the_training_the_same_may_change(changes: dict[str, Any]) -> None:
    assert not check(ALONE, attempt(**changes))


@pytest.mark.parametrize(
    ("changes", "words", "mend"),
    [
        ({"model__hidden": [8]}, "model cannot change", "new run"),
        ({"training__seed": 1}, "training.seed cannot change", "new run"),
        ({"training__precision": "fp64"}, "training.precision cannot change", "new run"),
        (
            {"strategy__kind": "ddp", "devices__count": 2},
            "takes 32 samples; with these changes it would take 64",
            "Set training.micro_batch_size to 16, too.",
        ),
        (
            {"strategy__kind": "ddp", "devices__count": 3},
            "it would take 96",
            "whose product divides it",
        ),
        ({"training__grad_accum_steps": 2}, "it would take 64", "to 16"),
        (
            {"strategy__kind": "fsdp", "strategy__reduce_precision": "bf16"},
            'strategy.reduce_precision of it is "same"',
            "new run",
        ),
    ],
)
def test_that_another_training_is_refused(changes: dict[str, Any], words: str, mend: str) -> None:
    (problem,) = check(ALONE, attempt(**changes))
    assert "another training" in problem.sentence
    assert words in problem.sentence
    assert mend in problem.mend


@pytest.mark.parametrize(
    "changes",
    [
        {"model__hidden": [8], "training__seed": 1, "training__optimizer__kind": "sgd"},
        {"strategy__kind": "ddp", "devices__count": 2},
        {"strategy__kind": "fsdp", "strategy__reduce_precision": "bf16"},
    ],
    ids=lambda changes: "-".join(map(str, changes)),
)
def test_that_what_is_refused_is_mended_by_a_click(changes: dict[str, Any]) -> None:
    spec, _ = attempt(**changes)
    for problem in check(ALONE, attempt(**changes)):
        assert problem.fix is not None
        spec = apply_changes(spec, problem.fix.changes)
    plan = plan_run(spec, machine()).plan
    assert plan is not None
    assert not check(ALONE, (spec, plan))


def test_that_batch_norm_has_to_see_the_same_samples_together() -> None:
    one = attempt(model=BATCH_NORM)
    two = {"model": BATCH_NORM, "strategy__kind": "ddp", "devices__count": 2}
    shared = attempt(**two, strategy__sync_batch_norm=True, training__micro_batch_size=16)
    assert not check(one, shared)
    assert not check(shared, one)
    apart = attempt(**two, training__micro_batch_size=16)
    assert not check(apart, attempt(**(two | {"strategy__kind": "zero"}), training__micro_batch_size=16))
    in_parts = attempt(model=BATCH_NORM, training__micro_batch_size=16, training__grad_accum_steps=2)
    for before, after in ((one, apart), (apart, one), (one, in_parts), (apart, in_parts)):
        (problem,) = check(before, after)
        assert "BatchNorm of it sees" in problem.sentence
    (problem,) = check(one, apart)
    assert problem.fix is not None
    assert problem.fix.changes == {"strategy.sync_batch_norm": True}


def test_that_other_data_are_refused() -> None:
    after = attempt(data=SyntheticImagesSpec(num_train=64, size=8, channels=1))
    (problem,) = check_steps("it", ALONE, after, model_for(after[0]))
    assert problem.sentence == "The data have 64 samples for training; it began with 1,438."


def test_that_a_change_is_described_where_there_is_one() -> None:
    assert describe_change(ALONE, ALONE) == ""
    two = attempt(strategy__kind="fsdp", devices__count=2, training__micro_batch_size=16)
    assert describe_change(ALONE, two) == "It was single on 1 device, and goes on as fsdp on 2 devices."


def test_that_a_run_at_its_limit_has_nothing_left_to_train() -> None:
    plan = attempt(training__max_steps=20)[1]
    assert not list(check_limit("it", 19, plan))
    (problem,) = check_limit("it", 20, plan)
    assert problem.severity is Severity.WARNING
    assert "has trained 20 steps" in problem.sentence


def test_that_devices_stay_unless_other_ones_are_asked_for() -> None:
    before = attempt(devices__count=2, strategy__kind="ddp")
    spec = apply_changes(before[0], {"training.max_epochs": 3})
    assert keep_devices(spec, before).devices.use == ("cpu:0", "cpu:1")
    other = apply_changes(before[0], {"devices.count": 3})
    assert keep_devices(other, before) == other
