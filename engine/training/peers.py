"""The ranks of a run in touch with each other: the strategy's group, and a side group for words and sums."""

import os
import threading
from datetime import timedelta
from typing import Any, TypeVar

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray

from engine.plan.records import Plan

T = TypeVar("T")
Rows = NDArray[np.float64]
"""float64 [world_size, n]: what each rank said, in rank order."""

_BEYOND_HANG_SECONDS = 60.0
"""A collective waits longer than the launcher's watch, so that the watch names the rank that hangs."""
_LEAVE_SECONDS = 5.0


class Peers:
    """Which rank this is, and a way to say the same things everywhere."""

    def __init__(self, rank: int, world_size: int, side: dist.ProcessGroup | None) -> None:
        self.rank = rank
        self.world_size = world_size
        self.side = side
        """A gloo group apart from the strategy's: nothing mixes with gradients. None: there is one rank."""

    @property
    def is_first(self) -> bool:
        """Whether this rank reads commands and tells events."""
        return self.rank == 0

    def gather(self, words: list[float]) -> Rows:
        """What every rank said, in rank order; all say equally many numbers and all call it.

        Sums made from it in rank order are the same bits on every rank.
        """
        mine = torch.tensor(words, dtype=torch.float64)
        if self.side is None:
            return mine.numpy()[None]
        everyone = [torch.empty_like(mine) for _ in range(self.world_size)]
        dist.all_gather(everyone, mine, group=self.side)
        return torch.stack(everyone).numpy()

    def gather_all(self, mine: T) -> list[T]:
        """What every rank has, in rank order; seldom, for it is pickled."""
        if self.side is None:
            return [mine]
        everyone: list[Any] = [None] * self.world_size
        dist.all_gather_object(everyone, mine, group=self.side)
        return everyone


def join_peers(plan: Plan, device: torch.device, *, needs_group: bool, hang_seconds: float) -> Peers:
    """Meet the other ranks, by the environment that elastic gave.

    Args:
        plan: The plan.
        device: This rank's device; NCCL binds to it.
        needs_group: Whether the strategy uses a process group even where there is one rank only.
        hang_seconds: After so long without a sign of life the launcher ends the run.
    """
    rank, world_size = int(os.environ["RANK"]), plan.world_size
    if world_size == 1 and not needs_group:
        return Peers(rank, world_size, None)
    timeout = timedelta(seconds=hang_seconds + _BEYOND_HANG_SECONDS)
    bound = device if plan.backend == "nccl" else None
    dist.init_process_group(plan.backend, timeout=timeout, device_id=bound)
    if world_size == 1:
        return Peers(rank, world_size, None)
    side = dist.new_group(backend="gloo", timeout=timeout)
    assert isinstance(side, dist.ProcessGroup)  # every rank is in it
    return Peers(rank, world_size, side)


def leave_peers(seconds: float = _LEAVE_SECONDS) -> bool:
    """Part from the other ranks; False where that took longer than `seconds`.

    After an error, and sometimes without one, leaving can hang: it must never keep a rank from ending.
    """
    if not dist.is_initialized():
        return True
    leaver = threading.Thread(target=dist.destroy_process_group, daemon=True)
    leaver.start()
    leaver.join(seconds)
    return not leaver.is_alive()
