from pathlib import Path

import pytest

from engine.devices.sample import Device
from engine.plan.records import BatchPlan, DataFacts, Mesh, Plan, RankPlan
from engine.record.folder import RunFolder, create_run
from engine.spec import DdpSpec, RunSpec

DEVICES = tuple(Device(id=f"cpu:{n}", kind="cpu", label=f"CPU {n}", name="A CPU", cores=(n,)) for n in (0, 1))


@pytest.fixture
def spec() -> RunSpec:
    return RunSpec(name="Digits, first try", strategy=DdpSpec())


@pytest.fixture
def plan() -> Plan:
    return Plan(
        world_size=2,
        mesh=Mesh(replicate=2),
        devices=DEVICES,
        ranks=tuple(RankPlan(rank=rank, device_ids=(device.id,)) for rank, device in enumerate(DEVICES)),
        backend="gloo",
        batch=BatchPlan(
            micro_batch_size=32,
            grad_accum_steps=1,
            data_parallel_degree=2,
            global_batch_size=64,
            num_train=1437,
            full_steps_per_epoch=22,
            last_batch_samples=29,
            dropped_samples=0,
        ),
        facts=DataFacts(num_train=1437, num_test=360, num_classes=10, input_shape=(1, 8, 8)),
        total_steps=230,
    )


@pytest.fixture
def folder(runs_dir: Path, spec: RunSpec, plan: Plan) -> RunFolder:
    """A run that was just created and has no launcher."""
    return create_run(runs_dir, spec, plan)
