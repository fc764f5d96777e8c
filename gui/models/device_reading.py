"""What a device is doing now and who has it, for the tile that stands for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.devices.sample import Device, DeviceProcess, DeviceSample

_CPU = "cpu"


@dataclass(frozen=True, slots=True)
class DeviceReading:
    """The last figures of a device. None means: not reported, or not sampled yet."""

    utilisation_percent: float | None = None
    memory_used_bytes: int | None = None
    memory_total_bytes: int | None = None
    run: str = ""
    """The run that holds it; empty where none does."""
    processes: tuple[DeviceProcess, ...] = ()
    """Processes that hold memory of a GPU."""


def read_device(
    device: Device, samples: Mapping[str, DeviceSample], leases: Mapping[str, str]
) -> DeviceReading:
    """The reading of a GPU, or of a CPU slice as the mean of its cores.

    Args:
        device: A GPU or a slice of any size.
        samples: Device to its last sample: every GPU, and every core as a slice of one.
        leases: Lease key to the name of the run that holds it.
    """
    ids = [f"cpu:{core}" for core in device.cores] if device.kind == _CPU else [device.id]
    found = [samples[name] for name in ids if name in samples]
    shares = [sample.utilisation_percent for sample in found if sample.utilisation_percent is not None]
    holders = [leases[key] for key in device.lease_keys if key in leases]
    first = found[0] if found else None
    return DeviceReading(
        utilisation_percent=sum(shares) / len(shares) if shares else None,
        memory_used_bytes=first.memory_used_bytes if first else None,
        memory_total_bytes=first.memory_total_bytes if first else device.memory_total_bytes,
        run=holders[0] if holders else "",
        processes=(first.processes or ()) if first else (),
    )
