"""How DistributedDataParallel averages a bucket of gradients over the ranks: whole, or compressed.

Source: https://docs.pytorch.org/docs/stable/ddp_comm_hooks.html
"""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor
from torch._C._distributed_c10d import GradBucket
from torch.distributed.algorithms.ddp_comm_hooks.default_hooks import (
    allreduce_hook,
    bf16_compress_hook,
    fp16_compress_hook,
)
from torch.distributed.algorithms.ddp_comm_hooks.powerSGD_hook import PowerSGDState, powerSGD_hook
from torch.futures import Future

from engine.spec.strategy import DdpSpec, ZeroSpec

Average = Callable[[GradBucket], Future[Tensor]]
"""From a bucket of this rank's gradients to those of all."""


class PowerSgd:
    """Averages matrices of low rank in place of gradients; what that leaves out is added at the next step.

    Source: Vogels et al. 2019, arXiv:1905.13727, algorithm 2.
    """

    def __init__(self, rank: int, start_step: int) -> None:
        """Nothing left out yet.

        Args:
            rank: Of the matrices.
            start_step: So many steps are averaged whole before; at least 2, as the buckets change after one.
        """
        self._state = PowerSGDState(None, matrix_approximation_rank=rank, start_powerSGD_iter=start_step)
        self._by_bucket = {
            "error": self._state.error_dict,
            "left": self._state.p_memory_dict,
            "right": self._state.q_memory_dict,
        }

    def __call__(self, bucket: GradBucket) -> Future[Tensor]:
        """See `Average`."""
        future = powerSGD_hook(self._state, bucket)
        if not bucket.buffer().is_cuda:
            # Its callbacks wait for more sums within gloo's two threads: two buckets at once would take both.
            future.wait()
        return future

    def read(self) -> dict[str, Tensor]:
        """See `engine.contracts.Carried`."""
        found = {"steps": torch.tensor(self._state.iter)}
        for name, tensors in self._by_bucket.items():
            found |= {f"{name}-{bucket}": tensor for bucket, tensor in tensors.items()}
        return found

    def apply(self, tensors: Mapping[str, Tensor]) -> None:
        """See `engine.contracts.Carried`. With nothing to apply it begins anew."""
        self._state.iter = int(tensors["steps"]) if tensors else 0
        for name, kept in self._by_bucket.items():
            kept.clear()
            for key, tensor in tensors.items():
                kind, _, bucket = key.partition("-")
                if kind == name:
                    kept[int(bucket)] = tensor


def build_average(options: DdpSpec | ZeroSpec) -> Average:
    """As the options say."""
    if not isinstance(options, DdpSpec):
        return _whole
    if options.gradient_compression == "powersgd":
        return PowerSgd(options.powersgd_rank, options.powersgd_start_step)
    return {"none": _whole, "fp16": _as_fp16, "bf16": _as_bf16}[options.gradient_compression]


def _whole(bucket: GradBucket) -> Future[Tensor]:
    """As DistributedDataParallel does without a hook."""
    return allreduce_hook(None, bucket)  # type: ignore[arg-type]  # None: the default group


def _as_fp16(bucket: GradBucket) -> Future[Tensor]:
    return fp16_compress_hook(None, bucket)  # type: ignore[arg-type]


def _as_bf16(bucket: GradBucket) -> Future[Tensor]:
    return bf16_compress_hook(None, bucket)  # type: ignore[arg-type]
