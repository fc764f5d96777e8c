"""The gradient of DistributedDataParallel on two real ranks is that of one device."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pytest
import torch
from torch import Tensor
from torch._C._distributed_c10d import GradBucket
from torch.futures import Future
from torch.nn.parallel import DistributedDataParallel

from engine.parallel.ddp_step import DdpStep, build_ddp_step
from engine.parallel.gradient_hooks import build_average
from engine.parallel.objective import Objective
from engine.parallel.sync_batch_norm import Sharing
from engine.record.beat import Phase
from engine.spec import DdpSpec, RunSpec
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.workload import (
    Left,
    alone,
    assert_same,
    build_context,
    build_module,
    samples,
    small_spec,
    take_step,
)

Sizes = Sequence[Sequence[int]]

DIVISIONS: list[Sizes] = [
    [[4, 4]],
    [[5, 3]],
    [[3, 0]],
    [[0, 3]],
    [[4, 4], [3, 2]],
    [[2, 2], [0, 0]],
    [[2, 1], [0, 0], [0, 0]],
]


def _step(rank: int, spec: RunSpec) -> DdpStep:
    return build_ddp_step(build_module(spec), build_context(spec, rank))


def _take_step(rank: int, spec: RunSpec, sizes: Sizes, times: int = 1) -> list[Left]:
    step = _step(rank, spec)
    return [take_step(step, sizes, rank) for _ in range(times)]


def _take_steps_from_nothing(rank: int, spec: RunSpec, sizes: Sizes, times: int) -> list[Left]:
    """Each without the gradient of the one before."""
    step, left = _step(rank, spec), []
    for _ in range(times):
        left.append(take_step(step, sizes, rank))
        for parameter in step.module.parameters():
            parameter.grad = None
    return left


def _spec(*, batch_norm: bool = False, grad_accum_steps: int = 1, **options: object) -> RunSpec:
    strategy = DdpSpec.model_validate(options)
    return small_spec(strategy, devices=2, batch_norm=batch_norm, grad_accum_steps=grad_accum_steps)


@pytest.mark.parametrize("sizes", DIVISIONS, ids=str)
def test_that_the_gradient_is_that_of_one_device(ranks: Ranks, sizes: Sizes) -> None:
    spec = _spec(grad_accum_steps=len(sizes))
    first, second = (answer[0] for answer in ranks.run(_take_step, spec, sizes))
    one = alone(spec, sizes)
    assert_same(first.gradients, one.gradients)
    assert_same(second.gradients, first.gradients)
    assert first.loss_sum + second.loss_sum == pytest.approx(one.loss_sum, rel=1e-13)
    assert first.num_correct + second.num_correct == one.num_correct
    assert first.num_samples + second.num_samples == one.num_samples == sum(map(sum, sizes))


@pytest.mark.parametrize("sizes", DIVISIONS, ids=str)
def test_that_shared_statistics_are_those_of_one_device(ranks: Ranks, sizes: Sizes) -> None:
    spec = _spec(batch_norm=True, sync_batch_norm=True, grad_accum_steps=len(sizes))
    one = alone(spec, sizes)
    for left in ranks.run(_take_step, spec, sizes):
        assert_same(left[0].gradients, one.gradients)
        assert_same(left[0].buffers, one.buffers)


def test_that_fewer_accumulations_than_asked_are_still_averaged(ranks: Ranks) -> None:
    sizes = [[3, 3], [2, 2]]
    spec = _spec(grad_accum_steps=4)
    one = alone(spec, sizes)
    for left in ranks.run(_take_step, spec, sizes):
        assert_same(left[0].gradients, one.gradients)


@pytest.mark.parametrize(
    ("options", "sizes"),
    [
        ({"find_unused_parameters": True}, [[3, 2], [2, 0]]),
        ({"bucket_megabytes": 0.001}, [[3, 2], [2, 0]]),
        ({"static_graph": True}, [[3, 2]]),
        ({"static_graph": True}, [[5, 0]]),
    ],
    ids=str,
)
def test_that_options_leave_the_gradient_as_it_is(
    ranks: Ranks, options: dict[str, object], sizes: Sizes
) -> None:
    one = alone(_spec(), sizes)
    spec = _spec(grad_accum_steps=len(sizes), **options)
    for left in ranks.run(_take_steps_from_nothing, spec, sizes, 3):
        for step in left:
            assert_same(step.gradients, one.gradients)


def test_that_all_ranks_hold_the_first_ones_statistics_after_a_step(ranks: Ranks) -> None:
    spec, sizes = _spec(batch_norm=True), [[4, 4]]
    first, second = (answer[0] for answer in ranks.run(_take_step, spec, sizes))
    its_own = alone(spec, [[4]])
    assert_same(first.buffers, its_own.buffers)
    assert all(np.array_equal(first.buffers[name], second.buffers[name]) for name in first.buffers)


def test_that_a_sample_that_does_not_count_moves_no_statistics(ranks: Ranks) -> None:
    spec, sizes = _spec(batch_norm=True, grad_accum_steps=2), [[2, 2], [0, 3]]
    first, second = (answer[0] for answer in ranks.run(_take_step, spec, sizes))
    its_own = alone(spec, [[2]])
    assert_same(first.buffers, its_own.buffers)
    assert_same(second.buffers, its_own.buffers)


def test_that_only_the_last_backward_communicates(ranks: Ranks) -> None:
    backward, communication = (0, Phase.BACKWARD), (1, Phase.COMMUNICATION)
    step = [(0, Phase.FORWARD), backward, (0, Phase.FORWARD), backward, communication]
    for left in ranks.run(_take_step, _spec(grad_accum_steps=2), [[2, 2], [2, 2]], 2):
        assert [one.phases for one in left] == [step, step]


def _count_buckets(rank: int, spec: RunSpec, sizes: Sizes) -> tuple[int, int]:
    """How many buckets were averaged in a step, and how many there are."""
    averaged = []

    def count(bucket: GradBucket) -> Future[Tensor]:
        averaged.append(bucket.index())
        return average(bucket)

    module, context = build_module(spec), build_context(spec, rank)
    average = build_average(context.spec.strategy)
    wrap = partial(DistributedDataParallel, module, bucket_cap_mb=0.001)
    step = DdpStep(wrap, Objective(context), Sharing(), count)
    take_step(step, sizes, rank)  # buckets are filled anew after it
    averaged.clear()
    take_step(step, sizes, rank)
    return len(averaged), len(set(averaged))


def test_that_no_bucket_is_averaged_before_the_last_accumulation(ranks: Ranks) -> None:
    for averaged, buckets in ranks.run(_count_buckets, _spec(grad_accum_steps=3), [[2, 2], [2, 2], [1, 1]]):
        assert averaged == buckets > 1


def _predict_where_the_other_does_not(rank: int, spec: RunSpec) -> tuple[np.ndarray, np.ndarray] | None:
    step = _step(rank, spec)
    take_step(step, [[4, 4]], rank)
    if rank == 0:
        return None
    logits = step.predict(samples(0, 5).inputs)
    assert not logits.requires_grad
    with torch.no_grad():
        wanted = step.module.eval()(samples(0, 5).inputs)
    return logits.numpy(), wanted.numpy()


@pytest.mark.parametrize("shared", [False, True])
def test_that_a_rank_predicts_without_the_others(ranks: Ranks, shared: bool) -> None:
    spec = _spec(batch_norm=True, sync_batch_norm=shared)
    _, answer = ranks.run(_predict_where_the_other_does_not, spec)
    assert np.array_equal(*answer)


def _predict_between_steps(rank: int, spec: RunSpec) -> list[bool]:
    step = _step(rank, spec)
    modes = []
    for _ in range(2):
        take_step(step, [[2, 2]], rank)
        modes.append(all(layer.training for layer in step.module.modules()))
        step.predict(samples(0, 2).inputs)
    return modes


def test_that_training_goes_on_in_training_mode_after_a_prediction(ranks: Ranks) -> None:
    assert ranks.run(_predict_between_steps, _spec(batch_norm=True)) == [[True, True]] * 2


def _unfreeze_between_steps(rank: int, spec: RunSpec, sizes: Sizes) -> list[Left]:
    module = build_module(spec)
    module[0].requires_grad_(False)
    step, left = build_ddp_step(module, build_context(spec, rank)), []
    for _ in range(2):
        left.append(take_step(step, sizes, rank))
        for parameter in module.parameters():
            parameter.grad = None
        module[0].requires_grad_(True)
        step.follow_freezing()
    return [*left, take_step(step, sizes, rank)]


@pytest.mark.parametrize("options", [{}, {"sync_batch_norm": True}], ids=str)
def test_that_the_gradient_of_an_unfrozen_layer_is_averaged_too(
    ranks: Ranks, options: dict[str, object]
) -> None:
    shared = bool(options)
    sizes = [[4, 4], [3, 2]]
    spec = _spec(batch_norm=shared, grad_accum_steps=2, **options)
    one = alone(spec, sizes)
    for frozen, *later in ranks.run(_unfreeze_between_steps, spec, sizes):
        assert "0.weight" not in frozen.gradients
        for left in (frozen, *later):
            wanted = {name: one.gradients[name] for name in left.gradients}
            assert_same(left.gradients, wanted)
        assert all(left.gradients.keys() == one.gradients.keys() for left in later)
        assert later[0].phases == later[1].phases
