"""CPU cores: which this process may use, and how they are named in slices."""

import os
import platform
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.devices.cgroup import ControlGroups
from engine.devices.sample import Device

_SPAN = "[0-9]{1,6}(?:-[0-9]{1,6})?"
_SLICE = re.compile(f"cpu:({_SPAN}(?:,{_SPAN})*)(?:#([1-9][0-9]{{0,3}}))?")
_MOST_CORES = 4096


def usable_cores(groups: ControlGroups | None = None) -> tuple[int, ...]:
    """The cores that this process may run on, ascending.

    A container that may run on every core but gets the time of a few has only those few: on more, its ranks
    would be stopped in mid-step by turns.
    """
    if sys.platform == "linux":
        cores = tuple(sorted(os.sched_getaffinity(0)))
    else:
        cores = tuple(range(os.cpu_count() or 1))
    quota = (groups or ControlGroups()).cpu_quota()
    return cores if quota is None else cores[: max(1, int(quota))]


def cpu_name() -> str:
    """What the maker calls the processor."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""  # not Linux
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    # Windows tells in its environment; elsewhere platform.processor() would start a process to ask.
    return os.environ.get("PROCESSOR_IDENTIFIER") or f"{platform.machine()} CPU".strip()


def slice_of(cores: Sequence[int], *, name: str, memory_total_bytes: int | None, turn: int = 1) -> Device:
    """The slice of these cores, ascending.

    Args:
        cores: Which.
        name: What the maker calls the processor.
        memory_total_bytes: Of the machine.
        turn: Which one of several slices that share these cores, from 1.
    """
    spans = _spans(cores)
    again = f"#{turn}" if turn > 1 else ""
    return Device(
        id="cpu:"
        + ",".join(f"{first}-{last}" if last > first else str(first) for first, last in spans)
        + again,
        kind="cpu",
        label="CPU "
        + ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in spans)
        + again,
        name=name,
        cores=tuple(cores),
        memory_total_bytes=memory_total_bytes,
    )


def cores_of(device_id: str) -> tuple[int, ...] | None:
    """The cores that `cpu:0-3`, `cpu:0,2` or `cpu:0#2` names, ascending; None where it is no such name."""
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


def turn_of(device_id: str) -> int:
    """Which one of several slices that share their cores a name means: 2 of `cpu:0#2`, 1 of `cpu:0`."""
    match = _SLICE.fullmatch(device_id)
    return int(match[2]) if match and match[2] else 1


def _spans(cores: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours joined: 0, 1, 2, 5 become (0, 2), (5, 5)."""
    spans: list[tuple[int, int]] = []
    for core in cores:
        if spans and core == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], core)
        else:
            spans.append((core, core))
    return spans
