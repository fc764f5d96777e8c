"""Memory that a rank freed is there for the next step, without a page of it cleared anew."""

import os
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

def met_by_ten_steps(look):
    before = faults()
    for _ in range(10):
        step()
        look()
    return faults() - before

print(met_by_ten_steps(freed.look))  # it watches ten
met_by_ten_steps(freed.look)  # what they free is kept from now on
print(met_by_ten_steps(freed.look))
"""


_GIVES_BACK = {
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=131072",
}
"""Large pieces go back to the system whenever they are freed, and not only where nothing lies above them."""


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc that is told")
def test_that_steps_meet_pages_that_are_there() -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", _PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **_GIVES_BACK},
    )
    before, after = (int(line) for line in done.stdout.split())
    assert before > 10 * 32 * 200
    assert after < before / 20, "a piece now and then, where another one lay above it"
