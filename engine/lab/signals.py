"""How an experiment hears that it shall end, and ends undisturbed."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_INTERRUPTIONS = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """Inside, SIGTERM and a closing terminal are as Ctrl+C: runs are ended on the way out."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before: dict[int, Any] = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def interrupted_afterwards() -> Iterator[None]:
    """An interruption inside is heard at the end: what is begun here is either known or not begun.

    Only a main thread hears of any.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    numbers = [getattr(signal, name) for name in _INTERRUPTIONS if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *arguments: heard.append(arguments)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number, frame in heard:
        handler = before[number]
        if callable(handler):
            handler(number, frame)
        elif handler == signal.SIG_DFL:
            signal.raise_signal(number)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl+C must not keep the first from ending what runs. Only a main thread hears of any."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _INTERRUPTIONS if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
