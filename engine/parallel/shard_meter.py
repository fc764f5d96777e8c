"""Telling the gathering of shards from computing, on CPU slices, where both happen in one thread."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.fsdp import FSDPModule
from torch.distributed.fsdp._fully_shard._fsdp_api import AllGather, ReduceScatter

from engine.contracts import Meter
from engine.record.beat import Phase


@dataclass(slots=True, eq=False)
class ShardMeter:
    """Whom the shards of a module tell that they are passed on."""

    meter: Meter | None = None

    def passing(self) -> AbstractContextManager[None]:
        """Seconds inside are communication."""
        return nullcontext() if self.meter is None else self.meter.phase(Phase.COMMUNICATION)


class _Told:
    """Of a collective: as torch's own, told to a meter."""

    def __init__(self, shards: ShardMeter) -> None:
        self._shards = shards

    def allocate(self, size: Sequence[Any], *, dtype: torch.dtype, device: torch.device) -> Tensor:
        return torch.empty(*size, dtype=dtype, device=device)


class _Gather(_Told, AllGather):
    def __call__(
        self, output_tensor: Tensor, input_tensor: Tensor, group: dist.ProcessGroup, async_op: bool = False
    ) -> dist.Work | None:
        with self._shards.passing():
            return dist.all_gather_into_tensor(output_tensor, input_tensor, group=group, async_op=async_op)


class _Scatter(_Told, ReduceScatter):
    def __call__(
        self,
        output_tensor: Tensor,
        input_tensor: Tensor,
        group: dist.ProcessGroup,
        op: Any,
        async_op: bool = False,
    ) -> dist.Work | None:
        with self._shards.passing():
            return dist.reduce_scatter_tensor(
                output_tensor, input_tensor, op=op, group=group, async_op=async_op
            )


def meter_shards(module: nn.Module, device: torch.device) -> ShardMeter:
    """Where to say who listens to the shards of a module; nothing is told where there are none.

    On a GPU they are passed on in streams of their own, beside the computing that a meter watches.

    Args:
        module: Already in shards, where it is.
        device: Of this rank.

    Source: https://docs.pytorch.org/docs/stable/distributed.fsdp.fully_shard.html (`set_custom_all_gather`)
    """
    shards = ShardMeter()
    if device.type == "cpu":
        for part in module.modules():
            if isinstance(part, FSDPModule):
                part.set_custom_all_gather(_Gather(shards))
                part.set_custom_reduce_scatter(_Scatter(shards))
    return shards
