"""Readings of devices, a few times a second, cheaply."""

import time
from collections.abc import Sequence

import psutil
import pynvml

from engine.devices.cpu import CpuSampler
from engine.devices.nvml import Nvml
from engine.devices.sample import Device, DeviceSample


class DeviceSampler:
    """Keeps one handle a GPU. A CPU's first reading covers the time since this object was made."""

    def __init__(self, devices: Sequence[Device]) -> None:
        self._devices = tuple(devices)
        self._cpu = CpuSampler() if any(device.kind == "cpu" for device in self._devices) else None
        self._nvml = _open_nvml() if any(device.kind == "gpu" for device in self._devices) else None

    def sample(self) -> tuple[DeviceSample, ...]:
        """One reading a device, in the order in which they were given."""
        now = time.time()
        busy = self._cpu.busy_percent() if self._cpu is not None else []
        memory = psutil.virtual_memory() if self._cpu is not None else None
        samples = []
        for device in self._devices:
            if device.kind == "cpu":
                assert memory is not None
                used = memory.total - memory.available
                samples.append(DeviceSample(device.id, now, _mean_busy(device, busy), used, memory.total))
            elif self._nvml is not None:
                samples.append(self._nvml.sample(device.id, now))
            else:
                samples.append(DeviceSample(device.id, now, None, None, None))
        return tuple(samples)

    def close(self) -> None:
        """Let go of the library."""
        if self._nvml is not None:
            self._nvml.close()
            self._nvml = None


def _open_nvml() -> Nvml | None:
    try:
        return Nvml()
    except pynvml.NVMLError:
        return None  # the driver has gone since the inventory was read: nothing is reported


def _mean_busy(device: Device, busy: Sequence[float | None]) -> float | None:
    known = [value for core in device.cores if core < len(busy) and (value := busy[core]) is not None]
    return sum(known) / len(known) if known else None
