"""A bare script: the model in stages, through which four chunks of a batch flow.

Arguments: `gpipe`, `1f1b`, `interleaved_1f1b` or `zero_bubble`; samples a step; steps.
"""

import os
import sys
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.pipelining import (
    PipelineStage,
    Schedule1F1B,
    ScheduleGPipe,
    ScheduleInterleaved1F1B,
    ScheduleInterleavedZeroBubble,
)

from tests.benchmarks.bare_workload import build_network, build_optimizer, measure, open_data, settle

CHUNKS = 4
SCHEDULES: dict[str, Any] = {
    "gpipe": ScheduleGPipe,
    "1f1b": Schedule1F1B,
    "interleaved_1f1b": ScheduleInterleaved1F1B,
    "zero_bubble": ScheduleInterleavedZeroBubble,
}
TWO, FOUR = (0, 3, 6), (0, 2, 3, 4, 6)
"""Bounds of two and of four stages, among the six blocks of the network."""


def main() -> None:
    """Train."""
    kind, batch_size, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rank, world_size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    settle(rank)
    dist.init_process_group("gloo")
    blocks, several = list(build_network()), kind in ("interleaved_1f1b", "zero_bubble")
    bounds = FOUR if several else TWO
    count = len(bounds) - 1
    mine = [number for number in range(count) if number % world_size == rank]
    parts = {number: nn.Sequential(*blocks[bounds[number] : bounds[number + 1]]) for number in mine}
    device = torch.device("cpu")
    stages = [PipelineStage(part, number, count, device) for number, part in parts.items()]
    schedule = SCHEDULES[kind](
        stages if several else stages[0],
        n_microbatches=CHUNKS,
        loss_fn=nn.CrossEntropyLoss(),
    )
    optimizer = build_optimizer(one for part in parts.values() for one in part.parameters())
    is_first, is_last = 0 in parts, count - 1 in parts

    def step(inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        optimizer.zero_grad()
        losses: list[Tensor] = []
        logits = schedule.step(
            *([inputs] if is_first else []),
            target=targets if is_last else None,
            losses=losses if is_last else None,
        )
        optimizer.step()
        if not is_last:
            return torch.zeros(()), torch.zeros(())
        return torch.stack(losses).mean(), (logits.argmax(1) == targets).sum()

    measure(step, optimizer, open_data(batch_size), steps=steps, samples=batch_size, speaks=is_last)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
