from engine.devices.sample import Device, DeviceProcess, DeviceSample
from gui.models.device_reading import read_device

SLICE = Device(id="cpu:0-1", kind="cpu", label="CPU 0–1", name="A CPU", cores=(0, 1))
GPU = Device(id="GPU-a", kind="gpu", label="GPU 0", name="A GPU", memory_total_bytes=80)


def sample(device_id: str, percent: float | None, **more: object) -> DeviceSample:
    figures = {"memory_used_bytes": 10, "memory_total_bytes": 80} | more
    return DeviceSample(device_id=device_id, time=0.0, utilisation_percent=percent, **figures)  # type: ignore[arg-type]


def test_that_a_slice_is_as_busy_as_its_cores_on_average() -> None:
    samples = {"cpu:0": sample("cpu:0", 100.0), "cpu:1": sample("cpu:1", 50.0)}
    assert read_device(SLICE, samples, {}).utilisation_percent == 75.0


def test_that_a_core_that_reports_nothing_counts_for_nothing() -> None:
    samples = {"cpu:0": sample("cpu:0", None), "cpu:1": sample("cpu:1", 50.0)}
    assert read_device(SLICE, samples, {}).utilisation_percent == 50.0


def test_that_an_unsampled_device_has_no_figures() -> None:
    reading = read_device(GPU, {}, {})
    assert reading.utilisation_percent is None
    assert reading.memory_used_bytes is None
    assert reading.memory_total_bytes == 80


def test_that_the_run_that_holds_one_of_its_cores_is_named() -> None:
    assert read_device(SLICE, {}, {"core-1": "an earlier run"}).run == "an earlier run"
    assert read_device(SLICE, {}, {"core-2": "an earlier run"}).run == ""


def test_that_processes_on_a_gpu_are_known() -> None:
    process = DeviceProcess(pid=4211, memory_used_bytes=5, name="python", owner="ada")
    samples = {"GPU-a": sample("GPU-a", 98.0, processes=(process,))}
    assert read_device(GPU, samples, {}).processes == (process,)
