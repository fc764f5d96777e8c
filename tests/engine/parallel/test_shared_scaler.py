"""fp16's scale where ranks hold different parts of the gradient."""

import pytest
import torch
from torch import nn

from engine.spec import TrainingSpec
from engine.training.precision import build_scaler
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.workload import CPU


def _step(rank: int, overflows_on: int | None, holder: int | None) -> tuple[float, float]:
    """One update of a weight of 1 by its gradient of 1; the weight and the scale after it.

    Args:
        rank: This rank.
        overflows_on: Whose gradient is infinite.
        holder: The only rank that has a weight; None: both have one.
    """
    scaler = build_scaler(TrainingSpec(precision="fp16"), CPU, is_divided=True)
    assert scaler is not None
    weight = nn.Parameter(torch.ones(1))
    mine = [weight] if holder in (None, rank) else []
    optimizer = torch.optim.SGD([{"params": mine}], lr=0.5)
    if mine:
        weight.grad = scaler.scale(torch.ones(1))
        if rank == overflows_on:
            weight.grad.fill_(torch.inf)
    scaler.unscale_(optimizer)
    scaler.step(optimizer)
    scaler.update()
    return weight.item(), scaler.get_scale()


@pytest.mark.parametrize("overflows_on", [0, 1])
def test_that_an_overflow_on_one_rank_skips_the_step_on_all(ranks: Ranks, overflows_on: int) -> None:
    assert ranks.run(_step, overflows_on, None) == [(1.0, 2.0**15)] * 2


def test_that_without_an_overflow_all_take_the_step(ranks: Ranks) -> None:
    assert ranks.run(_step, None, None) == [(0.5, 2.0**16)] * 2


def test_that_a_rank_without_a_weight_keeps_the_scale_of_the_others(ranks: Ranks) -> None:
    assert ranks.run(_step, 1, 1) == [(1.0, 2.0**15)] * 2
    assert ranks.run(_step, None, 1) == [(1.0, 2.0**16), (0.5, 2.0**16)]
