"""A step of a model in shards, or divided within its layers, or both."""

from collections.abc import Iterable
from contextlib import nullcontext

import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.fsdp import FSDPModule
from torch.nn.modules.batchnorm import _BatchNorm

from engine.contracts import Carried, Meter, MicroBatch, ParallelContext, StepTotals
from engine.parallel.accumulation import mark_last, silent
from engine.parallel.buffers import SharedBuffers
from engine.parallel.mesh import build_device_mesh, data_parallel_group, sharding_axes
from engine.parallel.module_step import predict
from engine.parallel.objective import Objective, Sums
from engine.parallel.shard_meter import meter_shards
from engine.parallel.sharding import shard_module
from engine.parallel.sync_batch_norm import Sharing, share_statistics
from engine.parallel.tensor_plan import apply_tensor_plan
from engine.record.beat import Phase
from engine.spec.strategy import mesh_options


class MeshStep:
    """This rank's part of the samples and of the model."""

    divides_optimizer = False
    carried: Carried | None = None
    norm_group: dist.ProcessGroup | None = None

    def __init__(self, module: nn.Module, context: ParallelContext, sharing: Sharing) -> None:
        """Prepares a step.

        Args:
            module: Already divided.
            context: The run.
            sharing: What its SyncBatchNorm layers share.
        """
        self.module = module
        self._objective = Objective(context)
        self._sharing = sharing
        self._degree = context.plan.mesh.data_parallel_degree
        self._speaks = context.plan.mesh.speaks(context.rank)
        self._buffers = SharedBuffers(module, sharing.group)
        self._shards = meter_shards(module, context.device)

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """See `engine.contracts.TrainingStep`.

        Shards average over the data-parallel ranks: of `local sum / num_samples × degree` that is the mean
        over all samples. Ranks that divide layers between them all have the whole gradient of theirs.
        """
        self._objective.enter_training(self.module)
        self._sharing.meter = self._shards.meter = meter
        sums = self._objective.start()
        for batch, is_last in mark_last(micro_batches):
            if isinstance(self.module, FSDPModule):
                self.module.set_requires_gradient_sync(is_last)
            with meter.phase(Phase.FORWARD):
                loss = self._forward(batch, sums)
            with meter.phase(Phase.BACKWARD):
                self._objective.backward(loss, self._degree / num_samples)
        if self._buffers and self._degree > 1:
            with meter.phase(Phase.COMMUNICATION):
                self._buffers.share()
        return sums.totals() if self._speaks else self._objective.start().totals()

    def follow_freezing(self) -> None:
        """See `engine.contracts.TrainingStep`; of a divided model other gradients are dropped instead."""

    def predict(self, inputs: Tensor) -> Tensor:
        """See `engine.contracts.TrainingStep`."""
        return predict(self.module, self._objective, inputs)

    def _forward(self, batch: MicroBatch, sums: Sums) -> Tensor:
        counts = self._sharing.counts = batch.num_samples > 0
        with nullcontext() if counts else silent(self._buffers.norms):
            return self._objective.forward(self.module, batch, sums)


def build_mesh_step(model: nn.Module, context: ParallelContext) -> MeshStep:
    """The model, divided along the axes of the plan's mesh but for the pipeline.

    Args:
        model: On its device, the same weights on every rank.
        context: The run.
    """
    mesh = context.plan.mesh
    options = mesh_options(context.spec.strategy)
    shards = mesh.data_parallel_degree > 1 or options.always_shards
    along = build_device_mesh(mesh, context.device, shards=shards)
    sharing = Sharing(group=data_parallel_group(mesh, context.rank) if _has_to_share(model) else None)
    if options.sync_batch_norm:
        model = share_statistics(model, sharing)
    if mesh.tensor > 1:
        apply_tensor_plan(
            model,
            along["tensor"],
            sequence_parallel=options.sequence_parallel,
            loss_parallel=options.loss_parallel,
        )
    if shards:
        shard_module(model, sharding_axes(along), options.sharding)
    return MeshStep(model, context, sharing)


def _has_to_share(model: nn.Module) -> bool:
    """Whether a forward leaves or takes anything that ranks with other samples have to agree on."""
    return any(isinstance(layer, _BatchNorm) for layer in model.modules()) or any(
        True for _ in model.buffers()
    )
