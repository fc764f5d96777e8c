"""The mesh of a plan as torch knows it: a process group along each axis."""

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh

from engine.plan.records import AXES, Mesh


def build_device_mesh(mesh: Mesh, device: torch.device) -> DeviceMesh:
    """A four-dimensional mesh over all ranks; every rank calls it at the same time."""
    shape = (mesh.pipeline, mesh.replicate, mesh.shard, mesh.tensor)
    return init_device_mesh(device.type, shape, mesh_dim_names=AXES)


def data_parallel_group(mesh: Mesh, rank: int) -> dist.ProcessGroup | None:
    """The ranks that hold the same part of the model and take other samples; None: they are all ranks.

    Every rank calls it at the same time.
    """
    if mesh.pipeline == mesh.tensor == 1:
        return None
    mine: dist.ProcessGroup | None = None
    for ranks in _data_parallel_ranks(mesh):
        group = dist.new_group(ranks)
        if rank in ranks:
            assert isinstance(group, dist.ProcessGroup)
            mine = group
    return mine


def _data_parallel_ranks(mesh: Mesh) -> list[list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for rank in range(mesh.size):
        place = mesh.place(rank)
        found.setdefault((place.pipeline, place.tensor), []).append(rank)
    return list(found.values())
