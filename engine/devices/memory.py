"""Main memory: how much this process may use, and how much is in use."""

import sys
from pathlib import Path

from engine.devices.cgroup import ControlGroups, MemoryGroup


class Memory:
    """The machine's memory, or the control group's where that allows less."""

    def __init__(self, groups: ControlGroups | None = None) -> None:
        machine, _ = _read_machine()
        group = (groups or ControlGroups()).memory_group()
        self._group: MemoryGroup | None = group if group and group.limit_bytes < machine else None
        self.total_bytes: int = self._group.limit_bytes if self._group else machine

    def used_bytes(self) -> int:
        """What cannot be had at once: by anyone on the machine, or by the group where it is the limit."""
        if self._group is not None:
            used = self._group.used_bytes()
            if used is not None:
                return used
        total, available = _read_machine()
        return total - available


def _read_machine() -> tuple[int, int]:
    """Bytes there are, and bytes that can be had without swapping."""
    if sys.platform == "linux":
        return parse_meminfo(Path("/proc/meminfo").read_bytes())
    import psutil

    memory = psutil.virtual_memory()
    return memory.total, memory.available


def parse_meminfo(data: bytes) -> tuple[int, int]:
    """The two figures of `/proc/meminfo`, in bytes; read here, as psutil takes long to import."""
    kib = {}
    for line in data.splitlines():
        name, _, rest = line.partition(b":")
        kib[name] = int(rest.split()[0])
    return 1024 * kib[b"MemTotal"], 1024 * kib[b"MemAvailable"]
