"""How long from asking for a run to its first DDP step on two ranks, against torchrun of a bare script.

    python -m tests.benchmarks.bench_start [--rounds 5]

Warm: the window has preloaded torch while its person was choosing. Cold: the command line, nothing preloaded.
"""

import argparse
import tempfile
from functools import partial
from pathlib import Path

from engine.launcher.warm import Loom
from engine.spec import RunSpec
from tests.benchmarks import contestants
from tests.benchmarks.table import format_table, race, ratio

STEPS = 3


def _bare() -> float:
    return contestants.torchrun(micro_batch_size=32, steps=STEPS)["start_to_first_step_seconds"]


def _warm(loom: Loom, spec: RunSpec) -> float:
    return contestants.paraloom(loom, [spec])[0]["start_to_first_step_seconds"]


def main() -> None:
    """Race and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    loom = Loom()
    loom.wait_warm()
    spec = contestants.workload({"training.max_steps": STEPS})
    with tempfile.TemporaryDirectory() as runs_dir:
        results = race(
            {
                "torchrun, bare script": _bare,
                "Paraloom, warm": partial(_warm, loom, spec),
                "Paraloom, cold command line": partial(contestants.paraloom_cold, spec, Path(runs_dir)),
            },
            rounds=rounds,
        )
    loom.close()
    print(format_table("Start to the end of the first DDP step, 2 ranks", "s", results))
    print(f"  warm is {1 / ratio(results[1], results[0]):.1f} × as fast as torchrun (asked for: at least 10)")


if __name__ == "__main__":
    main()
