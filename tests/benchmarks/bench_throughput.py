"""Training samples a second on two ranks, against torchrun of an equal bare script.

    python -m tests.benchmarks.bench_throughput [--rounds 5] [--steps 600] [--micro-batch-size 32] [--window]

With --window the real window is open, too, and draws the run as it goes.
"""

import argparse
from functools import partial

from engine.launcher.warm import Loom
from engine.spec import RunSpec
from tests.benchmarks import contestants
from tests.benchmarks.table import format_table, race, ratio


def _bare(options: argparse.Namespace) -> float:
    measured = contestants.torchrun(micro_batch_size=options.micro_batch_size, steps=options.steps)
    return measured["samples_per_second"]


def _headless(loom: Loom, spec: RunSpec) -> float:
    return contestants.paraloom(loom, [spec])[0]["samples_per_second"]


def main() -> None:
    """Race and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--micro-batch-size", type=int, default=32)
    parser.add_argument("--window", action="store_true")
    options = parser.parse_args()
    loom = Loom()
    loom.wait_warm()
    spec = contestants.workload(
        {"training.max_steps": options.steps, "training.micro_batch_size": options.micro_batch_size}
    )
    racers = {"torchrun, bare script": partial(_bare, options), "Paraloom": partial(_headless, loom, spec)}
    if options.window:
        from tests.benchmarks.window_run import samples_per_second

        racers["Paraloom, its window open"] = partial(samples_per_second, spec)
    results = race(racers, rounds=options.rounds)
    loom.close()
    print(format_table("Training on 2 CPU slices of one core, DDP, CNN", "samples/s", results))
    for result, asked in zip(results[1:], (0.98, 0.95), strict=False):
        print(f"  {result.name}: {ratio(result, results[0]):.3f} of the bare script (asked for: {asked})")


if __name__ == "__main__":
    main()
