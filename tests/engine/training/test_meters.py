from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.record.beat import BeatWriter, Phase, read_beat
from engine.training.meters import METERED, StepMeter, StepSeconds


class Ticks:
    """A timeline whose time is moved by the test."""

    def __init__(self) -> None:
        self.now = 0.0
        self.released = 0

    def mark(self) -> float:
        return self.now

    def seconds(self, first: float, last: float) -> float:
        return last - first

    def release(self, marks: Sequence[float]) -> None:
        self.released += len(marks)


@pytest.fixture(name="ticks")
def ticks_fixture() -> Ticks:
    return Ticks()


@pytest.fixture(name="beat_path")
def beat_path_fixture(tmp_path: Path) -> Path:
    return tmp_path / "rank-0.beat"


@pytest.fixture(name="meter")
def meter_fixture(ticks: Ticks, beat_path: Path) -> StepMeter:
    return StepMeter(BeatWriter(beat_path), ticks)


def spend(meter: StepMeter, ticks: Ticks, phase: Phase, seconds: float) -> None:
    with meter.phase(phase):
        ticks.now += seconds


def test_that_phases_and_rest_add_up_to_the_step(meter: StepMeter, ticks: Ticks) -> None:
    meter.start_step(0)
    for seconds, phase in enumerate(METERED, start=1):
        spend(meter, ticks, phase, seconds)
        ticks.now += 0.5
    meter.end_step()
    (step,) = meter.take()
    assert step == StepSeconds(
        step_seconds=17.5,
        data_seconds=1.0,
        forward_seconds=2.0,
        backward_seconds=3.0,
        communication_seconds=4.0,
        optimizer_seconds=5.0,
        rest_seconds=2.5,
    )
    assert meter.take() == []


def test_that_a_phase_inside_another_is_taken_out_of_it(meter: StepMeter, ticks: Ticks) -> None:
    meter.start_step(0)
    with meter.phase(Phase.FORWARD):
        ticks.now += 1.0
        spend(meter, ticks, Phase.DATA, 10.0)
        ticks.now += 2.0
    meter.end_step()
    (step,) = meter.take()
    assert (step.forward_seconds, step.data_seconds, step.rest_seconds) == (3.0, 10.0, 0.0)


def test_that_time_between_steps_belongs_to_the_next_unless_steps_are_left(
    meter: StepMeter, ticks: Ticks
) -> None:
    meter.start_step(0)
    meter.end_step()
    ticks.now += 2.0
    meter.start_step(1)
    meter.end_step()
    assert [step.step_seconds for step in meter.take()] == [0.0, 2.0]
    meter.leave_steps()
    ticks.now += 100.0
    meter.start_step(2)
    ticks.now += 1.0
    meter.end_step()
    assert [step.step_seconds for step in meter.take()] == [1.0]


def test_that_every_phase_is_a_beat(meter: StepMeter, beat_path: Path) -> None:
    meter.start_step(7)
    for phase in METERED:
        with meter.phase(phase):
            beat = read_beat(beat_path)
            assert beat is not None
            assert (beat.step, beat.phase) == (7, phase)


def test_that_every_mark_is_given_back_once(meter: StepMeter, ticks: Ticks) -> None:
    for step in range(3):
        meter.start_step(step)
        spend(meter, ticks, Phase.DATA, 1.0)
        meter.end_step()
    meter.take()
    meter.leave_steps()
    assert ticks.released == 3 * 3 + 1  # enter, leave and end of each, and the first start
