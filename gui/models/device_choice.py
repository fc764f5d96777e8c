"""Choosing devices by name or by number: which tiles there are, and what a click makes of the spec."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.spec import DevicesSpec

Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """The devices that can be chosen here, and those that a spec asks for."""

    spec: DevicesSpec
    offered: tuple[Device, ...]
    """GPUs, then CPU slices of the chosen size, then what the spec names besides and this machine has."""
    missing: tuple[str, ...]
    """Devices that the spec names and this machine lacks."""

    @property
    def by_name(self) -> bool:
        """Whether devices are named; otherwise any that are free are taken."""
        return bool(self.spec.use)

    def toggled(self, device_id: str, taken: Sequence[str]) -> Changes:
        """Take a device in, or leave it out.

        Args:
            device_id: The tile that was clicked.
            taken: What is chosen so far: by name, or by the plan where any are taken.
        """
        wanted = set(taken) ^ {device_id}
        if wanted:
            return self._named(wanted)
        return self.any_free(self.kind_of(device_id), 1)

    def spanned(self, first_id: str, last_id: str) -> Changes:
        """Choose every tile from one to another, and no other."""
        ids = [device.id for device in self.offered]
        if first_id not in ids or last_id not in ids:
            return self._named({last_id})
        low, high = sorted((ids.index(first_id), ids.index(last_id)))
        return self._named(set(ids[low : high + 1]))

    def all_of_a_kind(self) -> Changes:
        """Choose every GPU, or every CPU slice of the chosen size where the spec is about CPUs."""
        kind = self.kind_of(self.spec.use[0]) if self.spec.use else self.spec.kind
        of_kind = self._of_kind(kind)
        return self._named({device.id for device in of_kind}) if of_kind else {}

    def any_free(self, kind: Literal["cpu", "gpu"], count: int) -> Changes:
        """Take so many of a kind, whichever are free."""
        return {"devices.use": (), "devices.kind": kind, "devices.count": count}

    def resliced(self, inventory: Inventory, cores_per_slice: int) -> Changes:
        """Cut CPU slices in another size; as many as before stay chosen, where there are so many."""
        slices = inventory.cpu_slices(cores_per_slice)
        changes: dict[str, Any] = {"devices.cores_per_slice": cores_per_slice}
        others = [name for name in self.spec.use if self.kind_of(name) != "cpu"]
        num_slices = len(self.spec.use) - len(others)
        if num_slices:
            changes["devices.use"] = (*others, *(device.id for device in slices[:num_slices]))
        elif not self.by_name and self.spec.kind == "cpu":
            changes["devices.count"] = max(1, min(self.spec.count, len(slices)))
        return changes

    def num_of_kind(self, kind: str) -> int:
        """How many devices of a kind can be chosen."""
        return len(self._of_kind(kind))

    def kind_of(self, device_id: str) -> Literal["cpu", "gpu"]:
        """Whether a device's name is that of a CPU slice or of a GPU."""
        return "cpu" if device_id.startswith("cpu:") else "gpu"

    def _of_kind(self, kind: str) -> list[Device]:
        """Those of a kind that do not share a core."""
        size = self.spec.cores_per_slice
        return [
            device
            for device in self.offered
            if device.kind == kind and (kind == "gpu" or len(device.cores) == size)
        ]

    def _named(self, ids: set[str]) -> Changes:
        """Devices by name, in the order of the tiles."""
        order = [*(device.id for device in self.offered), *self.missing]
        return {"devices.use": tuple(name for name in order if name in ids)}


def device_choice(spec: DevicesSpec, inventory: Inventory) -> DeviceChoice:
    """What can be chosen on this machine, and what a spec asks for."""
    size = min(spec.cores_per_slice, max(1, len(inventory.cores)))
    at_least = spec.count if spec.share_cores else 0
    offered = [*inventory.gpus, *inventory.cpu_slices(size, at_least=at_least)]
    ids = {device.id for device in offered}
    named = {name: inventory.find(name) for name in spec.use if name not in ids}
    offered += [device for device in named.values() if device is not None and device.id not in ids]
    missing = tuple(name for name, device in named.items() if device is None)
    return DeviceChoice(spec, tuple(offered), missing)
