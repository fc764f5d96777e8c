"""How training is spread over the devices. The options of each strategy, without torch."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from engine.base import Record
from engine.spec.brought import CustomSpec


class SingleSpec(Record):
    """One device, no parallelism: the reference every other strategy is measured against."""

    kind: Literal["single"] = "single"


class DataParallelSpec(Record):
    """One process, a replica a device, gathered each step (`nn.DataParallel`)."""

    kind: Literal["data_parallel"] = "data_parallel"


class ModelParallelSpec(Record):
    """One process, the model's blocks on several devices, activations moved between them."""

    kind: Literal["model_parallel"] = "model_parallel"

    chunks: int = Field(default=1, ge=1, le=4096)
    """Into how many pieces a micro-batch is divided, so that all devices work at once; 1: they take turns."""
    cuts: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """Number of the first block of each device after the first; empty: cut by cost."""


class DdpSpec(Record):
    """One process a device, gradients averaged while backward still runs (DistributedDataParallel)."""

    kind: Literal["ddp"] = "ddp"

    bucket_megabytes: float = Field(default=25.0, gt=0, le=1024)
    """Gradients are reduced in buckets of about this size, in MiB."""
    sync_batch_norm: bool = False
    """Share BatchNorm statistics over all ranks, as if the batch were on one device."""
    find_unused_parameters: bool = False
    """Look for parameters that took no part in a forward. Slower; only for models that need it."""
    static_graph: bool = False
    """Every step takes the same way through the model: what it needs is found out once, in the first."""
    gradient_compression: Literal["none", "fp16", "bf16", "powersgd"] = "none"
    """What passes between the devices in place of whole gradients. Less to pass on, another training."""
    powersgd_rank: int = Field(default=1, ge=1, le=1024)
    """Of the matrices that PowerSGD passes on: the lower, the less."""
    powersgd_start_step: int = Field(default=100, ge=2, le=1_000_000_000)
    """So many steps pass whole gradients before PowerSGD begins."""


class ZeroSpec(Record):
    """DistributedDataParallel whose optimizer state is divided over the ranks (ZeRO stage 1)."""

    kind: Literal["zero"] = "zero"

    bucket_megabytes: float = Field(default=25.0, gt=0, le=1024)
    """Gradients are reduced in buckets of about this size, in MiB."""
    sync_batch_norm: bool = False
    """Share BatchNorm statistics over all ranks, as if the batch were on one device."""
    find_unused_parameters: bool = False
    """Look for parameters that took no part in a forward. Slower; only for models that need it."""


class ShardingOptions(Record):
    """How parameters in shards are gathered and gradients scattered."""

    reshard_after_forward: bool = True
    """Let gathered parameters go after the forward of their block; less memory, one more gathering."""
    gather_precision: Literal["same", "bf16"] = "same"
    """In which precision parameters are gathered and computed with; the shards keep theirs."""
    reduce_precision: Literal["same", "bf16", "fp32"] = "same"
    """In which precision gradients are summed over the ranks."""
    cpu_offload: bool = False
    """Keep shards, gradients and optimizer state in the machine's memory. For GPUs only."""
    prefetch_blocks: int = Field(default=1, ge=1, le=16)
    """How many blocks ahead parameters are gathered."""
    sync_batch_norm: bool = False
    """Share BatchNorm statistics over all ranks, as if the batch were on one device."""


class FsdpSpec(ShardingOptions):
    """Parameters, gradients and optimizer state in shards, one a device (FSDP2, `fully_shard`)."""

    kind: Literal["fsdp"] = "fsdp"


class HsdpSpec(ShardingOptions):
    """Groups of devices that shard among themselves, and are replicas of each other."""

    kind: Literal["hsdp"] = "hsdp"

    replicas: int = Field(default=2, ge=1, le=4096)
    """How many groups; each has as many devices as are left for it."""


