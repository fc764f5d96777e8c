"""What this machine has: one list for the window, the plan and the command line."""

import os

from engine.base import Record
from engine.devices.compiler import compiler_problem
from engine.devices.cpu import cores_of, cpu_name, slice_of, turn_of, usable_cores
from engine.devices.driver import NO_DRIVER, has_driver
from engine.devices.memory import Memory
from engine.devices.mps import mps_problem
from engine.devices.sample import Device


class Inventory(Record):
    """Every device a run could use."""

    gpus: tuple[Device, ...]
    """In NVML's order."""
    cores: tuple[int, ...]
    """The CPU cores that this process may use, ascending."""
    cpu_name: str
    memory_total_bytes: int
    """What the machine has, or a container's limit."""
    gpu_problem: str = ""
    """Why there are no GPUs, or why one is missing, as a sentence; empty where all are well."""
    compiler_problem: str = ""
    """What torch.compile lacks, as a sentence; empty where it lacks nothing."""
    mps_problem: str = ""
    """Why a GPU's compute cannot be shared out, as a sentence; empty where it can or there are no GPUs."""

    def cpu_slices(self, cores_per_slice: int, *, at_least: int = 0) -> tuple[Device, ...]:
        """The cores in groups of so many neighbours; what does not fill a group is left out.

        Args:
            cores_per_slice: How many.
            at_least: How many slices there are to be: where there are fewer groups, several slices share one.
        """
        starts = range(0, len(self.cores) - cores_per_slice + 1, cores_per_slice)
        groups = [self.cores[first : first + cores_per_slice] for first in starts]
        turns = max(1, -(-at_least // len(groups))) if groups else 0
        slices = [self._slice(group, turn) for turn in range(1, turns + 1) for group in groups]
        return tuple(slices[: max(len(groups), at_least)])

    def find(self, device_id: str) -> Device | None:
        """The GPU of that UUID or the slice of those cores; None where this machine lacks it."""
        for gpu in self.gpus:
            if gpu.id == device_id:
                return gpu
        cores = cores_of(device_id)
        if cores is None or not set(cores) <= set(self.cores):
            return None
        return self._slice(cores, turn_of(device_id))

    def _slice(self, cores: tuple[int, ...], turn: int) -> Device:
        return slice_of(cores, name=self.cpu_name, memory_total_bytes=self.memory_total_bytes, turn=turn)


def read_inventory() -> Inventory:
    """Look at this machine. A machine without GPUs is a normal machine."""
    gpus, problem = _read_gpus()
    return Inventory(
        gpus=gpus,
        cores=usable_cores(),
        cpu_name=cpu_name(),
        memory_total_bytes=Memory().total_bytes,
        gpu_problem=problem,
        compiler_problem=compiler_problem(),
        mps_problem=mps_problem(os.environ) if gpus else "",
    )


def _read_gpus() -> tuple[tuple[Device, ...], str]:
    if not has_driver():
        return (), NO_DRIVER
    from engine.devices.nvml import read_gpus  # its binding takes long to import

    return read_gpus()
