"""How training is spread over the devices. The options of each strategy, without torch."""

from typing import Annotated, Literal

from pydantic import Field

from engine.base import Record


class SingleSpec(Record):
    """One device, no parallelism: the reference every other strategy is measured against."""

    kind: Literal["single"] = "single"


class DataParallelSpec(Record):
    """One process, a replica a device, gathered each step (`nn.DataParallel`)."""

    kind: Literal["data_parallel"] = "data_parallel"


class DdpSpec(Record):
    """One process a device, gradients averaged while backward still runs (DistributedDataParallel)."""

    kind: Literal["ddp"] = "ddp"

    bucket_megabytes: float = Field(default=25.0, gt=0, le=1024)
    """Gradients are reduced in buckets of about this size, in MiB."""
    sync_batch_norm: bool = False
    """Share BatchNorm statistics over all ranks, as if the batch were on one device."""
    find_unused_parameters: bool = False
    """Look for parameters that took no part in a forward. Slower; only for models that need it."""


StrategySpec = Annotated[SingleSpec | DataParallelSpec | DdpSpec, Field(discriminator="kind")]
