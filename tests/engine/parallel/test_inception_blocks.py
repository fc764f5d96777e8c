"""Inception-like blocks, BatchNorm in every branch, train the same on several ranks as on one, in fp64."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.plan.records import DataFacts
from engine.spec import (
    CnnSpec,
    DdpSpec,
    DevicesSpec,
    FsdpSpec,
    HsdpSpec,
    MeshSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    SyntheticImagesSpec,
    TrainingSpec,
    ZeroSpec,
)
from engine.strategies import ALL
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.training import MACHINE, train

STEPS, FEW, SAMPLES = 100, 20, 16
TOLERANCE = 1e-12


def _convolution(channels: int, wider: int, size: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, wider, size, padding=size // 2, bias=False), nn.BatchNorm2d(wider), nn.ReLU()
    )


class InceptionBlock(nn.Module):
    """Convolutions of several sizes side by side: Szegedy et al. 2015, arXiv:1512.00567, figure 5."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.one = _convolution(channels, width, 1)
        self.three = nn.Sequential(_convolution(channels, width, 1), _convolution(width, width, 3))
        self.five = nn.Sequential(
            _convolution(channels, width, 1), _convolution(width, width, 3), _convolution(width, width, 3)
        )
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), _convolution(channels, width, 1))

    def forward(self, pictures: Tensor) -> Tensor:
        """[B, C, H, W] to [B, 4 · width, H, W]."""
        return torch.cat([branch(pictures) for branch in (self.one, self.three, self.five, self.pool)], 1)


def build(spec: RunSpec, facts: DataFacts) -> nn.Module:
    """A stem, two blocks, a head."""
    return nn.Sequential(
        _convolution(facts.input_shape[0], 8, 3),
        InceptionBlock(8, 4),
        nn.MaxPool2d(2),
        InceptionBlock(16, 4),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(16, facts.num_classes),
    )


def _spec(strategy: StrategySpec, devices: int) -> RunSpec:
    """A last step of 5 samples; the plan hears of BatchNorm by the model that it knows."""
    degree = ALL[strategy.kind].mesh(RunSpec(strategy=strategy), devices).data_parallel_degree
    return RunSpec(
        devices=DevicesSpec(count=devices),
        strategy=strategy,
        model=CnnSpec(channels=(4,), hidden=8, batch_norm=True),
        data=SyntheticImagesSpec(num_train=4 * SAMPLES + 5, num_test=8, size=8, channels=1),
        training=TrainingSpec(precision="fp64", max_epochs=100, micro_batch_size=SAMPLES // degree),
    )


def _assert_same(ranks: Ranks, strategy: StrategySpec, devices: int, *, steps: int) -> None:
    alone = ranks.run(train, _spec(SingleSpec(), 1), steps, MACHINE, build)[0]
    found = ranks.run(train, _spec(strategy, devices), steps, MACHINE, build)
    losses = np.sum([one.loss_sums for one in found], axis=0)
    departure = np.abs(losses / np.array(alone.loss_sums) - 1)
    print(f"{strategy.kind} on {devices}: largest relative difference {departure.max():.1e}")
    assert departure.max() <= TOLERANCE


@pytest.mark.parametrize(
    "strategy",
    [DdpSpec(sync_batch_norm=True), FsdpSpec(sync_batch_norm=True)],
    ids=lambda strategy: strategy.kind,
)
def test_that_two_ranks_train_them_as_one_does(ranks: Ranks, strategy: StrategySpec) -> None:
    _assert_same(ranks, strategy, 2, steps=FEW)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "strategy",
    [
        DdpSpec(sync_batch_norm=True),
        ZeroSpec(sync_batch_norm=True),
        FsdpSpec(sync_batch_norm=True),
        HsdpSpec(replicas=2, sync_batch_norm=True),
        MeshSpec(replicate=4, sync_batch_norm=True),
    ],
    ids=lambda strategy: strategy.kind,
)
def test_that_four_ranks_train_them_as_one_does(four_ranks: Ranks, strategy: StrategySpec) -> None:
    _assert_same(four_ranks, strategy, 4, steps=STEPS)
