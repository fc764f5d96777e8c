import time

from engine.devices.inventory import read_inventory
from engine.devices.sample import Device, DeviceSample
from engine.devices.sampler import DeviceSampler

GONE = Device(id="GPU-gone", kind="gpu", label="GPU 7", name="A GPU that was here")


def test_that_slices_and_gpus_are_read_in_the_order_given() -> None:
    inventory = read_inventory()
    devices = (*reversed(inventory.cpu_slices(1)), GONE, *inventory.gpus)
    sampler = DeviceSampler(devices)
    try:
        samples = sampler.sample()
    finally:
        sampler.close()
    assert [sample.device_id for sample in samples] == [device.id for device in devices]


def test_that_a_slice_has_load_and_memory_and_no_figures_of_a_gpu() -> None:
    (device,) = read_inventory().cpu_slices(1)[:1]
    before = time.time()
    sampler = DeviceSampler([device])
    (sample,) = sampler.sample()
    while sample.utilisation_percent is None:
        (sample,) = sampler.sample()
    sampler.close()
    assert 0 <= sample.utilisation_percent <= 100
    assert sample.memory_total_bytes == device.memory_total_bytes
    assert sample.memory_used_bytes is not None
    assert sample.memory_total_bytes is not None
    assert 0 < sample.memory_used_bytes < sample.memory_total_bytes
    assert before <= sample.time <= time.time()
    assert (sample.power_watts, sample.temperature_celsius, sample.processes) == (None, None, None)


def test_that_a_device_that_is_gone_reports_nothing() -> None:
    sampler = DeviceSampler([GONE])
    (sample,) = sampler.sample()
    sampler.close()
    assert sample == DeviceSample("GPU-gone", sample.time, None, None, None)


def test_that_no_devices_are_no_samples() -> None:
    sampler = DeviceSampler([])
    assert sampler.sample() == ()
    sampler.close()
