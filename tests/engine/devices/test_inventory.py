import subprocess
import sys

import pytest

from engine.devices.inventory import Inventory, read_inventory
from engine.devices.sample import Device

GPU = Device(id="GPU-5c0b", kind="gpu", label="GPU 0", name="A GPU", index=0, memory_total_bytes=2**34)


def machine(*cores: int) -> Inventory:
    return Inventory(gpus=(GPU,), cores=cores, cpu_name="A CPU", memory_total_bytes=2**35)


@pytest.mark.parametrize(
    ("cores", "size", "names"),
    [
        ((0, 1, 2, 3), 1, ["cpu:0", "cpu:1", "cpu:2", "cpu:3"]),
        ((0, 1, 2, 3), 2, ["cpu:0-1", "cpu:2-3"]),
        ((0, 1, 2, 3, 4), 2, ["cpu:0-1", "cpu:2-3"]),
        ((1, 2, 4, 9), 2, ["cpu:1-2", "cpu:4,9"]),
        ((0, 1), 2, ["cpu:0-1"]),
        ((0, 1), 3, []),
    ],
)
def test_that_cores_are_cut_into_slices_of_neighbours(
    cores: tuple[int, ...], size: int, names: list[str]
) -> None:
    slices = machine(*cores).cpu_slices(size)
    assert [device.id for device in slices] == names
    assert all(len(device.cores) == size and device.memory_total_bytes == 2**35 for device in slices)


@pytest.mark.parametrize(("name", "cores"), [("cpu:0", (0,)), ("cpu:1-3", (1, 2, 3)), ("cpu:0,3", (0, 3))])
def test_that_any_slice_of_existing_cores_is_found(name: str, cores: tuple[int, ...]) -> None:
    found = machine(0, 1, 2, 3).find(name)
    assert found is not None
    assert (found.id, found.cores, found.name) == (name, cores, "A CPU")


def test_that_a_gpu_is_found_by_uuid() -> None:
    assert machine(0).find("GPU-5c0b") == GPU


@pytest.mark.parametrize("name", ["cpu:4", "cpu:3-4", "cpu:9999", "GPU-other", "GPU 0", "0", ""])
def test_that_what_the_machine_lacks_is_none(name: str) -> None:
    assert machine(0, 1, 2, 3).find(name) is None


def test_that_this_machine_has_cores_memory_and_gpus_or_a_reason() -> None:
    inventory = read_inventory()
    assert inventory.cores
    assert inventory.cpu_name
    assert inventory.memory_total_bytes > 2**27
    assert inventory.gpus or inventory.gpu_problem.endswith(".")
    assert [device.cores for device in inventory.cpu_slices(1)] == [(core,) for core in inventory.cores]


def test_that_an_inventory_can_be_written_and_read() -> None:
    inventory = machine(0, 1)
    assert Inventory.model_validate_json(inventory.model_dump_json()) == inventory


def test_that_devices_are_looked_at_without_torch_and_qt() -> None:
    code = (
        "import sys, engine.devices.inventory, engine.devices.sampler\n"
        "print([name for name in ('torch', 'PySide6', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
