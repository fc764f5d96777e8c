"""A plan on CPU slices, for tests that need one but no devices."""

from engine.devices.sample import Device
from engine.plan.records import BatchPlan, DataFacts, Mesh, Plan, RankPlan


def plan_on_slices(count: int) -> Plan:
    """One rank on each of the first `count` cores."""
    devices = tuple(
        Device(id=f"cpu:{core}", kind="cpu", label=f"CPU {core}", name="a core", cores=(core,))
        for core in range(count)
    )
    batch = BatchPlan(
        micro_batch_size=16,
        grad_accum_steps=1,
        data_parallel_degree=count,
        global_batch_size=16 * count,
        num_train=16 * count * 10,
        full_steps_per_epoch=10,
        last_batch_samples=0,
        dropped_samples=0,
    )
    return Plan(
        world_size=count,
        mesh=Mesh(replicate=count),
        devices=devices,
        ranks=tuple(RankPlan(rank=rank, device_ids=(f"cpu:{rank}",)) for rank in range(count)),
        backend="gloo",
        batch=batch,
        facts=DataFacts(num_train=16 * count * 10, num_test=10, num_classes=10, input_shape=(1, 8, 8)),
        total_steps=20,
    )
