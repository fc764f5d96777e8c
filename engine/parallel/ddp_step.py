"""A step of DistributedDataParallel."""

import gc
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import partial
from inspect import signature
from typing import Any

import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from engine.contracts import Carried, Meter, MicroBatch, ParallelContext, StepTotals
from engine.parallel.accumulation import mark_last, silent
from engine.parallel.buffers import SharedBuffers
from engine.parallel.exposed_communication import ExposedCommunication
from engine.parallel.gradient_hooks import Average, PowerSgd, build_average
from engine.parallel.module_step import predict
from engine.parallel.objective import Objective, Sums
from engine.parallel.sync_batch_norm import Sharing, share_statistics
from engine.record.beat import Phase
from engine.spec.strategy import DdpSpec, ZeroSpec


class DdpStep:
    """This rank's part of the samples; the gradient that is left is that of all.

    Between steps every rank holds the same weights and the same buffers, those of rank 0: so each may
    evaluate its own part of the data, and any of them may save any tensor.
    """

    norm_group: dist.ProcessGroup | None = None

    def __init__(
        self,
        wrap: Callable[[], DistributedDataParallel],
        objective: Objective,
        sharing: Sharing,
        average: Average,
        *,
        divides_optimizer: bool = False,
    ) -> None:
        """Prepares a step.

        Args:
            wrap: Wraps the module, whose buffers nobody else keeps equal.
            objective: The loss.
            sharing: What its SyncBatchNorm layers share.
            average: How a bucket of gradients is averaged.
            divides_optimizer: Whether each rank updates only its part of the weights.
        """
        self.divides_optimizer = divides_optimizer
        self.carried: Carried | None = average if isinstance(average, PowerSgd) else None
        self._average = average
        self._wrap = wrap
        self._wrapped = wrap()
        self.module: nn.Module = self._wrapped.module
        self._objective = objective
        self._sharing = sharing
        self._waiting = ExposedCommunication(self._wrapped, average)
        self._world_size = dist.get_world_size()
        self._buffers = SharedBuffers(self.module)

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """See `engine.contracts.TrainingStep`; every rank gets equally many micro-batches.

        The average over ranks of `local sum / num_samples × world size` is the mean over all samples.
        """
        self._objective.enter_training(self.module)
        self._sharing.meter = meter
        sums = self._objective.start()
        weight = self._world_size / num_samples
        for batch, is_last in mark_last(micro_batches):
            with nullcontext() if is_last else self._wrapped.no_sync():
                with meter.phase(Phase.FORWARD):
                    loss = self._forward(batch, sums)
                with meter.phase(Phase.BACKWARD), self._waiting.told_to(meter):
                    self._objective.backward(loss, weight)
        if self._buffers:
            with meter.phase(Phase.COMMUNICATION):
                self._buffers.share()
        return sums.totals()

    def follow_freezing(self) -> None:
        """See `engine.contracts.TrainingStep`.

        DistributedDataParallel averages what required a gradient when it was made: it is made anew. The old
        one has to be gone before, or its hooks would still wait for gradients.
        """
        del self._wrapped, self._waiting
        gc.collect()
        self._wrapped = self._wrap()
        self._waiting = ExposedCommunication(self._wrapped, self._average)

    def predict(self, inputs: Tensor) -> Tensor:
        """See `engine.contracts.TrainingStep`. No rank waits for another."""
        return predict(self.module, self._objective, inputs)

    def _forward(self, batch: MicroBatch, sums: Sums) -> Tensor:
        """The loss of a micro-batch. Samples that do not count leave no trace in any statistics."""
        counts = self._sharing.counts = batch.num_samples > 0
        with nullcontext() if counts else silent(self._buffers.norms):
            return self._objective.forward(self._wrapped, batch, sums)


_BUFFERS = "forward_sync_buffers"
if _BUFFERS not in signature(DistributedDataParallel.__init__).parameters:  # before torch 2.14
    _BUFFERS = "broadcast_buffers"
_LEAVE_BUFFERS: dict[str, Any] = {_BUFFERS: False}
"""The step shares buffers at its end instead of at its start, see DdpStep."""


def build_ddp_step(model: nn.Module, context: ParallelContext, *, divides_optimizer: bool = False) -> DdpStep:
    """The model, spread over the ranks of the default group.

    Args:
        model: On its device, the same weights on every rank.
        context: The run.
        divides_optimizer: Whether each rank updates only its part of the weights.
    """
    options = context.spec.strategy
    assert isinstance(options, DdpSpec | ZeroSpec)
    sharing = Sharing()
    if options.sync_batch_norm:
        model = share_statistics(model, sharing)
    wrap = partial(
        DistributedDataParallel,
        model,
        device_ids=[context.device.index] if context.device.type == "cuda" else None,
        bucket_cap_mb=options.bucket_megabytes,
        find_unused_parameters=options.find_unused_parameters,
        gradient_as_bucket_view=True,
        static_graph=isinstance(options, DdpSpec) and options.static_graph,
        **_LEAVE_BUFFERS,
    )
    average = build_average(options)
    return DdpStep(wrap, Objective(context), sharing, average, divides_optimizer=divides_optimizer)
