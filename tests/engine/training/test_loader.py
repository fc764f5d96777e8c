"""Which samples a rank gets, in which order, through workers or not; the real data path without a run."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.utils.data import Dataset

from engine.plan.records import BatchPlan, DataFacts, Mesh, Plan, RankPlan
from engine.record.beat import Phase
from engine.spec.training import TrainingSpec
from engine.training.evaluate import shard
from engine.training.loader import BatchLoader, SampleOrder, load_batch

CPU = torch.device("cpu")


class Silent:
    """A meter for which nothing is metered."""

    def phase(self, phase: Phase) -> AbstractContextManager[None]:
        return nullcontext()


class Numbers(Dataset[Any]):
    """A sample is its own number; the target too."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return torch.tensor([float(index)]), index


class ManyNumbers(Numbers):
    def take(self, indices: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[Tensor, Tensor]:
        return torch.from_numpy(indices).to(torch.float32)[:, None], torch.from_numpy(indices)


class Tokens(Numbers):
    """Four tokens, and the class at each place."""

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return torch.arange(index, index + 4), torch.arange(index + 1, index + 5)


class Noisy(Numbers):
    """Random augmentation."""

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return torch.rand(1), index


class Broken(Numbers):
    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        raise ValueError(f"picture {index} is cut off")


def plan(*, ranks: int, num_train: int = 20, micro: int = 2, accumulations: int = 2) -> Plan:
    size = micro * accumulations * ranks
    full, last = divmod(num_train, size)
    return Plan(
        world_size=ranks,
        mesh=Mesh(replicate=ranks),
        devices=(),
        ranks=tuple(RankPlan(rank=rank, device_ids=("cpu:0",)) for rank in range(ranks)),
        backend="gloo",
        batch=BatchPlan(
            micro_batch_size=micro,
            grad_accum_steps=accumulations,
            data_parallel_degree=ranks,
            global_batch_size=size,
            num_train=num_train,
            full_steps_per_epoch=full,
            last_batch_samples=last,
            dropped_samples=0,
        ),
        facts=DataFacts(num_train=num_train, num_test=5, num_classes=2, input_shape=(1,)),
        total_steps=None,
    )


def training(**more: Any) -> TrainingSpec:
    return TrainingSpec(micro_batch_size=2, grad_accum_steps=2, seed=3, **more)


def loader(
    data: Dataset[Any], the_plan: Plan, *, rank: int = 0, first_step: int = 0, **more: Any
) -> BatchLoader:
    spec = training(**more)
    return BatchLoader(
        data,
        SampleOrder(the_plan, spec, rank),
        spec,
        rank=rank,
        first_step=first_step,
        last_step=None,
        device=CPU,
        dtype=torch.float32,
        meter=Silent(),
    )


def seen(one: BatchLoader, steps: Iterator[int] | range) -> list[list[int]]:
    return [
        [int(number) for batch in one.micro_batches(step) for number in batch.targets[: batch.num_samples]]
        for step in steps
    ]


@pytest.mark.parametrize("ranks", [1, 2, 3])
def test_that_every_sample_of_an_epoch_is_seen_once_over_all_ranks(ranks: int) -> None:
    the_plan = plan(ranks=ranks, num_train=23)
    steps = range(the_plan.batch.steps_per_epoch)
    of_ranks = [seen(loader(Numbers(23), the_plan, rank=rank), steps) for rank in range(ranks)]
    numbers = [number for of_rank in of_ranks for step in of_rank for number in step]
    assert sorted(numbers) == list(range(23))


def test_that_ranks_together_take_the_samples_of_one_rank_in_order() -> None:
    steps = range(7)
    alone = seen(loader(Numbers(20), plan(ranks=1, micro=4), rank=0), steps)
    both = [seen(loader(Numbers(20), plan(ranks=2), rank=rank), steps) for rank in (0, 1)]
    assert [sorted(one) for one in alone] == [sorted(a + b) for a, b in zip(*both, strict=True)]


def test_that_a_rank_without_samples_keeps_the_others_company() -> None:
    the_plan = plan(ranks=2, num_train=9)
    last = list(loader(Numbers(9), the_plan, rank=1).micro_batches(1))
    assert [(len(batch.targets), batch.num_samples) for batch in last] == [(1, 0), (1, 0)]
    assert loader(Numbers(9), the_plan).num_samples(1) == 1
    assert loader(Numbers(9), the_plan).num_samples(2) == 8


@pytest.mark.parametrize("kind", [Numbers, ManyNumbers])
@pytest.mark.parametrize("workers", [0, 2])
def test_that_workers_and_resumes_change_nothing(kind: type[Numbers], workers: int) -> None:
    the_plan = plan(ranks=2)
    expected = seen(loader(Numbers(20), the_plan, rank=1), range(12))
    one = loader(kind(20), the_plan, rank=1, first_step=5, data_workers=workers)
    assert seen(one, range(5, 12)) == expected[5:]
    one.close()


def test_that_random_augmentation_in_workers_is_the_same_after_a_resume() -> None:
    def draws(first_step: int, workers: int) -> list[list[float]]:
        one = loader(Noisy(20), plan(ranks=1), first_step=first_step, data_workers=workers)
        drawn = [
            [value for batch in one.micro_batches(step) for value in batch.inputs.flatten().tolist()]
            for step in range(first_step, 8)
        ]
        one.close()
        return drawn

    assert draws(3, 1) == draws(0, 2)[3:]


def test_that_workers_leave_the_generator_of_training_alone() -> None:
    before = torch.get_rng_state()
    one = loader(Numbers(20), plan(ranks=1), data_workers=1)
    seen(one, range(2))
    one.close()
    assert torch.equal(torch.get_rng_state(), before)


def test_that_an_error_in_a_worker_says_what_and_where() -> None:
    one = loader(Broken(20), plan(ranks=1), data_workers=1)
    with pytest.raises(ValueError, match=r"Caught ValueError in DataLoader worker process 0[\s\S]*cut off"):
        seen(one, range(1))
    one.close()


def test_that_inputs_come_in_the_precision_asked_for_and_targets_as_they_are() -> None:
    spec = training()
    one = BatchLoader(
        Numbers(20),
        SampleOrder(plan(ranks=1), spec, 0),
        spec,
        rank=0,
        first_step=0,
        last_step=None,
        device=CPU,
        dtype=torch.float64,
        meter=Silent(),
    )
    batch = next(one.micro_batches(0))
    assert (batch.inputs.dtype, batch.targets.dtype) == (torch.float64, torch.int64)


def test_that_many_samples_are_taken_at_once_where_the_data_set_can() -> None:
    indices = np.array([4, 1, 3])
    for data in (Numbers(5), ManyNumbers(5)):
        inputs, targets = load_batch(data, indices)
        assert inputs.tolist() == [[4.0], [1.0], [3.0]]
        assert targets.tolist() == [4, 1, 3]


@pytest.mark.parametrize(("num_test", "world_size"), [(10, 1), (10, 3), (7, 2), (2, 3)])
def test_that_test_samples_are_evaluated_once_in_equally_many_batches(num_test: int, world_size: int) -> None:
    shards = [list(shard(num_test, 2, rank=rank, world_size=world_size)) for rank in range(world_size)]
    assert len({len(batches) for batches in shards}) == 1
    counted = [int(index) for batches in shards for indices, count in batches for index in indices[:count]]
    assert sorted(counted) == list(range(num_test))
    assert all(len(indices) for batches in shards for indices, _ in batches)


@pytest.mark.parametrize("workers", [0, 1])
def test_that_tokens_stay_whole_numbers(workers: int) -> None:
    one = loader(Tokens(20), plan(ranks=1), data_workers=workers, shuffle=False)
    first, _ = one.micro_batches(0)
    one.close()
    assert first.inputs.dtype == first.targets.dtype == torch.int64
    assert first.inputs.tolist() == [[0, 1, 2, 3], [1, 2, 3, 4]]
    assert first.targets.tolist() == [[1, 2, 3, 4], [2, 3, 4, 5]]
