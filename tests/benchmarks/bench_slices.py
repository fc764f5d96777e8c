"""What a second CPU slice buys: DDP on the CNN, beside what two independent processes reach on this machine.

    python -m tests.benchmarks.bench_slices [--rounds 5] [--steps 60] [--micro-batch-size 700]

The same micro-batch a slice everywhere, so DDP's global batch is twice the single device's.
"""

import argparse
from functools import partial

from engine.launcher.warm import Loom
from engine.spec import RunSpec
from tests.benchmarks import contestants
from tests.benchmarks.table import format_table, race, ratio


def _one(loom: Loom, spec: RunSpec) -> float:
    return contestants.paraloom(loom, [spec])[0]["samples_per_second"]


def _independent(loom: Loom, specs: list[RunSpec]) -> float:
    """Samples a second of all together: both train for nearly the whole time."""
    measured = contestants.paraloom(loom, specs)
    return sum(one["samples_per_second"] for one in measured)


def main() -> None:
    """Race and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--micro-batch-size", type=int, default=700)
    options = parser.parse_args()
    loom = Loom()
    loom.wait_warm()
    common = {"training.max_steps": options.steps, "training.micro_batch_size": options.micro_batch_size}
    alone = common | {"strategy.kind": "single"}
    single = [contestants.workload(alone | {"devices.use": [f"cpu:{core}"]}) for core in (0, 1)]
    results = race(
        {
            "one slice": partial(_one, loom, single[0]),
            "DDP on two slices": partial(_one, loom, contestants.workload(common)),
            "two independent runs, a slice each": partial(_independent, loom, single),
        },
        rounds=options.rounds,
    )
    loom.close()
    title = f"CNN on the digits, {options.micro_batch_size} samples a slice a step"
    print(format_table(title, "samples/s", results))
    print(f"  DDP reaches {ratio(results[1], results[2]):.3f} of the machine's limit (asked for: 0.9)")


if __name__ == "__main__":
    main()
