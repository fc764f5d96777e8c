"""How many runs a sweep has, and how long it takes: at most where there is a limit, about once some ended."""

import math
from collections.abc import Sequence

from engine.base import Record
from engine.lab.study.estimate import OVERHEAD_SECONDS, WARMING_SECONDS, describe_duration
from engine.lab.sweep.record import Sweep
from engine.lab.sweep.trials import num_trials


class SweepEstimate(Record):
    """What a sweep will take."""

    num_runs: int
    at_once: int
    most_seconds: float | None
    """None: neither the sweep nor its spec has a limit of time."""

    @property
    def sentence(self) -> str:
        """`12 runs, 2 at once, at most 10 min`."""
        runs = f"{self.num_runs:,} {'run' if self.num_runs == 1 else 'runs'}, {self.at_once} at once"
        if self.most_seconds is None:
            return f"{runs}; how long is known once one has ended"
        return f"{runs}, at most {describe_duration(self.most_seconds)}"


def estimate_sweep(sweep: Sweep) -> SweepEstimate:
    """What is known beforehand."""
    count = num_trials(sweep)
    at_once = min(sweep.at_once, count)
    limits = []
    if sweep.max_seconds is not None:
        limits.append(sweep.max_seconds + OVERHEAD_SECONDS)
    varied = any(key.startswith("training.max_seconds") for key in sweep.vary)
    if sweep.spec.training.max_seconds is not None and not varied:
        each = sweep.spec.training.max_seconds + OVERHEAD_SECONDS
        limits.append(math.ceil(count / at_once) * each + WARMING_SECONDS)
    return SweepEstimate(num_runs=count, at_once=at_once, most_seconds=min(limits, default=None))


def seconds_left(sweep: Sweep, seconds: Sequence[float], num_over: int) -> float | None:
    """About how long the rest takes; None where no trial has ended.

    Args:
        sweep: What is asked.
        seconds: What the runs of trials took that ended by themselves or early.
        num_over: How many trials have ended.
    """
    waiting = num_trials(sweep) - num_over
    if not seconds or not waiting:
        return None
    mean = sum(seconds) / len(seconds) + OVERHEAD_SECONDS
    return waiting * mean / min(sweep.at_once, waiting)
