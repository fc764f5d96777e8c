"""Samples on their way to a rank, in an order that seed, epoch and step alone decide."""

import multiprocessing
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, default_collate

from engine.contracts import Meter, MicroBatch
from engine.launcher.process_tree import die_with_parent
from engine.plan.batch import data_parallel_ranks, epoch_order, rank_micro_batches
from engine.plan.records import Plan
from engine.record.beat import Phase
from engine.spec.training import TrainingSpec

Indices = NDArray[np.int64]
Batch = tuple[Tensor, Tensor]


class TakesMany(Protocol):
    """A data set that gives many samples at once."""

    def take(self, indices: Indices) -> Batch:
        """Inputs [n, *input_shape] and targets [n] or [n, T] of these samples."""
        ...


class ChangesByEpoch(Protocol):
    """A data set whose samples are changed at random in training."""

    def take_in_epoch(self, indices: Indices, epoch: int) -> Batch:
        """These samples, changed by what seed, epoch and index alone decide."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """What one rank takes in one forward."""

    step: int
    """Steps done before."""
    part: int
    """Which accumulation of the step, from 0."""
    indices: Indices
    num_samples: int
    """How many of them count; 0 where the only one keeps the others company."""
    epoch: int = 0
    """From 0: random changes of a sample belong to its epoch."""


class SampleOrder:
    """Which samples a rank takes in which step. Pure but for the last epoch's order, which it keeps."""

    def __init__(self, plan: Plan, training: TrainingSpec, rank: int) -> None:
        self._batch = plan.batch
        self._training = training
        self._pieces_of = data_parallel_ranks(plan, rank)
        self._epoch = -1
        self._order: Indices = np.empty(0, np.int64)

    def num_samples(self, step: int) -> int:
        """Samples of all ranks in a step, `step` being done before."""
        in_epoch = step % self._batch.steps_per_epoch
        full = in_epoch < self._batch.full_steps_per_epoch
        return self._batch.global_batch_size if full else self._batch.last_batch_samples

    def pieces(self, step: int) -> tuple[Piece, ...]:
        """This rank's samples of a step, one piece an accumulation, `step` being done before."""
        epoch, in_epoch = divmod(step, self._batch.steps_per_epoch)
        order = self._order_of(epoch)
        of_each = [rank_micro_batches(self._batch, order, in_epoch, part) for part in self._pieces_of]
        pieces = []
        for part, indices in enumerate(zip(*of_each, strict=True)):
            joined = np.concatenate(indices)
            count = len(joined)
            pieces.append(Piece(step, part, joined if count else order[:1], count, epoch))
        return tuple(pieces)

    def _order_of(self, epoch: int) -> Indices:
        if epoch != self._epoch:
            self._order = epoch_order(
                self._batch.num_train, self._training.seed, epoch, self._training.shuffle
            )
            self._epoch = epoch
        return self._order


def load_batch(data: Dataset[Any], indices: Indices, epoch: int | None = None) -> Batch:
    """These samples, in this order; as training sees them in that epoch, where one is given."""
    if epoch is not None and hasattr(data, "take_in_epoch"):
        return cast(ChangesByEpoch, data).take_in_epoch(indices, epoch)
    if hasattr(data, "take"):  # to ask for the protocol would cost ten times as much
        return cast(TakesMany, data).take(indices)
    inputs, targets = default_collate([data[int(index)] for index in indices])
    return inputs, targets


