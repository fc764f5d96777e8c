"""A tensor of any shape from one rank to another, which need not know what comes."""

import torch
import torch.distributed as dist
from torch import Tensor

_TYPES = (torch.float32, torch.float64, torch.bfloat16, torch.float16, torch.int64)
_MOST_DIMS = 8


def send_tensor(tensor: Tensor, rank: int) -> None:
    """Give a tensor of at most 8 dimensions to a rank that receives it."""
    header = [_TYPES.index(tensor.dtype), tensor.dim(), *tensor.shape, *[0] * (_MOST_DIMS - tensor.dim())]
    dist.send(torch.tensor(header, dtype=torch.int64, device=tensor.device), rank)
    dist.send(tensor.contiguous(), rank)


def receive_tensor(rank: int, device: torch.device) -> Tensor:
    """What a rank sends, on this rank's device."""
    header = torch.empty(2 + _MOST_DIMS, dtype=torch.int64, device=device)
    dist.recv(header, rank)
    kind, dims, *shape = header.tolist()
    tensor = torch.empty(shape[:dims], dtype=_TYPES[kind], device=device)
    dist.recv(tensor, rank)
    return tensor
