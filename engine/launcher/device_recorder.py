"""The devices of a run, sampled into its series while it lives."""

import time
from collections.abc import Sequence

from engine.devices.rapl import CPU_PACKAGE, Rapl
from engine.devices.sample import Device
from engine.devices.sampler import DeviceSampler
from engine.record.folder import RunFolder
from engine.record.series import SeriesSet

_PERIOD_SECONDS = 0.2

METRICS = (
    "utilisation_percent",
    "memory_used_bytes",
    "power_watts",
    "energy_joules",
    "temperature_celsius",
    "sm_clock_mhz",
    "memory_clock_mhz",
)
"""What is recorded of a device; what it cannot tell has no series."""


class DeviceRecorder:
    """About five readings a second."""

    def __init__(self, folder: RunFolder, devices: Sequence[Device]) -> None:
        self._sampler = DeviceSampler(devices)
        self._rapl = Rapl() if any(device.kind == "cpu" for device in devices) else None
        self._sources = {device.id: device.source for device in devices}
        self._series = SeriesSet(folder.series_dir)
        self._due = 0.0

    def sample_due(self, step: int) -> None:
        """Take a reading where the last is old enough.

        Args:
            step: The last known step of the run.

        Raises:
            RunFolderError: The run folder can no longer be written.
        """
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _PERIOD_SECONDS
        for sample in self._sampler.sample():
            for metric in METRICS:
                value = getattr(sample, metric)
                if value is not None:
                    self._series.report(
                        self._sources[sample.device_id], metric, step, float(value), sample.time
                    )
        joules = None if self._rapl is None else self._rapl.read_joules()
        if joules is not None:
            self._series.report(CPU_PACKAGE, "energy_joules", step, joules)
        self._series.flush()

    def close(self) -> None:
        """Flush and let go of devices and files."""
        self._sampler.close()
        self._series.close()
