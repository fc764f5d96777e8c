"""Which thread colour a device has: the same one everywhere, whatever else is in the picture."""

from zlib import crc32

from engine.devices.cpu import turn_of
from engine.devices.inventory import Inventory
from engine.plan.records import Placement

_NUM_COLOURS = 8


def device_colour_index(device_id: str, inventory: Inventory) -> int:
    """The index of a device's thread colour.

    GPUs come first, in the inventory's order. CPU slices follow by their place among slices of their own
    size, so that neighbours differ. A device that this machine lacks (a run of another machine) has a colour
    made from its name.

    Args:
        device_id: What a spec names: a GPU's UUID or `cpu:0-3`.
        inventory: What this machine has.
    """
    for index, gpu in enumerate(inventory.gpus):
        if gpu.id == device_id:
            return index
    device = inventory.find(device_id)
    if device is None or not device.cores:
        return crc32(device_id.encode()) % _NUM_COLOURS
    size = len(device.cores)
    place = inventory.cores.index(device.cores[0]) // size
    before = (turn_of(device_id) - 1) * (len(inventory.cores) // size)  # slices that share cores differ, too
    return len(inventory.gpus) + before + place


def run_colour_index(device_id: str, plan: Placement, inventory: Inventory | None) -> int:
    """The index of the thread colour of a run's device; its place in the plan until the machine is known."""
    if inventory is not None:
        return device_colour_index(device_id, inventory)
    return next(index for index, device in enumerate(plan.devices) if device.id == device_id)
