"""Which samples make a step, and which of them a rank sees: exact, for many sizes."""

from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.plan.batch import (
    build_batch_plan,
    chunk_pieces,
    data_parallel_ranks,
    describe_batch,
    epoch_order,
    even_pieces,
    last_accumulations,
    rank_micro_batches,
)
from engine.plan.records import BatchPlan, DataFacts, Mesh, Plan
from engine.spec import TrainingSpec

SIZES = [
    (num_train, micro, accumulations, degree)
    for num_train, micro, accumulations, degree in product(
        (1, 2, 7, 16, 23, 97), (1, 2, 5), (1, 2, 3), (1, 2, 3, 4)
    )
    if micro * accumulations * degree <= num_train
]


def batch_of(
    num_train: int, micro: int = 1, accumulations: int = 1, degree: int = 1, *, last_batch: str = "keep"
) -> BatchPlan:
    training = TrainingSpec.model_validate(
        {"micro_batch_size": micro, "grad_accum_steps": accumulations, "last_batch": last_batch}
    )
    return build_batch_plan(training, data_parallel_degree=degree, num_train=num_train)


def pieces_of(batch: BatchPlan, order: NDArray[np.int64], step: int) -> list[list[NDArray[np.int64]]]:
    """A step's pieces: for each rank, one an accumulation."""
    return [rank_micro_batches(batch, order, step, rank) for rank in range(batch.data_parallel_degree)]


def seen_in_epoch(batch: BatchPlan, order: NDArray[np.int64]) -> list[int]:
    steps = range(batch.steps_per_epoch)
    return [number for step in steps for number in numbers(pieces_of(batch, order, step))]


def numbers(pieces: list[list[NDArray[np.int64]]]) -> list[int]:
    return [int(number) for of_rank in pieces for piece in of_rank for number in piece]


@pytest.mark.parametrize(
    ("num_train", "last_batch", "full", "last", "dropped", "steps"),
    [
        (1437, "keep", 11, 29, 0, 12),
        (1437, "drop", 11, 0, 29, 11),
        (1408, "keep", 11, 0, 0, 11),
        (1408, "drop", 11, 0, 0, 11),
        (127, "keep", 0, 127, 0, 1),
        (127, "drop", 0, 0, 127, 0),
    ],
)
def test_that_an_epoch_is_divided_exactly(
    num_train: int, last_batch: str, full: int, last: int, dropped: int, steps: int
) -> None:
    batch = batch_of(num_train, 16, 2, 4, last_batch=last_batch)
    assert batch.global_batch_size == 128
    assert (batch.full_steps_per_epoch, batch.last_batch_samples) == (full, last)
    assert (batch.dropped_samples, batch.steps_per_epoch) == (dropped, steps)


@pytest.mark.parametrize("last_batch", ["keep", "drop"])
def test_that_no_sample_is_lost_in_silence(last_batch: str) -> None:
    for size in SIZES:
        batch = batch_of(*size, last_batch=last_batch)
        full = batch.full_steps_per_epoch * batch.global_batch_size
        assert full + batch.last_batch_samples + batch.dropped_samples == batch.num_train, size


def test_that_every_sample_is_seen_exactly_once_an_epoch() -> None:
    for size in SIZES:
        batch = batch_of(*size)
        order = epoch_order(batch.num_train, seed=5, epoch=0, shuffle=True)
        seen = seen_in_epoch(batch, order)
        assert sorted(seen) == list(range(batch.num_train)), size


def test_that_dropping_leaves_out_the_end_of_the_order_and_nothing_else() -> None:
    for size in SIZES:
        batch = batch_of(*size, last_batch="drop")
        order = epoch_order(batch.num_train, seed=5, epoch=0, shuffle=True)
        seen = seen_in_epoch(batch, order)
        kept = batch.num_train - batch.dropped_samples
        assert sorted(seen) == sorted(order[:kept].tolist()), size


def test_that_every_piece_of_a_whole_step_is_a_micro_batch() -> None:
    for size in SIZES:
        batch = batch_of(*size)
        order = np.arange(batch.num_train)
        for step in range(batch.full_steps_per_epoch):
            lengths = {len(piece) for of_rank in pieces_of(batch, order, step) for piece in of_rank}
            assert lengths == {batch.micro_batch_size}, size


def test_that_pieces_of_the_last_step_differ_by_one_at_most_and_are_never_too_large() -> None:
    for size in SIZES:
        batch = batch_of(*size)
        if not batch.last_batch_samples:
            continue
        last = pieces_of(batch, np.arange(batch.num_train), batch.steps_per_epoch - 1)
        lengths = [len(piece) for of_rank in last for piece in of_rank]
        assert max(lengths) - min(lengths) <= 1, size
        assert max(lengths) <= batch.micro_batch_size, size
        assert sum(lengths) == batch.last_batch_samples, size


