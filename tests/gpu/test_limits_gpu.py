"""Limits of memory and compute on a real GPU."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.devices.inventory import Inventory, read_inventory
from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.spec import CnnSpec, DevicesSpec, RunSpec, SyntheticImagesSpec, TrainingSpec
from tests.running import loom_fixture, wait_for_end

__all__ = ["loom_fixture"]

pytestmark = pytest.mark.gpu

_MULTIPROCESSORS = (
    "import torch; print(torch.cuda.get_device_properties(0).multi_processor_count)"  # as MPS shows them
)


@pytest.fixture
def machine() -> Inventory:
    inventory = read_inventory()
    if not inventory.gpus:
        pytest.skip(inventory.gpu_problem or "There is no GPU.")
    return inventory


def _spec(machine: Inventory, **limits: float) -> RunSpec:
    """About 2 GiB of activations at once."""
    return RunSpec(
        devices=DevicesSpec.model_validate({"use": (machine.gpus[0].id,), **limits}),
        model=CnnSpec(channels=(64, 64)),
        data=SyntheticImagesSpec(num_train=512, num_test=16, size=64),
        training=TrainingSpec(micro_batch_size=512, max_epochs=None, max_steps=2),
    )


def test_that_a_rank_is_out_of_memory_beyond_its_fraction_and_not_within(
    loom: Loom, runs_dir: Path, machine: Inventory
) -> None:
    total = machine.gpus[0].memory_total_bytes
    assert total is not None
    within = start_run(loom, runs_dir, _spec(machine, memory_fraction=0.9), machine)
    assert wait_for_end(within).state is RunState.COMPLETED
    beyond = start_run(loom, runs_dir, _spec(machine, memory_fraction=2**29 / total), machine)
    status = wait_for_end(beyond)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert "memory" in str(status.failure).lower()


def test_that_mps_holds_a_process_to_its_share_of_the_multiprocessors(machine: Inventory) -> None:
    if machine.mps_problem:
        pytest.skip(machine.mps_problem)

    def count(**values: str) -> int:
        command = [sys.executable, "-c", _MULTIPROCESSORS]
        done = subprocess.run(command, env=os.environ | values, capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert count(CUDA_MPS_ACTIVE_THREAD_PERCENTAGE="50") <= count() // 2 + 2
