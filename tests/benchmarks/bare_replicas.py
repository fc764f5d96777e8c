"""A bare script: one process, or copies in several (DistributedDataParallel, ZeRO-1).

Arguments: `single`, `ddp` or `zero`; samples a rank; steps.
"""

import os
import sys

import torch
import torch.distributed as dist
from torch.distributed.optim import ZeroRedundancyOptimizer
from torch.nn.parallel import DistributedDataParallel

from tests.benchmarks.bare_workload import (
    build_network,
    build_optimizer,
    measure,
    open_data,
    plain_step,
    settle,
)


def main() -> None:
    """Train."""
    kind, batch_size, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rank, world_size = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    settle(rank)
    model = build_network()
    if kind == "single":
        optimizer = build_optimizer(model.parameters())
        measure(
            plain_step(model, optimizer), optimizer, open_data(batch_size), steps=steps, samples=batch_size
        )
        return
    dist.init_process_group("gloo")
    wrapped = DistributedDataParallel(model, gradient_as_bucket_view=True)
    optimizer = (
        ZeroRedundancyOptimizer(model.parameters(), torch.optim.AdamW, lr=1e-3, fused=True)
        if kind == "zero"
        else build_optimizer(model.parameters())
    )
    loader = open_data(batch_size, part=rank, parts=world_size)
    samples = batch_size * world_size
    measure(plain_step(wrapped, optimizer), optimizer, loader, steps=steps, samples=samples, speaks=rank == 0)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
