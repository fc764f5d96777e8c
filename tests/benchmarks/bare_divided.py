"""A bare script: the model in shards (FSDP2, HSDP) or divided within its layers (tensor parallel).

Arguments: `fsdp`, `hsdp` or `tensor`; samples a rank; steps.
"""

import os
import sys

import torch.distributed as dist
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor.parallel import ColwiseParallel, RowwiseParallel, parallelize_module

from tests.benchmarks.bare_workload import (
    Block,
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
    rank, world_size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    settle(rank)
    dist.init_process_group("gloo")
    model = build_network()
    parts = 1 if kind == "tensor" else world_size
    if kind == "tensor":
        mesh = init_device_mesh("cpu", (world_size,))
        first = ("attention.query", "attention.key", "attention.value", "up")
        plan = {name: ColwiseParallel() for name in first}
        plan |= {name: RowwiseParallel() for name in ("attention.output", "down")}
        for block in model:
            if isinstance(block, Block):
                parallelize_module(block, mesh, plan)
    else:
        shape = (world_size, 1) if kind == "hsdp" else (world_size,)
        mesh = init_device_mesh("cpu", shape, mesh_dim_names=("replicate", "shard")[-len(shape) :])
        for block in model:
            fully_shard(block, mesh=mesh)
        fully_shard(model, mesh=mesh, reshard_after_forward=False)
    optimizer = build_optimizer(model.parameters())
    loader = open_data(batch_size, part=rank if parts > 1 else 0, parts=parts)
    samples, step = batch_size * parts, plain_step(model, optimizer)
    measure(step, optimizer, loader, steps=steps, samples=samples, speaks=rank == 0)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
