"""From a spec and a machine to a plan, or to every reason why not."""

import subprocess
import sys
from typing import Any

import pytest

from engine.errors import Severity, only_errors
from engine.launcher.rank_env import rank_env
from engine.plan.records import Mesh, Plan
from engine.planning import plan_run
from engine.spec import (
    CnnSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    MlpSpec,
    RunSpec,
    SgdSpec,
    SingleSpec,
    StrategySpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from tests.engine.plan.machines import GPUS, fields, machine, mend

BOTH = machine(cores=8, gpus=3)


def ask(strategy: StrategySpec, *, use: tuple[str, ...] = (), count: int = 1, **training: Any) -> RunSpec:
    return RunSpec(
        devices=DevicesSpec(use=use, count=count),
        strategy=strategy,
        model=MlpSpec(),
        training=TrainingSpec(**training),
    )


def planned(spec: RunSpec, **more: Any) -> Plan:
    result = plan_run(spec, BOTH, **more)
    assert result.plan is not None, result.problems
    return result.plan


def owned(plan: Plan) -> list[tuple[int, tuple[str, ...]]]:
    return [(rank.rank, rank.device_ids) for rank in plan.ranks]


def test_that_a_single_device_is_one_rank_on_a_mesh_of_one() -> None:
    plan = planned(ask(SingleSpec(), use=("cpu:2-3",)))
    assert (plan.world_size, plan.mesh, plan.backend) == (1, Mesh(), "gloo")
    assert owned(plan) == [(0, ("cpu:2-3",))]


def test_that_ddp_has_a_rank_a_device_in_the_order_of_the_devices() -> None:
    plan = planned(ask(DdpSpec(), use=("cpu:5", "cpu:0-1", "cpu:3")))
    assert (plan.world_size, plan.mesh.replicate, plan.batch.data_parallel_degree) == (3, 3, 3)
    assert owned(plan) == [(0, ("cpu:5",)), (1, ("cpu:0-1",)), (2, ("cpu:3",))]


def test_that_data_parallel_is_one_rank_with_all_devices() -> None:
    plan = planned(ask(DataParallelSpec(), count=3))
    assert (plan.world_size, plan.mesh.size, plan.batch.data_parallel_degree) == (1, 3, 3)
    assert owned(plan) == [(0, ("cpu:0", "cpu:1", "cpu:2"))]


@pytest.mark.parametrize(
    ("strategy", "seen"),
    [(DdpSpec(), ["GPU-c", "GPU-b"]), (DataParallelSpec(), ["GPU-c,GPU-b"])],
)
def test_that_ranks_on_gpus_talk_over_nccl_and_see_only_their_own_by_uuid(
    strategy: StrategySpec, seen: list[str]
) -> None:
    plan = planned(ask(strategy, use=("GPU-c", "GPU-b")))
    assert plan.backend == "nccl"
    assert plan.devices == (GPUS[2], GPUS[0])
    assert [rank_env(plan, rank, {})["CUDA_VISIBLE_DEVICES"] for rank in range(plan.world_size)] == seen


def test_that_a_device_of_a_plan_is_found_by_its_name() -> None:
    plan = planned(ask(DdpSpec(), use=("GPU-c", "GPU-b")))
    assert plan.device("GPU-b") == GPUS[0]
    with pytest.raises(KeyError):
        plan.device("GPU-a")


def test_that_free_devices_are_planned_first() -> None:
    plan = planned(ask(DdpSpec(), count=2), busy_keys={"core-0", "core-1"})
    assert owned(plan) == [(0, ("cpu:2",)), (1, ("cpu:3",))]
    assert "devices" not in {note.field for note in plan.notes}


@pytest.mark.parametrize(
    ("limits", "steps"),
    [
        ({"max_epochs": 3}, 135),
        ({"max_epochs": 3, "max_steps": 100}, 100),
        ({"max_epochs": 3, "max_steps": 200}, 135),
        ({"max_epochs": None, "max_steps": 7}, 7),
        ({"max_epochs": None, "max_seconds": 60.0}, None),
        ({"max_epochs": 3, "last_batch": "drop"}, 132),
    ],
)
def test_that_the_first_limit_ends_the_run(limits: dict[str, Any], steps: int | None) -> None:
    assert planned(ask(SingleSpec(), **limits)).total_steps == steps


def test_that_a_plan_knows_its_data_before_it_is_loaded() -> None:
    spec = ask(SingleSpec()).model_copy(
        update={"data": SyntheticImagesSpec(num_train=999, num_test=7, num_classes=3, channels=2, size=5)}
    )
    facts = planned(spec).facts
    assert (facts.num_train, facts.num_test, facts.num_classes) == (999, 7, 3)
    assert facts.input_shape == (2, 5, 5)


def test_that_every_error_is_told_at_once_and_there_is_no_plan() -> None:
    spec = RunSpec(
        devices=DevicesSpec(kind="gpu", count=4),
        model=CnnSpec(channels=(1, 1, 1, 1)),
        training=TrainingSpec(optimizer=SgdSpec(momentum=0, nesterov=True), max_epochs=None),
    )
    result = plan_run(spec, BOTH)
    assert result.plan is None
    assert fields(result) == [
        ("devices.count", "error"),
        ("devices", "error"),
        ("strategy", "error"),
        ("model.channels", "error"),
        ("training.max_epochs", "warning"),
        ("training.optimizer.nesterov", "error"),
    ]


def test_that_errors_can_be_mended_one_after_the_other_until_there_is_a_plan() -> None:
    spec = RunSpec(
        devices=DevicesSpec(kind="gpu", count=4),
        model=CnnSpec(channels=(1, 1, 1, 1)),
        training=TrainingSpec(
            optimizer=SgdSpec(momentum=0, nesterov=True), max_epochs=None, micro_batch_size=5000
        ),
    )
    for _ in range(10):
        result = plan_run(spec, machine(cores=2))
        if not (errors := only_errors(result.problems)):
            break
        spec = mend(spec, errors[0])
    assert result.plan is not None
    assert [note.field for note in result.plan.notes] == ["training.max_epochs"]
    assert result.plan.batch.global_batch_size == result.plan.facts.num_train


def test_that_warnings_and_notes_go_with_the_plan() -> None:
    result = plan_run(ask(DdpSpec(), precision="bf16"), BOTH)
    assert result.plan is not None
    assert result.plan.notes == result.problems
    assert {problem.severity for problem in result.problems} == {Severity.NOTE, Severity.WARNING}


def test_that_devices_that_are_missing_leave_no_plan_but_other_problems_are_told() -> None:
    result = plan_run(ask(DdpSpec(), use=("GPU-x",), precision="bf16"), BOTH)
    assert result.plan is None
    assert ("devices.use", "error") in fields(result)
    assert ("training.precision", "warning") in fields(result)


def test_that_the_same_spec_and_machine_give_the_same_plan() -> None:
    spec = ask(DdpSpec(), count=3)
    assert planned(spec) == planned(spec)


def test_that_a_plan_can_be_written_and_read() -> None:
    plan = planned(ask(DdpSpec(), use=("GPU-c", "GPU-b"), precision="fp16", pin_memory=True))
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def test_that_planning_needs_no_torch() -> None:
    code = (
        "import sys\n"
        "from engine.planning import plan_run\n"
        "from engine.spec import *\n"
        "from tests.engine.plan.machines import machine\n"
        "for model in (MlpSpec(), CnnSpec(batch_norm=True), ResNet18Spec()):\n"
        "    for data in (DigitsSpec(), SyntheticImagesSpec()):\n"
        "        assert plan_run(RunSpec(model=model, data=data), machine()).plan\n"
        "print({'torch', 'torchvision'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "set()"
