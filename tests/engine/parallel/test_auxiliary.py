"""An auxiliary head on two real ranks is trained as on one device."""

from collections import OrderedDict
from dataclasses import replace

import pytest
import torch
from torch import nn

from engine.contracts import ParallelContext
from engine.layers.auxiliary import WithAuxiliary
from engine.parallel.ddp_step import build_ddp_step
from engine.parallel.module_step import ModuleStep
from engine.parallel.objective import Objective
from engine.spec import DdpSpec, InceptionSpec, SingleSpec
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.workload import (
    Left,
    assert_same,
    build_context,
    left_by,
    micro_batches,
    small_spec,
)

SIZES = [[4, 4], [3, 2]]


def _module() -> nn.Module:
    torch.manual_seed(1)
    head = nn.Sequential(nn.AvgPool2d(4), nn.Flatten(), nn.Linear(16, 10))
    blocks = OrderedDict(
        first=nn.Conv2d(1, 4, 3, padding=1),
        auxiliary=head,
        second=nn.Conv2d(4, 2, 3, stride=2),
        flatten=nn.Flatten(),
        last=nn.Linear(18, 10),
    )
    return WithAuxiliary(blocks, "auxiliary").double()


def _with_weight(context: ParallelContext, weight: float) -> ParallelContext:
    model = InceptionSpec(auxiliary_weight=weight)
    return replace(context, spec=context.spec.model_copy(update={"model": model}))


def _on_ranks(rank: int) -> Left:
    spec = small_spec(DdpSpec(), devices=2, grad_accum_steps=2)
    context = _with_weight(build_context(spec, rank), 0.4)
    batches = micro_batches(SIZES, rank, torch.float64)
    return left_by(build_ddp_step(_module(), context), batches, sum(map(sum, SIZES)))


def _alone(weight: float) -> Left:
    context = _with_weight(build_context(small_spec(SingleSpec())), weight)
    batches = micro_batches(SIZES, None, torch.float64)
    return left_by(ModuleStep(_module(), Objective(context)), batches, sum(map(sum, SIZES)))


def test_that_the_gradient_is_that_of_one_device(ranks: Ranks) -> None:
    one, (first, second) = _alone(0.4), ranks.run(_on_ranks)
    for left in (first, second):
        assert_same(left.gradients, one.gradients)
    assert first.loss_sum + second.loss_sum == pytest.approx(one.loss_sum, rel=1e-13)


def test_that_its_weight_scales_the_gradient_of_the_auxiliary_head_alone() -> None:
    one, half = _alone(1.0), _alone(0.5)
    assert_same({"x": 2 * half.gradients["auxiliary.2.weight"]}, {"x": one.gradients["auxiliary.2.weight"]})
    assert_same({"x": half.gradients["last.weight"]}, {"x": one.gradients["last.weight"]})


def test_that_a_prediction_goes_without_it() -> None:
    context = _with_weight(build_context(small_spec(SingleSpec())), 0.4)
    (batch, _) = micro_batches(SIZES, None, torch.float64)
    assert ModuleStep(_module(), Objective(context)).predict(batch.inputs).shape == (8, 10)
