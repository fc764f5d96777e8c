"""What a resume may change, and what it may not: without a run."""

from typing import Any

import pytest

from engine.errors import LaunchError
from engine.launcher.same_training import Attempt, check_options, check_steps, describe_change
from engine.planning import plan_run
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


def check(before: Attempt, after: Attempt) -> None:
    check_options("it", before[0], after[0])
    check_steps("it", before, after)


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
    check(ALONE, attempt(**changes))


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
    with pytest.raises(LaunchError, match="another training") as caught:
        check(ALONE, attempt(**changes))
    assert words in caught.value.sentence
    assert mend in caught.value.mend


def test_that_batch_norm_has_to_see_the_same_samples_together() -> None:
    one = attempt(model=BATCH_NORM)
    two = {"model": BATCH_NORM, "strategy__kind": "ddp", "devices__count": 2}
    shared = attempt(**two, strategy__sync_batch_norm=True, training__micro_batch_size=16)
    check(one, shared)
    check(shared, one)
    apart = attempt(**two, training__micro_batch_size=16)
    check(apart, attempt(**(two | {"strategy__kind": "zero"}), training__micro_batch_size=16))
    in_parts = attempt(model=BATCH_NORM, training__micro_batch_size=16, training__grad_accum_steps=2)
    for before, after in ((one, apart), (apart, one), (one, in_parts), (apart, in_parts)):
        with pytest.raises(LaunchError, match="BatchNorm of it sees"):
            check(before, after)


def test_that_other_data_are_refused() -> None:
    with pytest.raises(LaunchError, match="The data have 64 samples for training; it began with 1,437"):
        check_steps("it", ALONE, attempt(data=SyntheticImagesSpec(num_train=64, size=8, channels=1)))


def test_that_a_change_is_described_where_there_is_one() -> None:
    assert describe_change(ALONE, ALONE) == ""
    two = attempt(strategy__kind="fsdp", devices__count=2, training__micro_batch_size=16)
    assert describe_change(ALONE, two) == "It was single on 1 device, and goes on as fsdp on 2 devices."
