"""How far the reading of a long file is, told to whoever listens; where nobody does, nobody is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal, TextIO

from engine.base import Record

_LINES = 4096
"""Between two looks how far a table is."""
_PIECE_BYTES = 2**24


class Reading(Record):
    """How far it is."""

    done: int
    total: int
    unit: Literal["bytes", "folders"] = "bytes"


Listener = Callable[[Reading], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listened(listener: Listener) -> Iterator[None]:
    """What is read inside is told to this listener, much more often than a person can follow."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell_reading(done: int, total: int, unit: Literal["bytes", "folders"] = "bytes") -> None:
    """Say how far it is."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(Reading(done=done, total=total, unit=unit))


def read_lines(file: TextIO, size: int) -> Iterator[str]:
    """The lines of a text file.

    Args:
        file: Just opened, in UTF-8.
        size: Of the file, in bytes; a pipe has none.
    """
    for number, line in enumerate(file):
        if size and number % _LINES == 0:
            tell_reading(file.buffer.tell(), size)
        yield line


def read_pieces(path: Path, before: int, total: int) -> bytes:
    """A whole file. Raises OSError.

    Args:
        path: The file.
        before: Bytes that were read of other files.
        total: Bytes of all files.
    """
    pieces = []
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            pieces.append(piece)
            before += len(piece)
            tell_reading(before, max(before, total))
    return b"".join(pieces)