def test_that_samples_lie_accumulation_by_accumulation_and_rank_by_rank() -> None:
    batch = batch_of(20, 2, 2, 2)
    assert [[piece.tolist() for piece in of_rank] for of_rank in pieces_of(batch, np.arange(20), 0)] == [
        [[0, 1], [4, 5]],
        [[2, 3], [6, 7]],
    ]


@pytest.mark.parametrize(
    ("num_train", "expected"),
    [
        (13, [[[8, 9], [11]], [[10], [12]]]),
        (11, [[[8], [10]], [[9], []]]),
        (9, [[[8], []], [[], []]]),
    ],
)
def test_that_a_last_step_is_shared_out_evenly_even_if_some_get_nothing(
    num_train: int, expected: list[list[list[int]]]
) -> None:
    batch = batch_of(num_train, 2, 2, 2)
    last = pieces_of(batch, np.arange(num_train), 1)
    assert [[piece.tolist() for piece in of_rank] for of_rank in last] == expected


def test_that_a_step_has_the_same_samples_however_it_is_divided() -> None:
    order = epoch_order(101, seed=1, epoch=2, shuffle=True)
    ways = [(12, 1, 1), (6, 2, 1), (6, 1, 2), (3, 2, 2), (1, 3, 4), (4, 1, 3)]
    for step in range(9):
        of_ways = {tuple(sorted(numbers(pieces_of(batch_of(101, *way), order, step)))) for way in ways}
        assert len(of_ways) == 1


def test_that_an_order_is_decided_by_seed_and_epoch_alone() -> None:
    orders = {
        (seed, epoch): epoch_order(200, seed, epoch, shuffle=True) for seed in (0, 1) for epoch in (0, 1)
    }
    for (seed, epoch), order in orders.items():
        assert order.dtype == np.int64
        assert sorted(order.tolist()) == list(range(200))
        assert np.array_equal(order, epoch_order(200, seed, epoch, shuffle=True))
    assert len({tuple(order.tolist()) for order in orders.values()}) == 4


def test_that_without_shuffling_samples_come_as_they_lie() -> None:
    for epoch in (0, 7):
        assert epoch_order(5, seed=3, epoch=epoch, shuffle=False).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("accumulations", "degree", "sentence"),
    [
        (1, 1, "32 samples a step"),
        (2, 1, "32 × 2 accumulations = 64 samples a step"),
        (1, 4, "32 × 4 replicas = 128 samples a step"),
        (2, 4, "32 × 2 accumulations × 4 replicas = 256 samples a step"),
    ],
)
def test_that_the_arithmetic_is_a_sentence(accumulations: int, degree: int, sentence: str) -> None:
    assert describe_batch(batch_of(1000, 32, accumulations, degree)) == sentence


def plan_of(*, world_size: int, degree: int) -> Plan:
    return Plan(
        world_size=world_size,
        mesh=Mesh(replicate=degree),
        devices=(),
        ranks=(),
        backend="gloo",
        batch=batch_of(100, 2, 1, degree),
        facts=DataFacts(num_train=100, num_test=1, num_classes=2, input_shape=(1,)),
        total_steps=None,
    )


def test_that_one_process_takes_every_part_of_a_step_and_others_their_own() -> None:
    assert list(data_parallel_ranks(plan_of(world_size=1, degree=3), 0)) == [0, 1, 2]
    parts = [list(data_parallel_ranks(plan_of(world_size=3, degree=3), rank)) for rank in range(3)]
    assert parts == [[0], [1], [2]]


def test_that_steps_follow_one_another_in_the_order() -> None:
    batch = batch_of(23, 2, 2, 2)
    steps = [numbers(pieces_of(batch, np.arange(23), step)) for step in range(batch.steps_per_epoch)]
    assert all(max(before) < min(after) for before, after in pairwise(steps))


@pytest.mark.parametrize("parts", range(1, 9))
def test_that_pieces_are_those_that_torch_makes(parts: int) -> None:
    import torch

    for num_samples in range(1, 50):
        samples = torch.arange(num_samples)
        assert chunk_pieces(num_samples, parts) == tuple(len(piece) for piece in samples.chunk(parts))
        even = samples.tensor_split(parts)
        assert even_pieces(num_samples, parts) == tuple(len(piece) for piece in even)
    assert chunk_pieces(0, parts) == ()
    assert even_pieces(0, parts) == (0,) * parts


@pytest.mark.parametrize(("num_train", "micro", "accumulations", "degree"), SIZES)
def test_that_the_accumulations_of_a_last_step_have_what_their_ranks_have(
    num_train: int, micro: int, accumulations: int, degree: int
) -> None:
    batch = batch_of(num_train, micro, accumulations, degree)
    told = last_accumulations(batch)
    if not batch.last_batch_samples:
        assert told == (0,) * accumulations
        return
    pieces = pieces_of(batch, np.arange(num_train), batch.full_steps_per_epoch)
    assert told == tuple(sum(len(rank[number]) for rank in pieces) for number in range(accumulations))
