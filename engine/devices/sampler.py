"""Readings of devices, a few times a second, cheaply."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.devices.cpu_load import CpuLoad
from engine.devices.memory import Memory
from engine.devices.sample import Device, DeviceSample, nothing_reported

if TYPE_CHECKING:
    from engine.devices.nvml import Nvml


class DeviceSampler:
    """Keeps one handle a GPU. A CPU's first reading covers the time since this object was made."""

    def __init__(self, devices: Sequence[Device]) -> None:
        self._devices = tuple(devices)
        has_cpu = any(device.kind == "cpu" for device in self._devices)
        self._load = CpuLoad() if has_cpu else None
        self._memory = Memory() if has_cpu else None
        self._nvml: Nvml | None = None
        if any(device.kind == "gpu" for device in self._devices):
            from engine.devices.nvml import open_nvml  # its binding takes long to import

            self._nvml = open_nvml()

    def sample(self) -> tuple[DeviceSample, ...]:
        """One reading a device, in the order in which they were given; what is not known is None."""
        now = time.time()
        if self._load is not None:
            self._load.look()
        used = self._memory.used_bytes() if self._memory is not None else None
        return tuple(self._sample_one(device, now, used) for device in self._devices)

    def _sample_one(self, device: Device, now: float, used: int | None) -> DeviceSample:
        if device.kind == "cpu" and self._load is not None and self._memory is not None:
            busy = self._load.busy_percent(device.cores)
            return DeviceSample(device.id, now, busy, used, self._memory.total_bytes)
        if self._nvml is not None:
            return self._nvml.sample(device.id, now)
        return nothing_reported(device.id, now)

    def close(self) -> None:
        """Let go of the library."""
        if self._nvml is not None:
            self._nvml.close()
            self._nvml = None
