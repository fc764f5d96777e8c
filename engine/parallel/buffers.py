"""Buffers that a forward changes, made the same on all ranks again."""

from collections.abc import Iterator

import torch.distributed as dist
from torch import Tensor, nn
from torch._C._distributed_c10d import _broadcast_coalesced
from torch.nn.modules.batchnorm import _BatchNorm

from engine.parallel.sync_batch_norm import SyncBatchNorm

_BROADCAST_BYTES = 250 * 1024**2
"""Buffers are joined up to this size; as DistributedDataParallel does."""


class SharedBuffers:
    """The buffers of a module that differ from rank to rank after a forward: all but SyncBatchNorm's."""

    def __init__(self, module: nn.Module, group: dist.ProcessGroup | None = None) -> None:
        """Makes them the same at once.

        Args:
            module: On its device.
            group: The ranks that hold the same part of the model; all where not given.
        """
        self._group = group if group is not None else dist.distributed_c10d._get_default_group()
        self._buffers = list(_own_buffers(module))
        self.norms = [
            layer
            for layer in module.modules()
            if isinstance(layer, _BatchNorm) and not isinstance(layer, SyncBatchNorm)
        ]
        """The layers that normalise by this rank's own statistics."""
        self.share()

    def __bool__(self) -> bool:
        return bool(self._buffers)

    def share(self) -> None:
        """Give all ranks those of the first."""
        if self._buffers:
            _broadcast_coalesced(self._group, self._buffers, _BROADCAST_BYTES, 0)


def _own_buffers(module: nn.Module) -> Iterator[Tensor]:
    for layer in module.modules():
        if not isinstance(layer, SyncBatchNorm):
            yield from layer.buffers(recurse=False)
