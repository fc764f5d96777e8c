"""A rank's heartbeat: where it is and since when, in a few bytes of shared memory."""

import mmap
import os
import struct
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.record.disk import disk_errors

_FORM = struct.Struct("<qqdq")  # step, phase, unix time (s), pid


class Phase(StrEnum):
    """What a rank is doing."""

    STARTING = "starting"
    DATA = "data"
    FORWARD = "forward"
    BACKWARD = "backward"
    COMMUNICATION = "communication"
    OPTIMIZER = "optimizer"
    EVALUATING = "evaluating"
    CHECKPOINT = "checkpoint"
    PAUSED = "paused"
    ENDING = "ending"


_PHASES = tuple(Phase)
_CODES: dict[str, int] = {phase: code for code, phase in enumerate(_PHASES)}


@dataclass(frozen=True, slots=True)
class Beat:
    """The last sign of life of a rank."""

    step: int
    phase: Phase
    time: float
    """Unix time, s."""
    pid: int


class BeatWriter:
    """Tells, in well under a microsecond, where this rank is."""

    def __init__(self, path: Path) -> None:
        self._pid = os.getpid()
        with disk_errors(path):
            # Written, not only sized: a store into a mapped hole of a full disk would be a bus error.
            path.write_bytes(_FORM.pack(0, _CODES[Phase.STARTING], time.time(), self._pid))
            with path.open("r+b") as file:
                self._memory = mmap.mmap(file.fileno(), _FORM.size)

    def beat(self, step: int, phase: Phase | str) -> None:
        """This rank is in `phase` of `step`, now."""
        _FORM.pack_into(self._memory, 0, step, _CODES[phase], time.time(), self._pid)

    def close(self) -> None:
        """Ends writing; the last beat stays readable."""
        self._memory.close()


def read_beat(path: Path) -> Beat | None:
    """The last beat, or None where that rank has not begun."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(data) < _FORM.size:
        return None
    step, code, when, pid = _FORM.unpack_from(data)
    if not 0 <= code < len(_PHASES):
        return None
    return Beat(step=step, phase=_PHASES[code], time=when, pid=pid)
