"""Exactly which samples make a step, and which of them a rank sees. Pure arithmetic."""

import numpy as np
from numpy.typing import NDArray

from engine import counts
from engine.plan.records import BatchPlan, Plan
from engine.spec.training import TrainingSpec


def build_batch_plan(training: TrainingSpec, *, data_parallel_degree: int, num_train: int) -> BatchPlan:
    """How an epoch's samples are divided into steps.

    The number of samples is never changed in silence: what does not fill a last step is either trained on
    in a smaller one (`last_batch = "keep"`) or told as `dropped_samples`.

    Args:
        training: Micro-batch size, accumulation, and what happens to a last, incomplete batch.
        data_parallel_degree: Into how many parts the samples of a step are divided.
        num_train: Training samples.
    """
    size = training.micro_batch_size * training.grad_accum_steps * data_parallel_degree
    full_steps, remainder = divmod(num_train, size)
    keep = training.last_batch == "keep"
    return BatchPlan(
        micro_batch_size=training.micro_batch_size,
        grad_accum_steps=training.grad_accum_steps,
        data_parallel_degree=data_parallel_degree,
        global_batch_size=size,
        num_train=num_train,
        full_steps_per_epoch=full_steps,
        last_batch_samples=remainder if keep else 0,
        dropped_samples=0 if keep else remainder,
    )


def describe_batch(batch: BatchPlan) -> str:
    """The arithmetic as a sentence: `32 × 2 accumulations × 4 replicas = 256 samples a step`."""
    factors = [str(batch.micro_batch_size)]
    if batch.grad_accum_steps > 1:
        factors.append(f"{batch.grad_accum_steps} accumulations")
    if batch.data_parallel_degree > 1:
        factors.append(f"{batch.data_parallel_degree} replicas")
    size = f"{counts.samples(batch.global_batch_size)} a step"
    return f"{' × '.join(factors)} = {size}" if len(factors) > 1 else size


def epoch_order(num_samples: int, seed: int, epoch: int, shuffle: bool) -> NDArray[np.int64]:
    """The order in which an epoch visits the samples; seed and epoch alone decide it.

    Args:
        num_samples: Training samples.
        seed: Of the run.
        epoch: From 0.
        shuffle: False: as they lie.

    Returns:
        int64 [num_samples], each index once.
    """
    if not shuffle:
        return np.arange(num_samples, dtype=np.int64)
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, epoch))))
    return generator.permutation(num_samples).astype(np.int64, copy=False)


def rank_micro_batches(
    batch: BatchPlan, order: NDArray[np.int64], step_in_epoch: int, dp_rank: int
) -> list[NDArray[np.int64]]:
    """The samples one data-parallel rank takes in a step, one array an accumulation.

    The samples of a step are divided, in order, into accumulations × data-parallel ranks pieces whose sizes
    differ by at most one; accumulation by accumulation, rank by rank. So each is seen exactly once, and in a
    small last step some pieces may be empty.

    Args:
        batch: The division of an epoch.
        order: What `epoch_order` gives for this epoch, int64 [num_train].
        step_in_epoch: From 0.
        dp_rank: Which part of the samples, from 0.
    """
    first = step_in_epoch * batch.global_batch_size
    whole = step_in_epoch < batch.full_steps_per_epoch
    count = batch.global_batch_size if whole else batch.last_batch_samples
    degree = batch.data_parallel_degree
    small, larger = divmod(count, batch.grad_accum_steps * degree)
    pieces = []
    for accumulation in range(batch.grad_accum_steps):
        piece = accumulation * degree + dp_rank
        start = first + piece * small + min(piece, larger)
        pieces.append(order[start : start + small + (1 if piece < larger else 0)])
    return pieces


def even_pieces(num_samples: int, num_parts: int) -> tuple[int, ...]:
    """Sizes that differ by at most one, the larger first; 0 where there are fewer samples than parts."""
    small, larger = divmod(num_samples, num_parts)
    return (small + 1,) * larger + (small,) * (num_parts - larger)


def chunk_pieces(num_samples: int, num_parts: int) -> tuple[int, ...]:
    """Sizes as of `torch.chunk`: all as large as the first but for the last, and perhaps fewer than asked.

    13 samples in 4 parts are 4, 4, 4 and 1; 5 are 2, 2 and 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.chunk.html
    """
    if not num_samples:
        return ()
    size = -(-num_samples // num_parts)
    whole, rest = divmod(num_samples, size)
    return (size,) * whole + ((rest,) if rest else ())


def last_accumulations(batch: BatchPlan) -> tuple[int, ...]:
    """How many samples of an epoch's last, smaller step each accumulation has, all ranks together."""
    degree = batch.data_parallel_degree
    pieces = even_pieces(batch.last_batch_samples, batch.grad_accum_steps * degree)
    return tuple(sum(pieces[first : first + degree]) for first in range(0, len(pieces), degree))


def data_parallel_ranks(plan: Plan, rank: int) -> range:
    """Which parts of a step's samples a rank takes: all where it is alone, else its own."""
    if plan.world_size == 1:
        return range(plan.batch.data_parallel_degree)
    mine = plan.mesh.data_parallel_rank(rank)
    return range(mine, mine + 1)
