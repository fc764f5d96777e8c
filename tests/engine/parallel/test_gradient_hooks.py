"""Compressed gradients on two real ranks: how far training departs, and that PowerSGD can go on."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from engine.contracts import Carried
from engine.parallel.ddp_step import DdpStep, build_ddp_step
from engine.spec import (
    CnnSpec,
    DdpSpec,
    DevicesSpec,
    RunSpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.training import Trained, train
from tests.engine.parallel.workload import build_context, build_module, small_spec, take_step

STEPS = 30
SIZES = [[4, 4]]


def _spec(**options: object) -> RunSpec:
    return RunSpec(
        devices=DevicesSpec(count=2),
        strategy=DdpSpec.model_validate(options),
        model=CnnSpec(channels=(4, 8), hidden=16),
        data=SyntheticImagesSpec(num_train=37, num_test=8, size=8, channels=1),
        training=TrainingSpec(micro_batch_size=8),
    )


def _losses(found: list[Trained]) -> NDArray[np.float64]:
    return np.sum([one.loss_sums for one in found], axis=0)


@pytest.mark.parametrize(
    ("options", "most"),
    [
        ({"gradient_compression": "fp16"}, 1e-3),
        ({"gradient_compression": "bf16"}, 1e-2),
        ({"gradient_compression": "powersgd", "powersgd_start_step": 2}, 5e-2),
    ],
    ids=str,
)
def test_that_compressed_gradients_depart_within_bounds(
    ranks: Ranks, options: dict[str, object], most: float
) -> None:
    whole = _losses(ranks.run(train, _spec(), STEPS))
    departure = np.abs(_losses(ranks.run(train, _spec(**options), STEPS)) / whole - 1)
    print(f"{options}: largest relative difference of a loss {departure.max():.1e}, last {departure[-1]:.1e}")
    assert 0 < departure.max() <= most


def _step(rank: int, start_step: int) -> tuple[DdpStep, torch.optim.Optimizer]:
    compression = {"gradient_compression": "powersgd", "powersgd_start_step": start_step}
    spec = small_spec(DdpSpec.model_validate({"bucket_megabytes": 0.001} | compression), devices=2)
    step = build_ddp_step(build_module(spec), build_context(spec, rank))
    return step, torch.optim.SGD(step.module.parameters(), lr=0.1)


def _train(step: DdpStep, optimizer: torch.optim.Optimizer, rank: int, times: int) -> None:
    for _ in range(times):
        take_step(step, SIZES, rank)
        optimizer.step()
        optimizer.zero_grad()


def _go_on(rank: int, before: int, start_step: int) -> tuple[dict[str, Any], dict[str, Any], int]:
    """Weights after ten steps in one go, and after as many with a new step in between that was rehearsed."""
    whole, optimizer = _step(rank, start_step)
    _train(whole, optimizer, rank, 10)
    first, optimizer = _step(rank, start_step)
    _train(first, optimizer, rank, before)
    second, optimizer = _step(rank, start_step)
    take_step(second, SIZES, rank)
    optimizer.zero_grad()
    second.module.load_state_dict(first.module.state_dict())
    _carried(second).apply({name: tensor.clone() for name, tensor in _carried(first).read().items()})
    _train(second, optimizer, rank, 10 - before)
    weights = [
        {name: one.numpy() for name, one in step.module.state_dict().items()} for step in (whole, second)
    ]
    return weights[0], weights[1], len(_carried(second).read())


def _carried(step: DdpStep) -> Carried:
    assert step.carried is not None
    return step.carried


@pytest.mark.parametrize("before", [1, 3, 6])
def test_that_powersgd_goes_on_bit_by_bit_with_what_it_carried(ranks: Ranks, before: int) -> None:
    for whole, parts, carried in ranks.run(_go_on, before, 4):
        assert carried > 3 + 1, "several buckets, each with an error and two matrices"
        assert all(np.array_equal(whole[name], parts[name]) for name in whole)
