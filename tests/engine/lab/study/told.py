"""A study told by hand: its candidates on a made-up machine, and events as a race would write them."""

from engine.lab.study.candidates import Expansion
from engine.lab.study.events import (
    AnyStudyEvent,
    LimitMeasured,
    ParityMeasured,
    RoundMeasured,
    StateEntered,
    StudyState,
)
from engine.lab.study.expand import expand
from engine.lab.study.record import Study
from engine.lab.study.results import Parity, RankSeconds, RoundFigures, Shares, StudyResult
from engine.lab.study.summary import summarise
from engine.spec import CnnSpec, DdpSpec, DevicesSpec, RunSpec, TrainingSpec
from tests.engine.plan.machines import machine

STUDY = Study(
    name="a <study>",
    spec=RunSpec(
        devices=DevicesSpec(count=2),
        strategy=DdpSpec(),
        model=CnnSpec(channels=(4,), hidden=8),
        training=TrainingSpec(micro_batch_size=16),
    ),
    vary={"devices.count": (1, 2, 4, 8)},
    global_batch_size=64,
    target_loss=1.0,
    price_per_device_hour=3.6,
)
EXPANSION: Expansion = expand(STUDY, machine(cores=4))
DONE = StateEntered(time=9.0, state=StudyState.COMPLETED)


def measured(name: str, number: int, speed: float, **more: object) -> RoundMeasured:
    """A round of a candidate, with a fifth of its time in communication where it has several devices."""
    passing = 0.0 if name == "single" else 0.2
    rank = RankSeconds(
        rank=0,
        device="CPU 0",
        step_seconds=64 / speed,
        data_seconds=0.0,
        forward_seconds=0.4 * 64 / speed,
        backward_seconds=(0.6 - passing) * 64 / speed,
        communication_seconds=passing * 64 / speed,
        bubble_seconds=0.0,
        optimizer_seconds=0.0,
        idle_seconds=0.0,
    )
    figures = RoundFigures(
        round=number,
        run=f"run-{name}-{number}",
        samples_per_second=speed,
        step_seconds=64 / speed,
        step_seconds_low=60 / speed,
        step_seconds_high=70 / speed,
        shares=Shares(compute=1 - passing, communication=passing, data=0.0, bubble=0.0, idle=0.0),
        accounted=1.0,
        ranks=(rank,),
        memory_peak_bytes=2**20 * number,
        target_step=50,
        seconds=2.0,
    )
    return RoundMeasured(time=1.0, candidate=name, figures=figures.model_copy(update=more))


def limit(count: int, speed: float) -> LimitMeasured:
    """So many independent devices, and what they reached."""
    return LimitMeasured(time=1.0, round=1, num_devices=count, samples_per_second=speed, overlap=0.9, runs=())


def parity(name: str, difference: float) -> ParityMeasured:
    """A candidate beside the single device."""
    found = Parity(steps=5, max_relative_difference=difference, passed=difference <= 1e-12)
    return ParityMeasured(time=2.0, candidate=name, parity=found)


EVENTS: tuple[AnyStudyEvent, ...] = (
    *(measured("single", number, speed) for number, speed in enumerate((100.0, 101.0, 99.0), 1)),
    *(measured("ddp ×2", number, speed) for number, speed in enumerate((180.0, 181.0, 90.0), 1)),
    *(measured("ddp ×4", number, speed) for number, speed in enumerate((300.0, 303.0, 297.0), 1)),
    limit(2, 190.0),
    limit(2, 196.0),
    limit(4, 360.0),
    parity("ddp ×2", 1e-15),
    parity("ddp ×4", 2e-15),
)


def result(*events: AnyStudyEvent, study: Study = STUDY) -> StudyResult:
    """What these events come to."""
    return summarise(study, EXPANSION, events or EVENTS, DONE)
