"""How busy each CPU core is, from the kernel's counters."""

import sys
from collections.abc import Iterable
from pathlib import Path

_LEAST_SECONDS = 0.05
"""The counters tick every 10 ms: over less time than this a share would be noise."""
_TICKS_A_SECOND = 100
"""USER_HZ, the same on every architecture that Linux is built for today."""
_DECIMALS = 2
"""Of a percentage: what follows is left by the subtraction of large times."""
_FIELDS = 8
"""user, nice, system, idle, iowait, irq, softirq, steal; guest times after them are in user and nice."""

Times = dict[int, tuple[float, float]]
"""Core to its (idle, total) seconds since the machine started."""


class CpuLoad:
    """Shares of time in which cores worked, from one look to the next."""

    def __init__(self) -> None:
        self._before = _read_times()
        self._busy: dict[int, float | None] = {}

    def look(self) -> None:
        """Take a reading; looks in quick succession keep the last one."""
        now = _read_times()
        for core, (idle, total) in now.items():
            before = self._before.get(core)
            if before is None:  # it was switched on since
                self._before[core] = (idle, total)
                continue
            if not 0 <= total - before[1] < _LEAST_SECONDS:
                self._before[core] = (idle, total)
                self._busy[core] = share_busy(before, (idle, total))
        for core in self._before.keys() - now.keys():  # switched off
            del self._before[core]
            self._busy.pop(core, None)

    def busy_percent(self, cores: Iterable[int]) -> float | None:
        """Mean of these cores, 0 to 100; None before there is a reading."""
        known = [busy for core in cores if (busy := self._busy.get(core)) is not None]
        return sum(known) / len(known) if known else None


def _read_times() -> Times:
    if sys.platform == "linux":
        return parse_stat(Path("/proc/stat").read_bytes())
    import psutil

    times = enumerate(psutil.cpu_times(percpu=True))
    return {core: (time.idle, sum(time)) for core, time in times}


def share_busy(before: tuple[float, float], after: tuple[float, float]) -> float | None:
    """The percentage of the time between two (idle, total) in which a core worked.

    None where no time has passed, or where the counters began anew: the core was switched off and on.
    """
    seconds = after[1] - before[1]
    if seconds <= 0:
        return None
    share = min(1.0, max(0.0, 1 - (after[0] - before[0]) / seconds))
    return round(100 * share, _DECIMALS)


def parse_stat(data: bytes) -> Times:
    """The times in `/proc/stat`. A core that is switched off has no line: a line's place is not its core."""
    times: Times = {}
    for line in data.splitlines():
        if not line.startswith(b"cpu"):
            break  # all lines of cores come first
        name, *counters = line.split()
        if name[3:].isdigit():
            ticks = [int(counter) / _TICKS_A_SECOND for counter in counters[:_FIELDS]]
            times[int(name[3:])] = (ticks[3] + ticks[4], sum(ticks))
    return times
