"""Memory that a rank freed is there for the next step, without a page of it cleared anew."""

import subprocess
import sys

import pytest

_PROGRAM = """
import resource
import torch
from engine.training.heap import FreedMemory

freed = FreedMemory()

def step():
    pieces = [torch.ones(1 << 18) for _ in range(32)]

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

for _ in range(14):  # it watches ten of them
    step()
    freed.look()
before = faults()
for _ in range(10):
    step()
print(faults() - before)
"""


def _faults() -> int:
    done = subprocess.run([sys.executable, "-B", "-c", _PROGRAM], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc that is told")
def test_that_steps_meet_pages_that_are_there() -> None:
    assert _faults() < 100
