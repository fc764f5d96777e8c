"""The moving average of the weights: by hand, in checkpoints, and in real runs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from engine.launcher.start import resume_run, start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.spec import RunSpec
from engine.training.average import WeightAverage
from engine.training.checkpoint import Checkpoints
from engine.training.optimizers import build_optimizer
from engine.training.peers import Peers
from engine.training.state import TrainingState
from tests.engine.plan.machines import machine
from tests.outcome import values, weights
from tests.running import small_spec, wait_for_end

DECAY = 0.75


def moved(module: nn.Module, step: int) -> list[torch.Tensor]:
    """Other weights, as if a step had been taken."""
    generator = torch.Generator().manual_seed(step)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return [parameter.detach().clone().double() for parameter in module.parameters()]


def test_that_it_is_the_average_that_the_formula_gives() -> None:
    module = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))
    average = WeightAverage(module, DECAY)
    wanted: list[torch.Tensor] = []
    for step in range(5):
        now = moved(module, step)
        wanted = [
            DECAY * old + (1 - DECAY) * new for old, new in zip(wanted or now, now, strict=True)
        ]  # the first step's weights begin it
        average.update(step)
    for found, one in zip(average.tensors.values(), wanted, strict=True):
        torch.testing.assert_close(found.double(), one, rtol=1e-6, atol=1e-6)


def test_that_the_weights_come_back_bit_by_bit_after_an_evaluation_with_it() -> None:
    module = nn.Linear(3, 4)
    average = WeightAverage(module, DECAY)
    for step in range(3):
        moved(module, step)
        average.update(step)
    own, kept = module.weight.detach().clone(), average.tensors["weight"].clone()
    with pytest.raises(RuntimeError), average.in_place():
        assert torch.equal(module.weight, kept)
        raise RuntimeError
    assert torch.equal(module.weight, own)
    assert torch.equal(average.tensors["weight"], kept)


def checkpoints(folder: RunFolder, module: nn.Module, average: WeightAverage | None) -> Checkpoints:
    optimizer = build_optimizer(RunSpec().training.optimizer, module)
    return Checkpoints(folder, Peers(0, 1, None), module, optimizer, torch.device("cpu"), 3, average)


def test_that_a_checkpoint_without_it_begins_it_anew_and_one_with_it_needs_none(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.checkpoints_dir.mkdir(parents=True)
    with_it, without = nn.Linear(2, 2), nn.Linear(2, 2)
    average = WeightAverage(with_it, DECAY)
    moved(with_it, 1)
    names = [
        checkpoints(folder, with_it, average).save(TrainingState(step=1))[0],
        checkpoints(folder, without, None).save(TrainingState(step=2))[0],
    ]
    other = nn.Linear(2, 2)
    fresh = WeightAverage(other, DECAY)
    checkpoints(folder, other, None).load(names[0])
    assert torch.equal(other.weight, with_it.weight)
    checkpoints(folder, other, fresh).load(names[0])
    assert torch.equal(fresh.tensors["weight"], average.tensors["weight"])
    assert not torch.equal(fresh.tensors["weight"], other.weight)
    checkpoints(folder, other, fresh).load(names[1])
    assert torch.equal(fresh.tensors["weight"], without.weight)


def _run(loom: Loom, runs_dir: Path, strategy: str, devices: int, **training: Any) -> RunFolder:
    more: dict[str, Any] = {"max_steps": 40, "micro_batch_size": 64 // devices, "ema_decay": 0.9, **training}
    spec = small_spec(strategy=strategy, devices=devices, model="cnn", **more)
    folder = start_run(loom, runs_dir, spec, machine(cores=2))
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED, status.failure
    return folder


def test_that_training_is_the_same_and_only_the_evaluation_another(loom: Loom, runs_dir: Path) -> None:
    without, with_it = (_run(loom, runs_dir, "single", 1, ema_decay=decay) for decay in (None, 0.9))
    assert values(with_it, "train", "loss") == values(without, "train", "loss")
    assert values(with_it, "eval", "loss") != values(without, "eval", "loss")
    plain, averaged = weights(without), weights(with_it)
    assert all(averaged[name] == one for name, one in plain.items())
    assert {name.removeprefix("average/") for name in averaged.keys() - plain.keys()} == {
        f"{layer}.{part}" for layer in (0, 2, 6, 8) for part in ("weight", "bias")
    }


@pytest.mark.parametrize("strategy", ["ddp", "data_parallel"])
def test_that_two_slices_evaluate_as_one_does(loom: Loom, runs_dir: Path, strategy: str) -> None:
    one, two = (
        list(values(_run(loom, runs_dir, kind, devices, precision="fp64"), "eval", "loss").values())
        for kind, devices in (("single", 1), (strategy, 2))
    )
    np.testing.assert_allclose(two, one, rtol=1e-12, atol=0)


@pytest.mark.parametrize(
    ("strategy", "devices"), [("single", 1), ("ddp", 2), pytest.param("fsdp", 2, marks=pytest.mark.slow)]
)
def test_that_a_resumed_run_ends_bit_by_bit_as_one_never_stopped(
    loom: Loom, runs_dir: Path, strategy: str, devices: int
) -> None:
    whole = _run(loom, runs_dir, strategy, devices)
    part = _run(loom, runs_dir, strategy, devices, max_steps=17)
    resume_run(loom, part, {"training.max_steps": 40}, machine(cores=2))
    assert wait_for_end(part).state is RunState.COMPLETED
    whole_losses, losses = values(whole, "eval", "loss"), values(part, "eval", "loss")
    assert {step: losses[step] for step in whole_losses} == whole_losses
    assert weights(part) == weights(whole)
