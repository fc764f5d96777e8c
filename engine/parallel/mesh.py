"""The mesh of a plan as torch knows it: a process group along each axis."""

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh

from engine.plan.records import AXES, Mesh


def build_device_mesh(mesh: Mesh, device: torch.device, *, shards: bool) -> DeviceMesh:
    """The axes that have something to divide; every rank calls it at the same time.

    An axis of one rank would have groups of its own, and on a CPU the thread of each wakes up a hundred times
    a second for nothing. An axis that all ranks lie along uses the group they are all in.

    Args:
        mesh: Of the plan.
        device: Of this rank.
        shards: Whether the model is put in shards, be they the only one of each replica.
    """
    needed = {axis for axis in AXES if getattr(mesh, axis) > 1}
    if shards or not needed:
        needed.add("shard")
    axes = tuple(axis for axis in AXES if axis in needed)
    shape = tuple(getattr(mesh, axis) for axis in axes)
    return init_device_mesh(device.type, shape, mesh_dim_names=axes)


def sharding_axes(along: DeviceMesh) -> DeviceMesh:
    """The axes over which a model in shards lies: of a mesh built with `shards`."""
    assert along.mesh_dim_names is not None
    return along["replicate", "shard"] if "replicate" in along.mesh_dim_names else along["shard"]


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
