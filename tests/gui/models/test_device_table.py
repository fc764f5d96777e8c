from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from gui.models.device_table import device_colour_index

GPUS = tuple(
    Device(id=f"GPU-{letter}", kind="gpu", label=f"GPU {n}", name="A GPU") for n, letter in enumerate("ab")
)


def inventory(gpus: tuple[Device, ...] = ()) -> Inventory:
    return Inventory(
        gpus=gpus, cores=tuple(range(8)), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem=""
    )


def test_that_gpus_come_before_cpu_slices() -> None:
    machine = inventory(GPUS)
    ids = ("GPU-a", "GPU-b", "cpu:0", "cpu:1", "cpu:5")
    assert [device_colour_index(name, machine) for name in ids] == [0, 1, 2, 3, 7]


def test_that_neighbouring_slices_differ_whatever_their_size() -> None:
    machine = inventory()
    assert [device_colour_index(name, machine) for name in ("cpu:0-3", "cpu:4-7")] == [0, 1]


def test_that_a_device_of_another_machine_keeps_a_colour_of_its_own() -> None:
    index = device_colour_index("GPU-elsewhere", inventory())
    assert index == device_colour_index("GPU-elsewhere", inventory(GPUS))
    assert 0 <= index < 8
