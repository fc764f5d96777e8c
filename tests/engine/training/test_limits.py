import math

from engine.training.limits import Patience, TrainingClock


class Hand:
    """A clock whose hand is moved by the test."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_that_patience_ends_after_so_many_evaluations_without_improvement() -> None:
    patience = Patience()
    for loss in (1.0, 0.5, 0.5, 0.6):
        patience = patience.after(loss)
    assert patience == Patience(best_loss=0.5, num_worse=2)
    assert patience.is_over(2)
    assert not patience.is_over(3)
    assert not patience.is_over(None)
    assert patience.after(0.4) == Patience(best_loss=0.4)


def test_that_a_loss_that_is_not_a_number_never_improves() -> None:
    patience = Patience().after(math.nan)
    assert patience == Patience(num_worse=1)
    assert patience.after(2.0) == Patience(best_loss=2.0)


def test_that_pauses_do_not_count_as_training() -> None:
    hand = Hand()
    clock = TrainingClock(5.0, hand)
    hand.now += 1.0
    assert clock.seconds == 6.0
    clock.pause()
    hand.now += 50.0
    assert clock.seconds == 6.0
    clock.resume()
    clock.resume()
    hand.now += 2.0
    assert clock.seconds == 8.0
