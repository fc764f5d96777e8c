"""What a rank does with memory that it freed: where steps take the same memory again and again, it keeps it.

A step on the CPU takes and gives back the same activations and gradients as the step before. The C library
hands large pieces back to the system, which then clears every page of them anew: a transformer's step of
80 ms met 3,000 to 4,000 page faults, which took a tenth of its time. Kept, they cost nothing, and the
peak is the same. A small network meets hardly any, and is left alone.
"""

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
"""Parameters of mallopt, from glibc's malloc.h."""

_TOP_PAD_BYTES = 64 << 20
_MMAP_THRESHOLD_BYTES = 32 << 20
"""The most that glibc takes; what is larger is still given back."""

_MOST = 2**31 - 1
_STEPS_BEFORE, _STEPS_WATCHED = 4, 6
_MANY_FAULTS = 500
"""Of 4 KiB in a step: 2 MiB that are cleared anew."""


class FreedMemory:
    """Watches a few steps, and has the process keep what it frees where they meet many page faults."""

    def __init__(self) -> None:
        self._steps = 0
        self._faults_before = 0

    def look(self) -> None:
        """A step has ended."""
        self._steps += 1
        if self._steps == _STEPS_BEFORE:
            self._faults_before = _page_faults()
        elif self._steps == _STEPS_BEFORE + _STEPS_WATCHED and self._met_many():
            keep_freed_memory()

    def _met_many(self) -> bool:
        return _page_faults() - self._faults_before > _MANY_FAULTS * _STEPS_WATCHED


def keep_freed_memory() -> bool:
    """Tell glibc to keep what this process frees; gives whether it could be told."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return False
    mallopt = library.mallopt
    wanted = {
        _M_MMAP_THRESHOLD: _MMAP_THRESHOLD_BYTES,
        _M_TRIM_THRESHOLD: _MOST,
        _M_TOP_PAD: _TOP_PAD_BYTES,
    }
    return all(mallopt(parameter, value) == 1 for parameter, value in wanted.items())


def _page_faults() -> int:
    if sys.platform == "win32":
        return 0
    import resource  # which Windows has not

    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
