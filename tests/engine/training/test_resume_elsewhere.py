"""Real runs that go on elsewhere, and runs that are killed and go on bit by bit where they were."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.devices.inventory import read_inventory
from engine.errors import LaunchError
from engine.launcher.start import resume_run, start_run
from engine.launcher.steer import send
from engine.launcher.warm import Loom
from engine.planning import plan_run
from engine.record.events import RunState, StateChanged, Warned, read_events
from engine.record.folder import RunFolder
from engine.spec import (
    CnnSpec,
    CosineSpec,
    CustomSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    FsdpSpec,
    HsdpSpec,
    MeshSpec,
    ModelParallelSpec,
    PipelineSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    TensorParallelSpec,
    TrainingSpec,
    ZeroSpec,
)
from engine.strategies import strategy_for
from tests.engine.parallel import own_strategy
from tests.outcome import values, weights
from tests.running import kill, processes_of, wait_for_end, wait_for_step
from tests.waiting import wait_until

SAMPLES = 32
TOLERANCE = 1e-12


def spec_of(strategy: StrategySpec, devices: int, *, dropout: float = 0.0, **training: Any) -> RunSpec:
    """A small CNN on the digits, the same training whatever it is spread over."""
    alike = RunSpec(strategy=strategy)
    degree = strategy_for(alike).mesh(alike, devices).data_parallel_degree
    options: dict[str, Any] = {
        "precision": "fp64",
        "micro_batch_size": SAMPLES // degree,
        "max_epochs": None,
        "clip_gradient_norm": 0.5,
    }
    return RunSpec(
        name="elsewhere",
        devices=DevicesSpec(count=devices, share_cores=True),
        strategy=strategy,
        model=CnnSpec(channels=(4, 8), hidden=16, dropout=dropout),
        training=TrainingSpec(**(options | training)),
    )


def completed(folder: RunFolder) -> RunFolder:
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED, status.failure
    return folder


def start(loom: Loom, runs_dir: Path, spec: RunSpec) -> RunFolder:
    return start_run(loom, runs_dir, spec, read_inventory())


def go_on(loom: Loom, folder: RunFolder, kind: str, devices: int, size: int, **more: Any) -> None:
    changes = {
        "strategy.kind": kind,
        "devices.count": devices,
        "training.micro_batch_size": size,
        **{name.replace("__", "."): value for name, value in more.items()},
    }
    resume_run(loom, folder, changes)
    completed(folder)


def assert_same_losses(found: RunFolder, wanted: RunFolder, metrics: tuple[str, ...] = ("loss",)) -> None:
    for metric in metrics:
        ours, theirs = values(found, "train", metric), values(wanted, "train", metric)
        assert list(ours) == list(theirs)
        np.testing.assert_allclose(list(ours.values()), list(theirs.values()), rtol=TOLERANCE, atol=0)


def sentences(folder: RunFolder, kind: type[StateChanged | Warned]) -> list[str]:
    return [event.sentence for event in read_events(folder) if isinstance(event, kind) and event.sentence]


def test_that_a_run_goes_on_under_another_strategy_and_nothing_else(loom: Loom, runs_dir: Path) -> None:
    """From one device with dropout to two: all but what dropout draws goes on, and that is told."""
    folder = completed(start(loom, runs_dir, spec_of(SingleSpec(), 1, dropout=0.1, max_steps=5)))
    with pytest.raises(LaunchError, match="takes 32 samples; with these changes it would take 64"):
        resume_run(loom, folder, {"strategy.kind": "ddp", "devices.count": 2})
    with pytest.raises(LaunchError, match="model cannot change"):
        resume_run(loom, folder, {"model.kind": "mlp"})
    assert folder.attempt() == 1
    go_on(loom, folder, "fsdp", 2, 16, training__max_steps=9)
    assert list(values(folder, "train", "loss")) == list(range(1, 10))
    assert folder.read_plan(1).world_size == 1
    assert (str(folder.read_plan(2).mesh), folder.read_spec(2).strategy.kind) == ("shard 2", "fsdp")
    assert sentences(folder, StateChanged) == ["It was single on 1 device, and goes on as fsdp on 2 devices."]
    (told,) = sentences(folder, Warned)
    assert "dropout draws otherwise" in told
    go_on(loom, folder, "fsdp", 2, 16, training__max_steps=11)
    assert len(sentences(folder, Warned)) == 1, "on the same mesh the random states go on, too"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_that_two_devices_one_and_two_again_are_one_training(loom: Loom, runs_dir: Path) -> None:
    schedule = CosineSpec(warmup_steps=5)
    whole = completed(start(loom, runs_dir, spec_of(SingleSpec(), 1, max_steps=70, schedule=schedule)))
    folder = start(
        loom, runs_dir, spec_of(DdpSpec(), 2, max_steps=70, schedule=schedule, checkpoint_every_steps=20)
    )
    wait_for_step(folder, 25)
    send(folder, "stop")
    status = wait_for_end(folder)
    assert status.state is RunState.STOPPED
    resume_run(loom, folder, {"strategy.kind": "single", "devices.count": 1, "training.micro_batch_size": 32})
    wait_for_step(folder, (status.step or 0) + 15, 2)
    send(folder, "stop")
    assert wait_for_end(folder).state is RunState.STOPPED
    go_on(loom, folder, "ddp", 2, 16)
    assert_same_losses(folder, whole, ("loss", "accuracy", "learning_rate", "gradient_norm"))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_that_ddp_fsdp_and_a_pipeline_are_one_training(loom: Loom, runs_dir: Path) -> None:
    whole = completed(start(loom, runs_dir, spec_of(SingleSpec(), 1, max_steps=60)))
    folder = completed(start(loom, runs_dir, spec_of(DdpSpec(), 2, max_steps=20)))
    go_on(loom, folder, "fsdp", 2, 16, training__max_steps=40)
    go_on(loom, folder, "pipeline", 2, 32, training__max_steps=50)
    go_on(loom, folder, "mesh", 4, 16, training__max_steps=60, strategy__pipeline=2, strategy__shard=2)
    assert_same_losses(folder, whole, ("loss", "accuracy", "gradient_norm"))
    evaluated = [list(values(one, "eval", "loss").values())[-1] for one in (folder, whole)]
    assert evaluated[0] == pytest.approx(evaluated[1], rel=TOLERANCE)


def _warns_of_dropout(spec: RunSpec) -> bool:
    return any("dropout" in problem.sentence for problem in plan_run(spec, read_inventory()).problems)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("strategy", "devices"),
    [
        (SingleSpec(), 1),
        (DataParallelSpec(), 2),
        (ModelParallelSpec(), 2),
        (CustomSpec(path=own_strategy.__file__), 2),
        (DdpSpec(), 2),
        (DdpSpec(), 4),
        (ZeroSpec(), 2),
        (FsdpSpec(), 2),
        (FsdpSpec(), 4),
        (HsdpSpec(replicas=2), 4),
        (TensorParallelSpec(), 2),
        (PipelineSpec(), 2),
        (PipelineSpec(schedule="gpipe"), 2),
        (PipelineSpec(schedule="interleaved_1f1b"), 2),
        (PipelineSpec(schedule="zero_bubble"), 2),
        (MeshSpec(shard=2, tensor=2), 4),
        (MeshSpec(pipeline=2, replicate=2), 4),
    ],
    ids=lambda part: part.kind if hasattr(part, "kind") else str(part),
)
def test_that_a_killed_run_goes_on_bit_by_bit(
    loom: Loom, runs_dir: Path, strategy: StrategySpec, devices: int
) -> None:
    """SIGKILL of a rank some random steps after a checkpoint; with dropout, so that random states count.

    DataParallel is without: the threads of its replicas share one generator, in an order that varies, so that
    no two of its runs with dropout are equal, killed or not. Its plan says so.
    """
    dice = random.Random(f"{strategy}{devices}")
    dropout = 0.0 if isinstance(strategy, DataParallelSpec) else 0.1
    options: dict[str, Any] = {"dropout": dropout, "max_steps": 120, "checkpoint_every_steps": 15}
    assert _warns_of_dropout(spec_of(strategy, devices, dropout=0.1)) == (dropout == 0.0)
    whole = completed(start(loom, runs_dir, spec_of(strategy, devices, **options)))
    folder = start(loom, runs_dir, spec_of(strategy, devices, **options))
    wait_until(lambda: folder.latest_checkpoint() is not None, timeout=60, what="a checkpoint")
    wait_for_step(folder, 16 + dice.randrange(60))
    kill(dice.choice(list(processes_of(folder).ranks.values())))
    assert wait_for_end(folder).state is RunState.FAILED
    assert folder.latest_checkpoint() is not None
    resume_run(loom, folder, {})
    completed(folder)
    for metric in ("loss", "accuracy", "gradient_norm"):
        assert values(folder, "train", metric) == values(whole, "train", metric)
    assert list(values(folder, "train", "loss")) == list(range(1, 121))
    assert weights(folder) == weights(whole)
