"""A step of DistributedDataParallel."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch._C._distributed_c10d import GradBucket
from torch.distributed.algorithms.ddp_comm_hooks.default_hooks import allreduce_hook
from torch.nn.parallel import DistributedDataParallel

from engine.contracts import Meter, MicroBatch, ParallelContext, StepTotals
from engine.parallel.module_step import predict
from engine.parallel.objective import Objective
from engine.parallel.sync_batch_norm import SyncBatchNorm, share_statistics
from engine.record.beat import Phase
from engine.spec.strategy import DdpSpec


class ExposedCommunication:
    """From the last bucket being ready to the end of backward nothing is computed: that is waiting.

    What is averaged before, while backward still runs, costs no time of its own.
    """

    def __init__(self) -> None:
        self.meter: Meter | None = None
        self._phase: AbstractContextManager[None] | None = None

    def reduce(self, _state: object, bucket: GradBucket) -> torch.futures.Future[torch.Tensor]:
        """Average a bucket over all ranks, as DistributedDataParallel does without a hook."""
        future = allreduce_hook(None, bucket)  # type: ignore[arg-type]  # None: the default group
        if bucket.is_last() and self.meter is not None:
            self._phase = self.meter.phase(Phase.COMMUNICATION)
            self._phase.__enter__()
        return future

    def end(self) -> None:
        """Backward is over."""
        if self._phase is not None:
            self._phase.__exit__(None, None, None)
            self._phase = None


class DdpStep:
    """This rank's part of the samples; the gradient that is left is that of all."""

    def __init__(self, wrapped: DistributedDataParallel, objective: Objective, waiting: ExposedCommunication):
        """Prepares a step.

        Args:
            wrapped: The module, with the hook of `waiting`.
            objective: The loss.
            waiting: What tells communication from backward.
        """
        self.module: nn.Module = wrapped.module
        self._wrapped = wrapped
        self._objective = objective
        self._waiting = waiting
        self._world_size = dist.get_world_size()
        self._shared = [layer for layer in wrapped.modules() if isinstance(layer, SyncBatchNorm)]
        self._own_buffers = list(wrapped.module.buffers()) if wrapped.broadcast_buffers else []
        self._buffers_differ = False

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """See `engine.contracts.TrainingStep`.

        The average over ranks of `local sum / num_samples × world size` is the mean over all samples.
        """
        self._wrapped.train()  # type: ignore[no-untyped-call]
        self._buffers_differ = bool(self._own_buffers)
        sums = self._objective.start()
        weight = self._world_size / num_samples
        last = self._objective.grad_accum_steps - 1
        for index, batch in enumerate(micro_batches):
            for layer in self._shared:
                layer.counts = batch.num_samples > 0
            self._waiting.meter = meter if index == last else None
            with nullcontext() if index == last else self._wrapped.no_sync():
                with meter.phase(Phase.FORWARD):
                    loss = self._objective.forward(self._wrapped, batch, sums)
                with meter.phase(Phase.BACKWARD):
                    self._objective.backward(loss, weight)
                    self._waiting.end()
        return sums.totals()

    def predict(self, inputs: Tensor) -> Tensor:
        """See `engine.contracts.TrainingStep`. Every rank uses the buffers that are saved: rank 0's."""
        if self._buffers_differ:
            for buffer in self._own_buffers:
                dist.broadcast(buffer, 0)
            self._buffers_differ = False
        return predict(self.module, self._objective, inputs)


def build_ddp_step(model: nn.Module, context: ParallelContext) -> DdpStep:
    """The model, spread over the ranks of the default group.

    Args:
        model: On its device, the same weights on every rank.
        context: The run.
    """
    options = context.spec.strategy
    assert isinstance(options, DdpSpec)
    if options.sync_batch_norm:
        model = share_statistics(model)
    on_gpu = context.device.type == "cuda"
    wrapped = DistributedDataParallel(
        model,
        device_ids=[context.device.index] if on_gpu else None,
        bucket_cap_mb=options.bucket_megabytes,
        find_unused_parameters=options.find_unused_parameters,
        broadcast_buffers=not options.sync_batch_norm and any(True for _ in model.buffers()),
        gradient_as_bucket_view=True,
    )
    waiting = ExposedCommunication()
    wrapped.register_comm_hook(None, waiting.reduce)
    return DdpStep(wrapped, Objective(context), waiting)
