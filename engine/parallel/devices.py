"""The device of a rank, as torch names it."""

import torch

from engine.plan.records import Plan


def rank_device(plan: Plan, rank: int) -> torch.device:
    """The first (or only) device of a rank, made the current one.

    A rank sees only its own GPUs, in the plan's order, for CUDA_VISIBLE_DEVICES names them by UUID: so its
    first GPU is number 0 whatever CUDA or NVML call it.
    """
    first = plan.device(plan.ranks[rank].device_ids[0])
    if first.kind == "cpu":
        return torch.device("cpu")
    torch.cuda.set_device(0)
    return torch.device("cuda", 0)


def apply_memory_fraction(fraction: float | None, device: torch.device) -> None:
    """Hold this process to a share of the memory of each of its GPUs; before it allocates anything there.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cuda.memory.set_per_process_memory_fraction.html

    Args:
        fraction: Of each GPU's whole memory; None: no limit.
        device: Of this rank.
    """
    if fraction is None or device.type != "cuda":
        return
    for index in range(torch.cuda.device_count()):  # a rank sees its own GPUs only
        torch.cuda.set_per_process_memory_fraction(fraction, index)
