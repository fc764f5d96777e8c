"""Training samples a second under every strategy, each against a bare PyTorch script of the same strategy.

    python -m tests.benchmarks.bench_strategies [--only fsdp,hsdp] [--rounds 5] [--steps 100]

Two CPU slices of one core, the ViT of `strategies.toml`, 128 samples a step; data, batch and pinning alike.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from engine.launcher.warm import Loom
from tests.benchmarks import contestants
from tests.benchmarks.bare_workload import WARM_UP_STEPS
from tests.benchmarks.table import format_table, race, ratio

WORKLOAD = Path(__file__).parent / "strategies.toml"
SAMPLES, SLICES, ASKED = 128, 2, 0.98


@dataclass(frozen=True, slots=True)
class Contest:
    """A strategy, and the bare script of the same."""

    script: str
    """Module below `tests.benchmarks`."""
    argument: str
    """Which of the script's kinds."""
    options: Mapping[str, Any]
    """Of Paraloom's strategy."""
    devices: int = SLICES
    processes: int = SLICES
    data_parallel: int = 1
    """Into how many parts the samples of a step are divided."""
    training: Mapping[str, Any] = field(default_factory=dict)

    @property
    def micro_batch_size(self) -> int:
        """Samples of a replica."""
        return SAMPLES // self.data_parallel


def _pipeline(schedule: str) -> Contest:
    return Contest("bare_pipeline", schedule, {"kind": "pipeline", "schedule": schedule, "chunks": 4})


CONTESTS: dict[str, Contest] = {
    "single": Contest("bare_replicas", "single", {"kind": "single"}, devices=1, processes=1),
    "data_parallel": Contest(
        "bare_threads", "data_parallel", {"kind": "data_parallel"}, processes=1, data_parallel=2
    ),
    "model_parallel": Contest(
        "bare_threads", "model_parallel", {"kind": "model_parallel", "chunks": 4}, processes=1
    ),
    "ddp": Contest("bare_replicas", "ddp", {"kind": "ddp"}, data_parallel=2),
    "zero": Contest("bare_replicas", "zero", {"kind": "zero"}, data_parallel=2),
    "fsdp": Contest("bare_divided", "fsdp", {"kind": "fsdp"}, data_parallel=2),
    "hsdp": Contest("bare_divided", "hsdp", {"kind": "hsdp", "replicas": 2}, data_parallel=2),
    "tensor_parallel": Contest("bare_divided", "tensor", {"kind": "tensor_parallel"}),
    "gpipe": _pipeline("gpipe"),
    "1f1b": _pipeline("1f1b"),
    "interleaved_1f1b": _pipeline("interleaved_1f1b"),
    "zero_bubble": _pipeline("zero_bubble"),
    "mesh": Contest("bare_divided", "fsdp", {"kind": "mesh", "shard": 2}, data_parallel=2),
}


def _paraloom(loom: Loom, contest: Contest, steps: int) -> float:
    changes = {f"strategy.{name}": value for name, value in contest.options.items()}
    changes |= {"devices.count": contest.devices, "training.max_steps": steps}
    changes |= {"training.micro_batch_size": contest.micro_batch_size}
    spec = contestants.workload(changes, WORKLOAD)
    return contestants.paraloom(loom, [spec])[0]["samples_per_second"]


def _bare(contest: Contest, steps: int) -> float:
    one_process = contest.processes == 1
    batch_size = SAMPLES if one_process else contest.micro_batch_size
    arguments = (contest.argument, str(batch_size), str(steps))
    return contestants.bare(contest.script, contest.processes, arguments)["samples_per_second"]


def _chosen(text: str) -> Sequence[str]:
    names = text.split(",") if text else list(CONTESTS)
    for name in names:
        if name not in CONTESTS:
            raise SystemExit(f"There is no strategy {name} here; there are {', '.join(CONTESTS)}.")
    return names


def main() -> None:
    """Race and print the tables, then one line a strategy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="strategies, with commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=100)
    options = parser.parse_args()
    if options.steps <= WARM_UP_STEPS:
        parser.error(f"The first {WARM_UP_STEPS} steps do not count: give more.")
    loom = Loom()
    loom.wait_warm()
    lines = []
    for name in _chosen(options.only):
        contest = CONTESTS[name]
        bare, paraloom = race(
            {
                "bare script": partial(_bare, contest, options.steps),
                "Paraloom": partial(_paraloom, loom, contest, options.steps),
            },
            rounds=options.rounds,
        )
        print(format_table(f"{name}, {SAMPLES} samples a step", "samples/s", (bare, paraloom)), flush=True)
        reached = ratio(paraloom, bare)
        rates = f"{bare.median:>9.0f} {paraloom.median:>9.0f} {reached:>7.3f}"
        verdict = "" if reached >= ASKED else "  below"
        lines.append(f"  {name:<18} {rates} {1000 * SAMPLES / paraloom.median:>7.1f}{verdict}")
    loom.close()
    print(f"\n  {'':<18} {'bare':>9} {'Paraloom':>9} {'ratio':>7} {'ms/step':>7}   (asked for: {ASKED})")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
