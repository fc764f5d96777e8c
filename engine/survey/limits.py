"""How much memory a survey may take: a look at data must never endanger the machine or a run on it."""

import sys
from pathlib import Path

from engine.devices.memory import Memory

_ENDED_FIRST = "1000"
"""Of 1000: the system ends such a process before any other where memory runs out."""


def limit_memory() -> None:
    """Lets this process take at most half of what is free now; asking for more fails there (Linux)."""
    if sys.platform != "linux":
        return
    import resource

    memory = Memory()
    most = _taken_bytes() + max(0, memory.total_bytes - memory.used_bytes()) // 2
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    Path("/proc/self/oom_score_adj").write_text(_ENDED_FIRST)


def _taken_bytes() -> int:
    """What counts against the limit already.

    Source: https://man7.org/linux/man-pages/man2/getrlimit.2.html (RLIMIT_DATA) and proc_pid_status (VmData).
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    kibibytes = next(line.split()[1] for line in lines if line.startswith("VmData:"))
    return int(kibibytes) * 1024
