"""DataParallel over CPU slices: what `nn.DataParallel` does with GPUs, with a thread a replica.

torch's own needs a CUDA driver. The steps are the same: scatter the samples, replicate the model, apply the
replicas in parallel, gather their results; and the gradients are summed on the first.
"""

import copy
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn

from engine.contracts import Carried, Meter, MicroBatch, StepTotals
from engine.parallel.module_step import predict
from engine.parallel.objective import Objective, Sums
from engine.parallel.slice_threads import open_slice_thread
from engine.record.beat import Phase

T = TypeVar("T")


class ReplicasStep:
    """A replica a slice, each in a thread of its own that lives as long as the run.

    The first replica is the module itself, so its buffers are those that are kept. The others share the
    storage of its parameters: an update reaches them without a copy.
    """

    divides_optimizer = False
    carried: Carried | None = None
    norm_group: dist.ProcessGroup | None = None

    def __init__(self, module: nn.Module, objective: Objective, slices: Sequence[Sequence[int]]) -> None:
        """Makes replicas and threads.

        Args:
            module: The model, on the CPU.
            objective: The loss.
            slices: The cores of each replica.
        """
        self.module = module
        self._objective = objective
        self._replicas = [module, *(_replica(module) for _ in slices[1:])]
        self._threads = [open_slice_thread(f"replica-{number}", cores) for number, cores in enumerate(slices)]

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """See `engine.contracts.TrainingStep`."""
        totals = self._objective.start()
        for replica in self._replicas:
            self._objective.enter_training(replica)
        with meter.phase(Phase.COMMUNICATION):
            self._replicate()
        for batch in micro_batches:
            if not batch.num_samples:
                continue
            with meter.phase(Phase.COMMUNICATION):
                pieces = _scatter(batch, len(self._replicas))
                parts = [self._objective.start() for _ in pieces]
            with meter.phase(Phase.FORWARD):
                losses = self._start(self._objective.forward, self._replicas, pieces, parts)
                done = self._start(self._backward, losses, [1 / num_samples] * len(losses))
                _results(losses)
            with meter.phase(Phase.BACKWARD):
                _results(done)
            with meter.phase(Phase.COMMUNICATION):
                _gather(parts, totals)
        with meter.phase(Phase.COMMUNICATION):
            self._sum_gradients()
        return totals.totals()

    def follow_freezing(self) -> None:
        """See `engine.contracts.TrainingStep`."""
        for replica in self._replicas[1:]:
            for parameter, first in zip(replica.parameters(), self.module.parameters(), strict=True):
                parameter.requires_grad_(first.requires_grad)

    def predict(self, inputs: Tensor) -> Tensor:
        """See `engine.contracts.TrainingStep`. The replicas take a part of the inputs each."""
        self._replicate()
        pieces = _split(inputs, len(self._replicas))
        objectives = [self._objective] * len(pieces)
        return torch.cat(_results(self._start(predict, self._replicas, objectives, pieces)))

    def close(self) -> None:
        """End the threads."""
        for thread in self._threads:
            thread.shutdown()

    def _start(self, function: Callable[..., T], *columns: Sequence[Any]) -> list[Future[T]]:
        """The function in every replica's thread, on its own arguments, after what it was given before."""
        return [
            thread.submit(function, *arguments)
            for thread, *arguments in zip(self._threads, *columns, strict=False)
        ]

    def _backward(self, loss: Future[Tensor], weight: float) -> None:
        """In the thread that computed the loss: no replica waits for another's forward."""
        self._objective.backward(loss.result(), weight)

    def _replicate(self) -> None:
        """The others start from the first one's buffers; its parameters they share."""
        for replica in self._replicas[1:]:
            for buffer, first in zip(replica.buffers(), self.module.buffers(), strict=True):
                buffer.copy_(first)

    def _sum_gradients(self) -> None:
        """Onto the first replica's, in replica order, so that the sum is the same bits every time."""
        for replica in self._replicas[1:]:
            mine, others = [], []
            for first, other in zip(self.module.parameters(), replica.parameters(), strict=True):
                if other.grad is not None:
                    if first.grad is None:
                        first.grad = torch.zeros_like(first)
                    mine.append(first.grad)
                    others.append(other.grad)
                    other.grad = None
            if mine:
                torch._foreach_add_(mine, others)


def _results(waiting: Iterable[Future[T]]) -> list[T]:
    """In replica order, once all are there."""
    return [future.result() for future in waiting]


def _replica(module: nn.Module) -> nn.Module:
    replica = copy.deepcopy(module)
    for parameter, first in zip(replica.parameters(), module.parameters(), strict=True):
        parameter.data = first.data
    return replica


def _split(tensor: Tensor, parts: int) -> list[Tensor]:
    """At most `parts` pieces, sizes differing by one at the most, none empty."""
    return [piece for piece in torch.tensor_split(tensor, parts) if len(piece)]


def _scatter(batch: MicroBatch, parts: int) -> list[MicroBatch]:
    inputs, targets = _split(batch.inputs, parts), _split(batch.targets, parts)
    return [MicroBatch(mine, right, len(mine)) for mine, right in zip(inputs, targets, strict=True)]


def _gather(parts: Iterable[Sums], totals: Sums) -> None:
    for part in parts:
        totals.add(part.loss_sum, part.num_correct, part.num_samples)