class BatchLoader:
    """The micro-batches of step after step, on the rank's device."""

    def __init__(
        self,
        data: Dataset[Any],
        order: SampleOrder,
        training: TrainingSpec,
        *,
        rank: int,
        first_step: int,
        last_step: int | None,
        device: torch.device,
        dtype: torch.dtype,
        meter: Meter,
    ) -> None:
        """Begins after `first_step` steps, and prepares nothing beyond `last_step` where that is known."""
        self._data = data
        self._order = order
        self._rank = rank
        self._device = device
        self._dtype = dtype
        self._meter = meter
        self._ahead = _PiecesAhead(order, first_step, last_step)
        self._from_workers: Iterator[Batch] | None = None
        if training.data_workers:
            self._from_workers = _start_workers(data, self._ahead, training, rank, device)

    def num_samples(self, step: int) -> int:
        """Samples of all ranks in a step, `step` being done before."""
        return self._order.num_samples(step)

    def micro_batches(self, step: int) -> Iterator[MicroBatch]:
        """This rank's micro-batches of a step. With data workers each step is asked for once, in order."""
        load = self._load if self._from_workers is None else self._await
        with self._meter.phase(Phase.DATA):
            pieces = self._order.pieces(step) if self._from_workers is None else self._ahead.of_step(step)
        for piece in pieces:
            with self._meter.phase(Phase.DATA):
                inputs, targets = load(piece)
                batch = move_batch(inputs, targets, piece.num_samples, self._device, self._dtype)
            yield batch

    def _load(self, piece: Piece) -> Batch:
        return load_batch(self._data, piece.indices, piece.epoch)

    def _await(self, _piece: Piece) -> Batch:
        assert self._from_workers is not None
        try:
            return next(self._from_workers)
        except (ConnectionError, EOFError, FileNotFoundError):
            # A worker died in the middle of handing a batch over: said as torch says it, and without the
            # broken connection, which would look like another rank's end.
            raise RuntimeError(f"DataLoader worker of rank {self._rank} exited unexpectedly.") from None

    def close(self) -> None:
        """End the data workers."""
        if self._from_workers is not None:
            shut_down = getattr(self._from_workers, "_shutdown_workers", None)
            if shut_down is not None:
                shut_down()
            self._from_workers = None


def move_batch(
    inputs: Tensor, targets: Tensor, num_samples: int, device: torch.device, dtype: torch.dtype
) -> MicroBatch:
    """The batch on the device, numbers in `dtype`, tokens as they are.

    From pinned memory the copy does not make the host wait.
    """
    if inputs.is_floating_point():
        inputs = inputs.to(device, dtype, non_blocking=True)
    else:
        inputs = inputs.to(device, non_blocking=True)
    return MicroBatch(inputs, targets.to(device, non_blocking=True), num_samples)


class _PiecesAhead:
    """What the workers prepare, one piece after the other, remembered until the step takes it."""

    def __init__(self, order: SampleOrder, first_step: int, last_step: int | None) -> None:
        self._order = order
        self._first_step = first_step
        self._last_step = last_step
        self._handed_out: dict[int, tuple[Piece, ...]] = {}

    def __iter__(self) -> Iterator[Piece]:
        step = self._first_step
        while self._last_step is None or step < self._last_step:
            self._handed_out[step] = self._order.pieces(step)
            yield from self._handed_out[step]
            step += 1

    def of_step(self, step: int) -> tuple[Piece, ...]:
        """The pieces of a step that the workers already prepare."""
        return self._handed_out.pop(step)


class _WorkerData(Dataset[Any]):
    """The data set as a worker sees it: whole pieces, with randomness that belongs to the piece."""

    def __init__(self, data: Dataset[Any], seed: int, rank: int) -> None:
        self._data = data
        self._seed = seed
        self._rank = rank

    def __getitems__(self, piece: Piece) -> Batch:
        # Whichever worker takes it, and after whatever resume: random augmentation comes out the same.
        words = np.random.SeedSequence((self._seed, self._rank, piece.step, piece.part)).generate_state(3)
        torch.manual_seed(int(words[0]))
        np.random.seed(words[1])
        random.seed(int(words[2]))
        return load_batch(self._data, piece.indices, piece.epoch)

    def __getitem__(self, index: int) -> Any:
        return self._data[index]


class _WorkerStart:
    """What a data worker does first: it ends with its rank, and computes with one thread."""

    def __init__(self) -> None:
        self._rank_pid = os.getpid()

    def __call__(self, _worker: int) -> None:
        die_with_parent(self._rank_pid)
        torch.set_num_threads(1)


def _start_workers(
    data: Dataset[Any], pieces: _PiecesAhead, training: TrainingSpec, rank: int, device: torch.device
) -> Iterator[Batch]:
    context = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    loader: DataLoader[Any] = DataLoader(
        _WorkerData(data, training.seed, rank),
        batch_sampler=pieces,  # type: ignore[arg-type]  # pieces instead of lists, for __getitems__
        num_workers=training.data_workers,
        prefetch_factor=training.prefetch_batches,
        pin_memory=training.pin_memory and device.type == "cuda",
        collate_fn=_as_it_is,
        worker_init_fn=_WorkerStart(),
        multiprocessing_context=context,
        generator=torch.Generator().manual_seed(training.seed),  # the global one is the training's alone
    )
    return iter(loader)


def _as_it_is(batch: Any) -> Any:
    return batch
