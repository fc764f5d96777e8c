"""The runs of a study in their order, and about how long they take: guessed at first, then known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.base import Record
from engine.lab.study.candidates import Expansion
from engine.lab.study.record import Study

GUESSED_STEP_SECONDS = 0.03
"""What is taken for a step of which nobody has seen one yet."""
OVERHEAD_SECONDS = 3.0
"""From a run's start to its end beside its steps: ranks, first step, evaluation, checkpoint."""
WARMING_SECONDS = 8.0
"""Until the first run can start."""
LIMIT_STEPS = 2
"""Runs that measure the limit have so many times the steps of others, so that they run at once for long."""

Purpose = Literal["race", "limit", "parity"]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do: a run, or as many at once as there are devices for the limit."""

    purpose: Purpose
    candidate: str
    """For the limit the single device."""
    round: int
    """From 1; 0 for parity."""
    num_runs: int
    devices: tuple[str, ...] = ()
    """For the limit: which device each of the runs has."""


class Estimate(Record):
    """What a study will take, or what is left of it."""

    num_runs: int
    """Of the whole study."""
    seconds: float
    """For all that is left, s."""
    is_measured: bool
    """Whether runs of it were measured; else it rests on a guess of 30 ms a step."""

    @property
    def sentence(self) -> str:
        """`12 runs, about 3 min`."""
        runs = f"{self.num_runs} {'run' if self.num_runs == 1 else 'runs'}"
        return f"{runs}, about {describe_duration(self.seconds)}"


def describe_duration(seconds: float) -> str:
    """`40 s`, `3 min`, `1.5 h`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def build_schedule(study: Study, expansion: Expansion) -> tuple[Job, ...]:
    """Everything to do, in order.

    In each round all candidates and the limits run once; each round begins with another, so that a machine
    that drifts hurts all alike. Parity comes last: nothing is timed then.
    """
    reference = expansion.reference.name
    first = [Job("race", one.name, 0, 1) for one in expansion.racing]
    if study.measure_limit and expansion.reference.fits:
        first += [Job("limit", reference, 0, len(ids), ids) for ids in _limit_devices(expansion)]
    jobs = []
    for number in range(study.rounds):
        turn = number % len(first) if first else 0
        for one in first[turn:] + first[:turn]:
            jobs.append(Job(one.purpose, one.candidate, number + 1, one.num_runs, one.devices))
    if study.parity_steps:
        jobs += [Job("parity", one.name, 0, 1) for one in expansion.racing if not one.is_reference]
    return tuple(jobs)


def _limit_devices(expansion: Expansion) -> Sequence[tuple[str, ...]]:
    """The devices of one candidate for each number of them; not where some share their cores."""
    found: dict[int, tuple[str, ...]] = {}
    for one in expansion.racing:
        assert one.plan is not None
        keys = [key for device in one.plan.devices for key in device.lease_keys]
        if one.num_devices > 1 and len(keys) == len(set(keys)):
            found.setdefault(one.num_devices, tuple(device.id for device in one.plan.devices))
    return [devices for _, devices in sorted(found.items())]


def estimate(
    study: Study,
    jobs: Sequence[Job],
    *,
    left: Sequence[Job] | None = None,
    run_seconds: Mapping[str, float] | None = None,
) -> Estimate:
    """What a study takes.

    Args:
        study: What is asked.
        jobs: All of it, from `build_schedule`.
        left: What is still to do; all of it without.
        run_seconds: Seconds that a run of a candidate took, by name, as far as known.
    """
    known = run_seconds or {}
    waiting = jobs if left is None else left
    seconds = sum(_job_seconds(study, job, known) for job in waiting)
    return Estimate(
        num_runs=sum(job.num_runs for job in jobs),
        seconds=seconds if known else seconds + WARMING_SECONDS,
        is_measured=bool(known),
    )


def _job_seconds(study: Study, job: Job, known: Mapping[str, float]) -> float:
    if job.purpose == "parity":
        return OVERHEAD_SECONDS
    guessed = OVERHEAD_SECONDS + study.steps * GUESSED_STEP_SECONDS
    others = sum(known.values()) / len(known) if known else guessed
    seconds = known.get(job.candidate, others)
    return seconds * (LIMIT_STEPS if job.purpose == "limit" else 1)
