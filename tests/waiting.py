"""Waiting on a condition instead of sleeping: for tests that have no event loop."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(
    condition: Callable[[], T], *, timeout: float = 30.0, every: float = 0.01, what: str = ""
) -> T:
    """The first true value of `condition`.

    Args:
        condition: Asked again and again.
        every: Seconds in between; to ask costs a little time of a core, which a benchmark would feel.
        timeout: Seconds after which the test fails.
        what: What was waited for, as the end of the sentence `Waited 30 s in vain for …`.

    Raises:
        AssertionError: It stayed false until the timeout.
    """
    never = threading.Event()
    end = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"Waited {timeout:g} s in vain for {what or condition}.")
        never.wait(every)
    return value