class TensorParallelSpec(Record):
    """Attention heads and the width of linear layers divided over the devices."""

    kind: Literal["tensor_parallel"] = "tensor_parallel"

    sequence_parallel: bool = False
    """Divide along the tokens what lies between; only for a GPT."""
    loss_parallel: bool = False
    """Divide the vocabulary of the last layer, and compute the loss without gathering it; only for a GPT."""


Schedule = Literal["gpipe", "1f1b", "interleaved_1f1b", "zero_bubble"]
MULTI_STAGE_SCHEDULES = ("interleaved_1f1b", "zero_bubble")
"""Those in which a rank has several stages."""


class StagingOptions(Record):
    """How a pipeline is cut and filled."""

    schedule: Schedule = "1f1b"
    """In which order a rank takes forwards and backwards."""
    chunks: int = Field(default=4, ge=1, le=4096)
    """Into how many pieces a micro-batch is divided, that follow one another through the stages."""
    stages_per_device: int = Field(default=2, ge=2, le=64)
    """Stages of each device, under the interleaved and the zero-bubble schedule."""
    cuts: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """Number of the first block of each stage after the first; empty: cut by cost."""


class PipelineSpec(StagingOptions):
    """The model cut into stages, one or more a device, through which micro-batches flow."""

    kind: Literal["pipeline"] = "pipeline"


class MeshSpec(ShardingOptions, StagingOptions):
    """Any product of pipeline, replicas, shards and tensor parallelism."""

    kind: Literal["mesh"] = "mesh"

    pipeline: int = Field(default=1, ge=1, le=4096)
    """Stages of the pipeline, each on devices of its own."""
    replicate: int = Field(default=1, ge=1, le=4096)
    """Full copies, which take other samples."""
    shard: int = Field(default=1, ge=1, le=4096)
    """Devices over which a copy is divided in shards; they take other samples, too."""
    tensor: int = Field(default=1, ge=1, le=4096)
    """Devices over which the layers themselves are divided; they take the same samples."""
    sequence_parallel: bool = False
    """Divide along the tokens what lies between; only for a GPT, without a pipeline."""
    loss_parallel: bool = False
    """Divide the vocabulary of the last layer; only for a GPT, without a pipeline."""


@dataclass(frozen=True, slots=True)
class MeshOptions:
    """What every strategy on the mesh is told, whether it asks for it or not."""

    sharding: ShardingOptions
    always_shards: bool
    """Also where there is one shard."""
    sync_batch_norm: bool
    sequence_parallel: bool
    loss_parallel: bool
    schedule: Schedule
    chunks: int
    stages_per_device: int
    """1 under the schedules that have one."""
    cuts: tuple[int, ...]


def mesh_options(strategy: Record) -> MeshOptions:
    """The options of a strategy on the mesh; what it has no word for is as by default."""
    staging = strategy if isinstance(strategy, StagingOptions) else StagingOptions()
    parts = strategy if isinstance(strategy, ModelParallelSpec) else None
    sharding = strategy if isinstance(strategy, ShardingOptions) else ShardingOptions()
    return MeshOptions(
        sharding=sharding,
        always_shards=isinstance(strategy, FsdpSpec | HsdpSpec),
        sync_batch_norm=sharding.sync_batch_norm,
        sequence_parallel=bool(getattr(strategy, "sequence_parallel", False)),
        loss_parallel=bool(getattr(strategy, "loss_parallel", False)),
        schedule="gpipe" if parts else staging.schedule,
        chunks=parts.chunks if parts else staging.chunks,
        stages_per_device=staging.stages_per_device if staging.schedule in MULTI_STAGE_SCHEDULES else 1,
        cuts=parts.cuts if parts else staging.cuts,
    )


StrategySpec = Annotated[
    SingleSpec
    | DataParallelSpec
    | ModelParallelSpec
    | DdpSpec
    | ZeroSpec
    | FsdpSpec
    | HsdpSpec
    | TensorParallelSpec
    | PipelineSpec
    | MeshSpec
    | CustomSpec,
    Field(discriminator="kind"),
]
