"""Loss and accuracy on the test samples, each of them seen once, by one rank."""

import math
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset

from engine.contracts import MicroBatch, TrainingStep
from engine.parallel.objective import count_correct, sum_losses
from engine.record.beat import Phase
from engine.training.average import WeightAverage
from engine.training.loader import Indices, load_batch, move_batch
from engine.training.meters import StepMeter
from engine.training.peers import Peers
from engine.training.state import Evaluation


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates a model on all test samples, divided over the ranks."""

    step: TrainingStep
    data: Dataset[Any]
    num_test: int
    targets_per_sample: int
    batch_size: int
    device: torch.device
    dtype: torch.dtype
    peers: Peers
    meter: StepMeter
    part: int
    """Which part of the test samples this rank sees, of `num_parts`."""
    num_parts: int
    speaks: bool
    """Whether this rank tells what its part gave: one of those that share it."""
    average: WeightAverage | None = None
    """The weights to evaluate with, where they are not the model's own."""

    def evaluate(self, step: int) -> tuple[Evaluation, float]:
        """The evaluation after `step` steps and the seconds it took; the same on every rank."""
        started = time.perf_counter()
        loss_sum = torch.zeros((), dtype=torch.float64, device=self.device)
        num_correct = torch.zeros((), dtype=torch.int64, device=self.device)
        with nullcontext() if self.average is None else self.average.in_place():
            for batch in self._batches():
                self.meter.beat(Phase.EVALUATING)
                logits = self.step.predict(batch.inputs)
                if batch.num_samples and self.speaks and logits is not None:
                    loss_sum += sum_losses(logits.to(torch.float64), batch.targets)
                    num_correct += count_correct(logits, batch.targets)
        said = self.peers.gather([loss_sum.item(), num_correct.item()])
        losses, correct = said[:, 0], said[:, 1]
        evaluation = Evaluation(
            step=step,
            loss=float(sum(losses.tolist())) / self.num_test,
            accuracy=float(correct.sum()) / (self.num_test * self.targets_per_sample),
            num_samples=self.num_test,
        )
        return evaluation, time.perf_counter() - started

    def _batches(self) -> Iterator[MicroBatch]:
        for indices, num_samples in shard(
            self.num_test, self.batch_size, rank=self.part, world_size=self.num_parts
        ):
            inputs, targets = load_batch(self.data, indices)
            yield move_batch(inputs, targets, num_samples, self.device, self.dtype)


def shard(num_test: int, batch_size: int, *, rank: int, world_size: int) -> Iterator[tuple[Indices, int]]:
    """A rank's test samples in batches, and how many of each batch count.

    Every rank gets equally many batches, for a strategy whose ranks compute a prediction together: one that
    has fewer samples keeps the others company with a sample that does not count.
    """
    mine = np.array_split(np.arange(num_test), world_size)[rank]
    for number in range(math.ceil(math.ceil(num_test / world_size) / batch_size)):
        indices = mine[number * batch_size : (number + 1) * batch_size]
        yield (indices, len(indices)) if len(indices) else (np.zeros(1, np.int64), 0)
