"""Logits of which each rank holds a part of the classes.

Shapes: B batch, T targets of a sample, V classes, W ranks.
"""

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.tensor import DTensor


def divided_argmax(logits: DTensor) -> Tensor:
    """The class with the greatest logit, int64 [B, T], on every rank; of equal ones the first, as ever.

    Each rank tells its own greatest ones: two numbers a target pass instead of V.

    Args:
        logits: [B, T, V], in equal parts along V over a mesh of one axis.
    """
    mine = logits.to_local()
    values, classes = mine.max(-1)
    classes += logits.device_mesh.get_local_rank() * mine.shape[-1]
    words = torch.stack([values.double(), classes.double()])
    everyone = [torch.empty_like(words) for _ in range(logits.device_mesh.size())]
    dist.all_gather(everyone, words, group=logits.device_mesh.get_group())
    greatest, where = torch.stack(everyone, 1)
    picked: Tensor = where.gather(0, greatest.argmax(0, keepdim=True))
    return picked.squeeze(0).long()
