"""A GPT on two real ranks is the GPT of one device: tokens, several targets a sample, shared weights."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
import torch

from engine.contracts import MicroBatch, ParallelContext
from engine.models import model_for
from engine.parallel.ddp_step import build_ddp_step
from engine.parallel.module_step import ModuleStep
from engine.parallel.objective import Objective
from engine.plan.records import DataFacts
from engine.spec import DdpSpec, GptSpec, SingleSpec, StrategySpec
from engine.training.precision import apply_precision
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.workload import Left, assert_same, build_context, left_by, small_spec

CONTEXT, VOCABULARY = 7, 12
FACTS = DataFacts(
    num_train=64,
    num_test=8,
    num_classes=VOCABULARY,
    input_shape=(CONTEXT,),
    input_kind="tokens",
    targets_per_sample=CONTEXT,
)
Sizes = Sequence[Sequence[int]]


def _context(strategy: StrategySpec, devices: int, gpt: GptSpec, rank: int = 0) -> ParallelContext:
    context = build_context(small_spec(strategy, devices=devices, label_smoothing=0.1), rank)
    return replace(context, spec=context.spec.model_copy(update={"model": gpt}))


def _module(context: ParallelContext) -> torch.nn.Module:
    torch.manual_seed(1)
    return apply_precision(model_for(context.spec).build(context.spec, FACTS), context.spec.training)


def _texts(first: int, count: int) -> MicroBatch:
    text = torch.randint(0, VOCABULARY, (64, CONTEXT + 1), generator=torch.Generator().manual_seed(0))
    chosen = text[first : first + count] if count else text[:1]
    return MicroBatch(chosen[:, :-1], chosen[:, 1:], count)


def _on_ranks(rank: int, gpt: GptSpec, sizes: Sizes) -> Left:
    context = _context(DdpSpec(), 2, gpt, rank)
    batches, first = [], 0
    for row in sizes:
        batches.append(_texts(first + sum(row[:rank]), row[rank]))
        first += sum(row)
    return left_by(build_ddp_step(_module(context), context), batches, sum(map(sum, sizes)))


def _alone(gpt: GptSpec, sizes: Sizes) -> Left:
    context = _context(SingleSpec(), 1, gpt)
    total = sum(map(sum, sizes))
    return left_by(ModuleStep(_module(context), Objective(context)), [_texts(0, total)], total)


@pytest.mark.parametrize("tied_head", [False, True])
@pytest.mark.parametrize("sizes", [[[4, 4]], [[5, 3], [2, 0]]], ids=str)
def test_that_the_gradient_is_that_of_one_device(ranks: Ranks, sizes: Sizes, tied_head: bool) -> None:
    gpt = GptSpec(width=16, depth=2, heads=2, tied_head=tied_head)
    one, (first, second) = _alone(gpt, sizes), ranks.run(_on_ranks, gpt, sizes)
    for left in (first, second):
        assert_same(left.gradients, one.gradients)
    assert first.loss_sum + second.loss_sum == pytest.approx(one.loss_sum, rel=1e-13)
    assert first.num_correct + second.num_correct == one.num_correct
    assert first.num_samples + second.num_samples == one.num_samples
