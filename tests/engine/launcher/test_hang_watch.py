"""A rank hangs when nobody has moved for too long; the one that keeps the others waiting is named."""

import pytest

from engine.launcher import hang_watch
from engine.launcher.hang_watch import HangWatch
from engine.record.beat import Beat, Phase


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(hang_watch, "time", clock)
    return clock


def beat(step: int, time: float) -> Beat:
    return Beat(step=step, phase=Phase.BACKWARD, time=time, pid=2**22 + 1)


def test_that_the_rank_with_the_oldest_beat_is_blamed(clock: Clock) -> None:
    watch = HangWatch(2, 3.0)
    beats = {0: beat(5, 2.0), 1: beat(5, 1.0)}
    hang = None
    for _ in range(5):
        clock.now += 1.0
        hang = hang or watch.look(beats)
    assert hang is not None
    assert (hang.rank, hang.beat) == (1, beats[1])


def test_that_one_silent_rank_is_waited_for_while_another_moves(clock: Clock) -> None:
    watch = HangWatch(2, 3.0)
    for second in range(20):
        clock.now += 1.0
        assert watch.look({0: beat(5, 1.0), 1: beat(second, second)}) is None


def test_that_time_in_which_nobody_watched_does_not_count(clock: Clock) -> None:
    watch = HangWatch(1, 30.0)
    watch.look({0: beat(5, 1.0)})
    clock.now += 10_000.0
    assert watch.look({0: beat(5, 1.0)}) is None


def test_that_a_rank_that_never_began_is_blamed(clock: Clock) -> None:
    watch = HangWatch(2, 2.0)
    hangs = []
    for _ in range(70):
        clock.now += 1.0
        hangs.append(watch.look({0: beat(0, 1.0), 1: None}))
    assert not any(hangs[:50]), "a start takes its time"
    assert hangs[-1] is not None
    assert hangs[-1].rank == 1
