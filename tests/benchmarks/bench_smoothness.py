"""How smooth the window is while a run trains, and how soon a reported loss is on the screen.

    python -m tests.benchmarks.bench_smoothness [--rounds 3] [--seconds 15]

A 16 ms timer in the window's thread; its gaps tell when the window could not have answered. Once with a core
free for the window (one CPU slice trains), once with none (DDP on both).
"""

import argparse
import statistics
from collections.abc import Sequence

from engine.spec import RunSpec
from tests.benchmarks import contestants
from tests.benchmarks.window_run import TICK_MS, WindowRun, run_in_window

_ALONE = {"strategy.kind": "single", "devices.count": 1}


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def _row(name: str, runs: Sequence[WindowRun]) -> str:
    """Medians over the rounds; the maximum is that of all rounds."""
    gaps = [statistics.median(percentile(run.gaps, at) for run in runs) for at in (50, 99)]
    gaps.append(max(max(run.gaps) for run in runs))
    delays = [statistics.median(percentile(run.delays, at) for run in runs) for at in (50, 95)]
    cells = " ".join(f"{1000 * each:>9.1f}" for each in (*gaps, *delays))
    return f"  {name:<40} {cells}   ms"


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=15)
    options = parser.parse_args()
    limits = {"training.max_steps": 10**6, "training.max_seconds": options.seconds}
    specs: dict[str, RunSpec] = {
        "one slice trains, a core is free": contestants.workload(limits | _ALONE),
        "DDP on both slices, no core is free": contestants.workload(limits),
    }
    seen: dict[str, list[WindowRun]] = {name: [] for name in specs}
    for _ in range(options.rounds):
        for name, spec in specs.items():
            seen[name].append(run_in_window(spec))
    print(f"The window while a run trains, {options.seconds:g} s each, {options.rounds} rounds")
    heads = " ".join(f"{head:>9}" for head in ("median", "p99", "max", "median", "p95"))
    print(f"  {f'gaps of a {TICK_MS} ms timer, report to pixels':<40} {heads}")
    for name, runs in seen.items():
        print(_row(name, runs))
    print("  asked for with a core free: p99 at most 33, max at most 50; report to pixels p95 at most 150")


if __name__ == "__main__":
    main()
