"""Interruptions come when nothing is half begun."""

import signal
from collections.abc import Iterator

import pytest

from engine.lab.signals import interrupted_afterwards, terminated_as_interrupted, undisturbed


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """As at a terminal: a shell's background job begins with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_an_interruption_inside_is_heard_at_the_end(number: signal.Signals) -> None:
    begun = []
    with pytest.raises(KeyboardInterrupt), terminated_as_interrupted(), interrupted_afterwards():
        signal.raise_signal(number)
        begun.append("whole")
    assert begun == ["whole"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_that_what_ends_runs_is_not_interrupted() -> None:
    with undisturbed():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
