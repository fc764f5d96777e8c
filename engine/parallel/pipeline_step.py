"""A step of a model cut into stages, through which chunks of each micro-batch flow.

Sources: Huang et al. 2019, arXiv:1811.06965 (GPipe); Narayanan et al. 2019, arXiv:1806.03377 (1F1B) and 2021,
arXiv:2104.04473 (interleaved); Qi et al. 2023, arXiv:2401.10241 (zero bubble).

Shapes: B samples of a micro-batch, M chunks of C samples.
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.pipelining import (
    Schedule1F1B,
    ScheduleGPipe,
    ScheduleInterleaved1F1B,
    ScheduleInterleavedZeroBubble,
)

from engine.contracts import Carried, Meter, MicroBatch, ParallelContext, StepTotals
from engine.parallel.blocks import keep_blocks
from engine.parallel.chains import owned_names
from engine.parallel.mesh import build_device_mesh, sharding_axes
from engine.parallel.metered_stage import MeteredStage
from engine.parallel.objective import Objective, count_correct
from engine.parallel.passing import receive_tensor, send_tensor
from engine.parallel.shard_meter import meter_shards
from engine.parallel.sharding import shard_module
from engine.parallel.stage import Stage, cut_model
from engine.parallel.tensor_plan import apply_tensor_plan
from engine.record.beat import Phase
from engine.spec.strategy import mesh_options

_IGNORED = -100
"""The target of a sample that does not count, as `cross_entropy` knows it."""
_SCHEDULES: dict[str, Callable[..., Any]] = {
    "gpipe": ScheduleGPipe,
    "1f1b": Schedule1F1B,
    "interleaved_1f1b": ScheduleInterleaved1F1B,
    "zero_bubble": ScheduleInterleavedZeroBubble,
}


class PipelineStep:
    """This rank's stages; every rank of a pipeline is given the same micro-batches."""

    divides_optimizer = False
    carried: Carried | None = None

    def __init__(
        self,
        module: nn.Module,
        stages: dict[int, Stage],
        objective: Objective,
        context: ParallelContext,
        along: DeviceMesh,
    ) -> None:
        """Prepares a step.

        Args:
            module: The model with the blocks of this rank only.
            stages: Number and module of each of this rank's stages.
            objective: The loss.
            context: The run.
            along: The mesh.
        """
        plan, options = context.plan, mesh_options(context.spec.strategy)
        self.module = module
        self.norm_group: dist.ProcessGroup | None = along.get_group("pipeline")
        self._stages = stages
        self._shards = meter_shards(nn.ModuleList(stages.values()), context.device)
        self._mesh, self._place = plan.mesh, plan.mesh.place(context.rank)
        self._num_stages = plan.mesh.pipeline * options.stages_per_device
        self._objective = objective
        self._speaks = plan.mesh.speaks(context.rank)
        self._chunks = options.chunks
        self._chunk_size = -(-plan.batch.micro_batch_size // options.chunks)
        self._weight = 1.0
        self._pieces = pieces = [
            MeteredStage(stage, number, self._num_stages, context.device, group=self.norm_group)
            for number, stage in stages.items()
        ]
        self._schedule = _SCHEDULES[options.schedule](
            pieces if options.stages_per_device > 1 else pieces[0],
            n_microbatches=options.chunks,
            loss_fn=self._loss,
            scale_grads=False,
        )

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """See `engine.contracts.TrainingStep`.

        What the stages do not compute in a step of the schedule is communication: passing on, and waiting.
        """
        sums = self._objective.start()
        self._weight = self._mesh.data_parallel_degree / num_samples
        for stage in self._stages.values():
            self._objective.enter_training(stage)
        self._shards.meter = meter
        for piece in self._pieces:
            piece.meter = meter
        for batch in micro_batches:
            inputs, targets = self._in_chunks(batch)
            losses: list[Tensor] = []
            with meter.phase(Phase.COMMUNICATION):
                logits = self._schedule.step(
                    *([inputs] if 0 in self._stages else []),
                    target=targets if self._num_stages - 1 in self._stages else None,
                    losses=losses if self._num_stages - 1 in self._stages else None,
                    return_outputs=self._speaks,
                )
            if self._speaks:
                loss_sum = torch.stack(losses).detach().sum() / (self._weight * self._objective.scale())
                sums.add(loss_sum, count_correct(logits.detach(), targets), batch.num_samples)
        return sums.totals()

    def follow_freezing(self) -> None:
        """See `engine.contracts.TrainingStep`; of a divided model other gradients are dropped instead."""

    def predict(self, inputs: Tensor) -> Tensor | None:
        """See `engine.contracts.TrainingStep`. The whole batch goes from stage to stage."""
        activations = inputs
        with torch.no_grad():
            for number in range(self._num_stages):
                stage = self._stages.get(number)
                if stage is None:
                    continue
                stage.eval()
                if number:
                    activations = receive_tensor(self._owner(number - 1), self._objective.device)
                activations = stage(activations)
                if number + 1 < self._num_stages:
                    send_tensor(activations, self._owner(number + 1))
        return activations if self._num_stages - 1 in self._stages else None

    def _owner(self, number: int) -> int:
        """The rank of this pipeline that has a stage: they go round."""
        return self._mesh.rank_at(self._place._replace(pipeline=number % self._mesh.pipeline))

    def _in_chunks(self, batch: MicroBatch) -> tuple[Tensor, Tensor]:
        """Chunks are always of one size: what is missing is filled up with samples that do not count."""
        missing = self._chunks * self._chunk_size - len(batch.inputs)
        targets = batch.targets if batch.num_samples else torch.full_like(batch.targets, _IGNORED)
        if not missing:
            return batch.inputs, targets
        more = batch.inputs[:1].expand(missing, *batch.inputs.shape[1:])
        ignored = targets.new_full((missing, *targets.shape[1:]), _IGNORED)
        return torch.cat([batch.inputs, more]), torch.cat([targets, ignored])

    def _loss(self, output: Tensor, targets: Tensor) -> Tensor:
        """Of a chunk, on the last stage; torch also asks for it once beforehand, to learn its shape."""
        with self._pieces[-1].phase(Phase.FORWARD):
            return self._objective.scaled(self._objective.sum_losses(output, targets), self._weight)


def build_pipeline_step(model: nn.Module, context: ParallelContext) -> PipelineStep:
    """The model, cut into stages, each of which may be divided further along the other axes.

    Args:
        model: On the CPU, the same weights on every rank.
        context: The run.

    Raises:
        PlanError: It is no chain, or the cuts do not fit it.
    """
    plan, options = context.plan, mesh_options(context.spec.strategy)
    shards = plan.mesh.data_parallel_degree > 1
    along = build_device_mesh(plan.mesh, context.device, shards=shards)
    place = plan.mesh.place(context.rank)
    cuts = cut_model(model, context)
    mine = {number: cut for number, cut in enumerate(cuts) if number % plan.mesh.pipeline == place.pipeline}
    keep_blocks(model, owned_names([block for cut in mine.values() for block in cut]))
    model.to(context.device)
    if plan.mesh.tensor > 1:
        for cut in mine.values():  # each by itself: neighbours on this rank may lie on stages far apart
            apply_tensor_plan(nn.Sequential(*(block for _, block in cut)), along["tensor"])
    objective = Objective(context)
    stages = {number: Stage((block for _, block in cut), objective) for number, cut in mine.items()}
    if shards:
        for stage in stages.values():
            shard_module(stage, sharding_axes(along), options.sharding)
    return PipelineStep(model, stages, objective, context, along)
