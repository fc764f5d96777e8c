"""The norm of a gradient of which each rank may hold a part."""

from collections.abc import Sequence

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.tensor import DTensor


def clip_divided(
    parameters: Sequence[nn.Parameter], max_norm: float, stages: dist.ProcessGroup | None
) -> Tensor:
    """Scale a divided gradient down to a total norm of at most `max_norm`; the norm before, scalar.

    Source: Pascanu et al. 2012, arXiv:1211.5063, algorithm 1.

    Args:
        parameters: Of this rank; divided ones (DTensor) and whole ones.
        max_norm: Of the gradient over all ranks.
        stages: The ranks that hold the other stages of a pipeline.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    square = torch.zeros((), dtype=torch.float64, device=_device(gradients))
    for alike in _by_mesh(gradients):
        square += _whole(nn.utils.get_total_norm(alike)).to(torch.float64).square()
    if stages is not None:
        dist.all_reduce(square, group=stages)
    norm = square.sqrt()
    scale = (max_norm / (norm + 1e-6)).clamp(max=1.0)
    for gradient in gradients:
        _local(gradient).mul_(scale.to(gradient.dtype))
    return norm


def _by_mesh(gradients: Sequence[Tensor]) -> list[list[Tensor]]:
    """Those that are divided over the same ranks together; torch sums no others."""
    found: dict[DeviceMesh | None, list[Tensor]] = {}
    for gradient in gradients:
        mesh = gradient.device_mesh if isinstance(gradient, DTensor) else None
        found.setdefault(mesh, []).append(gradient)
    return list(found.values())


def _whole(tensor: Tensor) -> Tensor:
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def _local(tensor: Tensor) -> Tensor:
    return tensor.to_local() if isinstance(tensor, DTensor) else tensor


def _device(gradients: Sequence[Tensor]) -> torch.device:
    return gradients[0].device if gradients else torch.device("cpu")
