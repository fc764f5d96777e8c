"""The contestants of the engine's races: a run through Paraloom's launcher, and torchrun of a bare script."""

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.devices.inventory import read_inventory
from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.record.series import read_points
from engine.record.status import read_status
from engine.spec import RunSpec
from engine.spec.toml import apply_changes, read_spec
from tests.benchmarks.bare_ddp import WARM_UP_STEPS
from tests.waiting import wait_until

WORKLOAD = Path(__file__).parent / "workload.toml"
_BARE = Path(__file__).parent / "bare_ddp.py"
_LOOK_SECONDS = 0.5
"""Between looks whether runs still live: whoever waits for the bare script sleeps until it ends."""


def workload(changes: Mapping[str, Any], path: Path = WORKLOAD) -> RunSpec:
    """The common training, with some fields changed."""
    spec = read_spec(path)
    return apply_changes(spec, dict(changes)) if changes else spec


def torchrun(*, micro_batch_size: int, steps: int, workers: int = 0) -> dict[str, float]:
    """What the bare script measured, and the seconds from asking torchrun to its first step."""
    asked = time.time()
    arguments = [str(_BARE), str(micro_batch_size), str(steps), str(workers)]
    measured = _measured([*_torchrun(2), *arguments])
    return {**measured, "start_to_first_step_seconds": measured["first_step_time"] - asked}


def bare(script: str, processes: int, arguments: Sequence[str]) -> dict[str, float]:
    """What a bare script of this folder measured, alone or as so many ranks under torchrun.

    Args:
        script: Its name.
        processes: How many.
        arguments: Of the script.
    """
    starter = _torchrun(processes) if processes > 1 else [sys.executable]
    return _measured([*starter, "-m", f"tests.benchmarks.{script}", *arguments])


def _torchrun(processes: int) -> list[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "torch.distributed.run", f"--nproc-per-node={processes}"]
    return [*command, f"--master-port={port}"]


def _measured(command: Sequence[str]) -> dict[str, float]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The bare script failed: {done.stderr[-3000:]}")
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def paraloom(loom: Loom, specs: Sequence[RunSpec]) -> tuple[dict[str, float], ...]:
    """What runs through the launcher measured, all started at once."""
    with tempfile.TemporaryDirectory() as scratch:
        inventory = read_inventory()
        started = []
        for spec in specs:
            asked = time.time()
            started.append((asked, start_run(loom, Path(scratch), spec, inventory)))
        wait_until(
            lambda: not any(folder.is_alive() for _, folder in started),
            timeout=600,
            every=_LOOK_SECONDS,
            what="the runs",
        )
        return tuple(measure(folder, asked) for asked, folder in started)


def paraloom_cold(spec: RunSpec, runs_dir: Path) -> float:
    """Seconds from calling the command line, with nothing warm, to the end of the first step."""
    path = runs_dir / "cold.toml"
    path.write_text(WORKLOAD.read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-m", "engine.cli", "run", str(path), "--json", "--runs", str(runs_dir)]
    command += ["--set", f"training.max_steps={spec.training.max_steps}"]
    asked = time.time()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    folder = RunFolder(runs_dir / json.loads(done.stdout.splitlines()[-1])["run"])
    return measure(folder, asked)["start_to_first_step_seconds"]


def measure(folder: RunFolder, asked: float) -> dict[str, float]:
    """Rates by the clock, from the time at which each step ended: what the bare script does too."""
    status = read_status(folder)
    assert status.state is RunState.COMPLETED, status.failure or status.sentence
    ends = read_points(folder.series_path("rank-0", "step_seconds"))["time"]
    measured = {"start_to_first_step_seconds": float(ends[0]) - asked}
    if len(ends) > WARM_UP_STEPS:
        samples = folder.read_plan().batch.global_batch_size * (len(ends) - WARM_UP_STEPS)
        measured["samples_per_second"] = samples / float(ends[-1] - ends[WARM_UP_STEPS - 1])
        measured["began"], measured["ended"] = float(ends[WARM_UP_STEPS - 1]), float(ends[-1])
    return measured
