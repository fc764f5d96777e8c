"""CPU cores: which this process may use, how they are named in slices, and how busy they are."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

from engine.devices.sample import Device

_SLICE = re.compile(r"cpu:(\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)")
_MOST_CORES = 4096


def usable_cores() -> tuple[int, ...]:
    """The cores that this process may run on, ascending."""
    if sys.platform == "linux":
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def cpu_name() -> str:
    """What the maker calls the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    except OSError:
        return _platform_name()
    return _platform_name()


def _platform_name() -> str:
    import platform

    return platform.processor() or platform.machine() or "CPU"


def slice_of(cores: Sequence[int], *, name: str, memory_total_bytes: int | None) -> Device:
    """The slice of these cores, ascending."""
    spans = _spans(cores)
    return Device(
        id="cpu:" + ",".join(f"{first}-{last}" if last > first else str(first) for first, last in spans),
        kind="cpu",
        label="CPU " + ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in spans),
        name=name,
        cores=tuple(cores),
        memory_total_bytes=memory_total_bytes,
    )


def cores_of(device_id: str) -> tuple[int, ...] | None:
    """The cores that `cpu:0-3` or `cpu:0,2` names, ascending; None where it is no such name."""
    match = _SLICE.fullmatch(device_id)
    if match is None:
        return None
    cores: set[int] = set()
    for span in match[1].split(","):
        first, _, last = span.partition("-")
        if int(last or first) < int(first) or int(last or first) >= _MOST_CORES:
            return None
        cores.update(range(int(first), int(last or first) + 1))
    return tuple(sorted(cores))


def _spans(cores: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours joined: 0, 1, 2, 5 become (0, 2), (5, 5)."""
    spans: list[tuple[int, int]] = []
    for core in cores:
        if spans and core == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], core)
        else:
            spans.append((core, core))
    return spans


class CpuSampler:
    """How busy each core was since the last look."""

    def __init__(self) -> None:
        self._before = psutil.cpu_times(percpu=True)

    def busy_percent(self) -> list[float | None]:
        """One figure a core of the machine, in its order; None where no time has passed."""
        now = psutil.cpu_times(percpu=True)
        busy: list[float | None] = []
        for before, after in zip(self._before, now, strict=False):
            total = sum(after[:8]) - sum(before[:8])  # guest times are counted in user's already
            idle = (after.idle - before.idle) + (getattr(after, "iowait", 0) - getattr(before, "iowait", 0))
            busy.append(min(100.0, max(0.0, 100.0 * (1 - idle / total))) if total > 0 else None)
        self._before = now
        return busy
