"""Records about devices, with units in their names. None means: not reported by this device."""

from dataclasses import dataclass
from typing import Literal

from engine.base import Record


class Device(Record):
    """Something a rank can own."""

    id: str
    """`cpu:0-3` (a slice by its cores) or a GPU's UUID (`GPU-…`); what a spec and a plan name.

    `cpu:0-3#2`: a second slice that shares these cores.
    """
    kind: Literal["cpu", "gpu"]
    label: str
    """Short, for a tile: `CPU 0–3`, `GPU 0`."""
    name: str
    """What the maker calls it."""
    cores: tuple[int, ...] = ()
    """The cores of a CPU slice."""
    index: int | None = None
    """NVML's index of a GPU, for display only."""
    memory_total_bytes: int | None = None

    @property
    def source(self) -> str:
        """The name of its folder among a run's series: `cpu-0-3`, `gpu-5c0b…`."""
        return self.id.replace(":", "-").replace(",", "_").replace("#", "x").lower()

    @property
    def lease_keys(self) -> tuple[str, ...]:
        """What must be locked to use it: a lock a core, so that overlapping slices exclude each other."""
        if self.kind == "cpu":
            return tuple(f"core-{core}" for core in self.cores)
        return (self.source,)


@dataclass(frozen=True, slots=True)
class DeviceProcess:
    """A process that holds memory on a GPU."""

    pid: int
    memory_used_bytes: int | None
    name: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class DeviceSample:
    """One reading of one device at one moment."""

    device_id: str
    time: float
    """Unix time, s."""
    utilisation_percent: float | None
    """GPU: share of the last moments in which some kernel ran (busy); CPU slice: mean of its cores."""
    memory_used_bytes: int | None
    """GPU: used by anyone; CPU slice: used on the whole machine."""
    memory_total_bytes: int | None
    power_watts: float | None = None
    power_limit_watts: float | None = None
    energy_joules: float | None = None
    """Since the driver was loaded, by the GPU's own counter; a CPU slice has none of its own."""
    temperature_celsius: float | None = None
    sm_clock_mhz: float | None = None
    memory_clock_mhz: float | None = None
    throttle_reasons: tuple[str, ...] | None = None
    processes: tuple[DeviceProcess, ...] | None = None


def nothing_reported(device_id: str, time: float) -> DeviceSample:
    """The reading of a device that does not answer."""
    return DeviceSample(device_id, time, None, None, None)
