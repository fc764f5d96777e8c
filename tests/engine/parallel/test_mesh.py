"""The mesh as torch knows it, on real ranks: groups only where there is something to divide."""

import pytest
import torch.distributed as dist

from engine.parallel.mesh import build_device_mesh, sharding_axes
from engine.plan.records import Mesh
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.workload import CPU

Names = tuple[str, ...]


def _axes(rank: int, mesh: Mesh, shards: bool) -> Names | None:
    return build_device_mesh(mesh, CPU, shards=shards).mesh_dim_names


@pytest.mark.parametrize(
    ("mesh", "shards", "axes"),
    [
        (Mesh(tensor=2), False, ("tensor",)),
        (Mesh(shard=2), True, ("shard",)),
        (Mesh(tensor=2), True, ("shard", "tensor")),
        (Mesh(replicate=2), True, ("replicate", "shard")),
    ],
    ids=str,
)
def test_that_a_mesh_has_the_axes_that_divide_something(
    ranks: Ranks, mesh: Mesh, shards: bool, axes: Names
) -> None:
    assert ranks.run(_axes, mesh, shards) == [axes, axes]


def _sharding_axes(rank: int, mesh: Mesh) -> Names | None:
    return sharding_axes(build_device_mesh(mesh, CPU, shards=True)).mesh_dim_names


def test_that_shards_lie_behind_replicas_where_there_are_some(ranks: Ranks) -> None:
    assert ranks.run(_sharding_axes, Mesh(shard=2)) == [("shard",)] * 2
    assert ranks.run(_sharding_axes, Mesh(replicate=2)) == [("replicate", "shard")] * 2


def _sizes_of_new_groups(rank: int) -> list[int]:
    before = set(dist.distributed_c10d._world.pg_map)
    build_device_mesh(Mesh(pipeline=2), CPU, shards=False)
    return [group.size() for group in dist.distributed_c10d._world.pg_map if group not in before]


def test_that_no_rank_is_in_a_group_by_itself(ranks: Ranks) -> None:
    for sizes in ranks.run(_sizes_of_new_groups):
        assert 1 not in sizes
