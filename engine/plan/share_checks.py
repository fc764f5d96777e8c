"""Limits of a device's memory and compute, against what the devices can be limited to."""

from collections.abc import Iterator, Sequence

from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.errors import Fix, Problem
from engine.spec.devices import DevicesSpec

_MEMORY, _COMPUTE = "devices.memory_fraction", "devices.compute_share"


def check_shares(spec: DevicesSpec, devices: Sequence[Device], inventory: Inventory) -> Iterator[Problem]:
    """GPUs have both limits, the second where an MPS daemon runs; a CPU slice is a limit by itself."""
    on_cpu = any(device.kind == "cpu" for device in devices)
    if spec.memory_fraction is not None and on_cpu:
        yield Problem(
            field=_MEMORY,
            sentence="CPU slices share the machine's memory, of which torch cannot give a rank a part.",
            mend="Leave it empty; use smaller batches or fewer slices, or start Paraloom under a limit of "
            "the system.",
            fix=_without(_MEMORY),
        )
    if spec.compute_share is None:
        return
    if on_cpu:
        yield Problem(
            field=_COMPUTE,
            sentence="A CPU slice's cores are its share of the compute.",
            mend="Leave it empty, and use smaller slices.",
            fix=_without(_COMPUTE),
        )
    elif devices and inventory.mps_problem:
        yield Problem(
            field=_COMPUTE,
            sentence=inventory.mps_problem,
            mend="Start one with nvidia-cuda-mps-control -d, then Paraloom anew; or leave it empty.",
            fix=_without(_COMPUTE),
        )


def _without(field: str) -> Fix:
    return Fix(label="Leave it empty", changes={field: None})
