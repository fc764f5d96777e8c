"""Whatever is one is singular."""

import re
from typing import Any

import pytest

from engine import counts
from engine.devices.inventory import Inventory
from engine.plan.batch import describe_batch
from engine.planning import plan_run
from engine.spec import (
    CnnSpec,
    DevicesSpec,
    MlpSpec,
    ResNet18Spec,
    RunSpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from tests.engine.plan.machines import machine

ONE_OF_MANY = re.compile(r"(?<![\d,.])1 [a-z ]*(samples|steps|cores|slices|devices|blocks|GPUs|workers)\b")
ONE, MANY = machine(cores=1), machine(cores=8, gpus=1)


def ask(
    *,
    model: Any = None,
    size: int = 8,
    num_train: int = 64,
    devices: dict[str, Any] | None = None,
    **training: Any,
) -> RunSpec:
    return RunSpec(
        devices=DevicesSpec.model_validate(devices or {}),
        model=model or MlpSpec(),
        data=SyntheticImagesSpec(num_train=num_train, size=size),
        training=TrainingSpec(**training),
    )


@pytest.mark.parametrize(
    ("spec", "inventory", "told"),
    [
        (ask(num_train=1), ONE, "A step takes 32 samples; the data have 1."),
        (ask(num_train=33), ONE, "The last step of an epoch has 1 sample instead of 32."),
        (ask(num_train=33, last_batch="drop"), ONE, "1 of 33 samples is left out of each epoch."),
        (ask(data_workers=2), ONE, "2 data workers in all share 1 core."),
        (
            ask(devices={"count": 2}),
            ONE,
            "2 slices of 1 core are asked for; this machine has 1 core, enough for 1.",
        ),
        (
            ask(devices={"cores_per_slice": 2}),
            ONE,
            "1 slice of 2 cores cannot be had; this machine has 1 core.",
        ),
        (ask(devices={"kind": "gpu", "count": 2}), MANY, "2 GPUs are asked for; this machine has 1."),
        (
            ask(model=CnnSpec(channels=(4, 4, 4)), size=4),
            ONE,
            "After 3 blocks no pixel of a picture of 4×4 is left.",
        ),
        (
            ask(model=ResNet18Spec(), micro_batch_size=8, num_train=65),
            ONE,
            "On such pictures this model's BatchNorm needs 2 samples at once; "
            "of the 1 in an epoch's last step some device gets fewer.",
        ),
    ],
)
def test_that_a_problem_about_one_is_told_in_the_singular(
    spec: RunSpec, inventory: Inventory, told: str
) -> None:
    problems = plan_run(spec, inventory).problems
    assert told in [problem.sentence for problem in problems]
    for problem in problems:
        for text in (problem.sentence, problem.mend, problem.fix.label if problem.fix else ""):
            assert not ONE_OF_MANY.search(text), text


def test_that_the_smallest_step_is_one_sample() -> None:
    plan = plan_run(ask(micro_batch_size=1), ONE).plan
    assert plan is not None
    assert describe_batch(plan.batch) == "1 sample a step"


@pytest.mark.parametrize("name", ["sample", "step", "core", "slice", "device", "rank", "block"])
def test_that_a_count_has_its_plural(name: str) -> None:
    words = getattr(counts, f"{name}s")
    assert [words(count) for count in (0, 1, 2, 1437)] == [
        f"0 {name}s",
        f"1 {name}",
        f"2 {name}s",
        f"1,437 {name}s",
    ]
