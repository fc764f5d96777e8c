"""What a container or service may use of the machine: the limits of Linux control groups, both versions.

Source: https://docs.kernel.org/admin-guide/cgroup-v2.html and .../cgroup-v1/memory.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MemoryGroup:
    """The control group with the least memory among those around this process."""

    limit_bytes: int
    folder: Path
    usage_file: str
    reclaimable_field: str
    """File cache that the kernel would give back at once, as `memory.stat` names it."""

    def used_bytes(self) -> int | None:
        """What its processes hold now, without file cache that is free for the asking."""
        usage = _read_number(self.folder / self.usage_file)
        if usage is None:
            return None
        return max(0, usage - (_read_field(self.folder / "memory.stat", self.reclaimable_field) or 0))


class ControlGroups:
    """The groups this process is in, from its own to the outermost that can be seen."""

    def __init__(
        self, membership: Path = Path("/proc/self/cgroup"), mount: Path = Path("/sys/fs/cgroup")
    ) -> None:
        self._memberships = _read_memberships(membership)
        self._mount = mount

    def cpu_quota(self) -> float | None:
        """How many cores' worth of time the process gets at most; None: as many as there are."""
        quotas = [quota for folder in self._folders("cpu") if (quota := _read_quota(folder)) is not None]
        return min(quotas, default=None)

    def memory_group(self) -> MemoryGroup | None:
        """The tightest limit of memory; None where there is none."""
        groups = []
        for folder in self._folders("memory"):
            for limit_file, usage_file, field in (
                ("memory.max", "memory.current", "inactive_file"),
                ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
            ):
                limit = _read_number(folder / limit_file)
                if limit is not None:
                    groups.append(MemoryGroup(limit, folder, usage_file, field))
        return min(groups, key=lambda group: group.limit_bytes, default=None)

    def _folders(self, controller: str) -> Iterator[Path]:
        """In a container the path may be the host's while the mount is the container's: all are tried."""
        for name, path in self._memberships:
            if name not in ("", controller):
                continue
            root = self._mount / name
            parts = path.strip("/").split("/") if path.strip("/") else []
            for length in range(len(parts), -1, -1):
                yield root.joinpath(*parts[:length])


def _read_memberships(path: Path) -> list[tuple[str, str]]:
    """Controller and path of each group; version 2 has one group for all and names no controller."""
    text = _read(path) or ""
    fields = [line.split(":", 2) for line in text.splitlines()]
    return [
        (controller, place)
        for _, controllers, place in (field for field in fields if len(field) == 3)
        for controller in controllers.split(",")
    ]


def _read_quota(folder: Path) -> float | None:
    second = (_read(folder / "cpu.max") or "").split()
    if len(second) == 2:
        return int(second[0]) / int(second[1]) if second[0] != "max" else None
    quota = _read_number(folder / "cpu.cfs_quota_us")
    period = _read_number(folder / "cpu.cfs_period_us")
    return quota / period if quota and period else None


def _read_number(path: Path) -> int | None:
    """The number in a file; None where there is none, or it says `max` or -1: no limit."""
    text = (_read(path) or "").strip()
    return int(text) if text.isdecimal() else None


def _read_field(path: Path, name: str) -> int | None:
    for line in (_read(path) or "").splitlines():
        key, _, value = line.partition(" ")
        if key == name and value.isdecimal():
            return int(value)
    return None


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None  # another version of control groups, or another system: no limit from this file
