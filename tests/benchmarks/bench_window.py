"""How long until the window is there, and until its plots are, against empty PySide6 windows.

    python -m tests.benchmarks.bench_window [--rounds 7]

From the start of the process. Two comparisons: the first paint with that of an empty main window; the curves
of a run that is alive (paused, so that it takes no core) with one pyqtgraph plot in an empty main window.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from engine.devices.inventory import read_inventory
from engine.launcher.start import start_run
from engine.launcher.steer import kill_and_wait, send
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder
from tests.benchmarks import contestants
from tests.benchmarks.table import format_table, race, ratio
from tests.running import wait_for_state, wait_for_step

_STEPS_BEFORE = 30


def _seconds(kind: str, runs_dir: Path) -> float:
    """From asking for the process to the paint."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    asked = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.opening", kind, str(runs_dir)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout.split()[0]) - asked


def _paused_run(loom: Loom, runs_dir: Path) -> RunFolder:
    spec = contestants.workload({"training.max_steps": 10**6, "strategy.kind": "single", "devices.count": 1})
    folder = start_run(loom, runs_dir, spec, read_inventory())
    wait_for_step(folder, _STEPS_BEFORE)
    send(folder, "pause")
    wait_for_state(folder, RunState.PAUSED)
    return folder


def main() -> None:
    """Race and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        empty, alive = Path(scratch) / "empty", Path(scratch) / "alive"
        first = race(
            {
                "empty PySide6 main window": partial(_seconds, "bare", empty),
                "Paraloom": partial(_seconds, "paraloom", empty),
            },
            rounds=rounds,
        )
        loom = Loom()
        loom.wait_warm()
        folder = _paused_run(loom, alive)
        plots = race(
            {
                "empty window, one pyqtgraph plot": partial(_seconds, "bare-plot", alive),
                "Paraloom, curves of a run": partial(_seconds, "paraloom-plots", alive),
            },
            rounds=rounds,
        )
        kill_and_wait(folder)
        loom.close()
    for title, results in (("First paint", first), ("Plots visible", plots)):
        print(format_table(f"{title}, from the start of the process", "s", results))
        print(f"  {ratio(results[1], results[0]):.2f} × the empty window (asked for: at most 1.2)")


if __name__ == "__main__":
    main()
