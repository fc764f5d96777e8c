"""Studies written by the engine's own writer, on a made-up machine: no run takes place."""

from pathlib import Path

from engine.lab.study.estimate import build_schedule, estimate
from engine.lab.study.events import (
    AnyStudyEvent,
    Estimated,
    LimitMeasured,
    ParityMeasured,
    RoundMeasured,
    RunsStarted,
    StateEntered,
    StudyState,
)
from engine.lab.study.expand import expand
from engine.lab.study.folder import StudyFolder, create_study
from engine.lab.study.record import Study
from engine.lab.study.results import Parity, RankSeconds, RoundFigures, Shares
from engine.spec import CnnSpec, DdpSpec, DevicesSpec, RunSpec, TrainingSpec
from tests.engine.plan.machines import machine

STUDY = Study(
    name="digits-scaling",
    description="The digits CNN on one device, two, four and more: how much faster does it get?",
    spec=RunSpec(
        devices=DevicesSpec(count=2),
        strategy=DdpSpec(),
        model=CnnSpec(channels=(4,), hidden=8),
        training=TrainingSpec(micro_batch_size=16),
    ),
    vary={"devices.count": (1, 2, 4), "strategy.kind": ("ddp", "fsdp", "data_parallel")},
    global_batch_size=64,
)
SPEEDS = {
    "single": (1610.0, 1622.0, 1598.0),
    "ddp ×2": (3124.0, 3149.0, 3099.0),
    "ddp ×4": (5940.0, 6001.0, 5879.0),
    "fsdp ×2": (2866.0, 2896.0, 2836.0),
    "fsdp ×4": (5216.0, 5271.0, 3161.0),
    "data_parallel ×2": (2447.0, 2518.0, 2376.0),
    "data_parallel ×4": (3171.0, 3261.0, 3081.0),
}
"""Samples a second of each round; the third of `fsdp ×4` lies apart."""


def new_study(runs_dir: Path, study: Study = STUDY) -> StudyFolder:
    """A study that has just been created."""
    return create_study(runs_dir, study, expand(study, machine(cores=4)))


def tell(folder: StudyFolder, *events: AnyStudyEvent) -> None:
    """Append events, as its race would."""
    for event in events:
        folder.append(event)


def begun(folder: StudyFolder) -> tuple[AnyStudyEvent, ...]:
    """Up to the first run."""
    study, expansion = folder.read_study(), folder.read_expansion()
    first = estimate(study, build_schedule(study, expansion))
    started = RunsStarted(time=3.0, purpose="race", candidate="single", round=1, runs=("a",), number=1)
    return (
        Estimated(time=1.0, estimate=first),
        StateEntered(time=2.0, state=StudyState.RACING),
        started,
    )


def measured(name: str, number: int) -> RoundMeasured:
    """A round of a candidate, with a part of its time in communication where it has several devices."""
    speed = SPEEDS[name][number - 1]
    passing = 0.0 if name == "single" else 0.22 if "parallel" in name else 0.12
    compute, data, idle = 0.92 - passing, 0.05, 0.03
    step = 64 / speed
    rank = RankSeconds(
        rank=0,
        device="CPU 0",
        step_seconds=step,
        data_seconds=data * step,
        forward_seconds=0.4 * compute * step,
        backward_seconds=0.6 * compute * step,
        communication_seconds=passing * step,
        bubble_seconds=0.0,
        optimizer_seconds=0.0,
        idle_seconds=idle * step,
    )
    figures = RoundFigures(
        round=number,
        run=f"run-{name}-{number}",
        samples_per_second=speed,
        step_seconds=step,
        step_seconds_low=0.9 * step,
        step_seconds_high=1.1 * step,
        shares=Shares(compute=compute, communication=passing, data=data, bubble=0.0, idle=idle),
        accounted=1.0,
        ranks=(rank,),
        memory_peak_bytes=118 * 2**20,
        seconds=2.0,
    )
    return RoundMeasured(time=4.0, candidate=name, figures=figures)


def limit(count: int, speed: float) -> LimitMeasured:
    """So many independent devices, and what they reached together."""
    return LimitMeasured(time=4.0, round=1, num_devices=count, samples_per_second=speed, overlap=0.9, runs=())


def parity(name: str) -> ParityMeasured:
    """A candidate that is the same training as the single device."""
    found = Parity(steps=5, max_relative_difference=3e-15, passed=True)
    return ParityMeasured(time=5.0, candidate=name, parity=found)


def whole(folder: StudyFolder, rounds: int = 3) -> tuple[AnyStudyEvent, ...]:
    """Everything until it was completed."""
    rows = [measured(name, number) for number in range(1, rounds + 1) for name in SPEEDS]
    same = [parity(name) for name in SPEEDS if name != "single"]
    done = StateEntered(time=9.0, state=StudyState.COMPLETED)
    return (*begun(folder), *rows, limit(2, 3180.0), limit(4, 6140.0), *same, done)
