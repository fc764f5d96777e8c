"""Following an event file while its writer writes it."""

import struct
from collections.abc import Iterator
from pathlib import Path

from engine.tensorboard.crc32c import masked_crc32c
from engine.tensorboard.events import Scalar, scalars_of
from engine.tensorboard.hparams import MARK, Value, hparams_of

_HEAD = struct.Struct("<QI")
"""Length of a record, and the check sum of these eight bytes."""
_SUM_BYTES = 4
_SLICE_BYTES = 1 << 20
_LARGE_BYTES = 1 << 16
"""A record with numbers is far smaller: what is larger holds a picture or a graph, and is stepped over."""


class EventFileTail:
    """Reads only whole records; one that is still being written waits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        """A sentence: why nothing more is read of it."""
        self.hparams: dict[str, Value] = {}
        """What it says its run was told, by name."""
        self.offset = 0
        """Bytes that are read."""

    def read_all(self) -> Iterator[Scalar]:
        """Everything that is there now, piece by piece.

        Raises:
            OSError: The file cannot be read.
        """
        before = -1
        while before < self.offset:  # a piece without scalars is not the end
            before = self.offset
            yield from self.poll()

    def num_left(self) -> int:
        """Bytes at its end that are no whole record. Raises OSError."""
        return self.path.stat().st_size - self.offset

    def poll(self) -> tuple[Scalar, ...]:
        """The scalars that were added since the last poll, at most about 1 MiB of them.

        Raises:
            OSError: The file cannot be read.
        """
        if self.problem:
            return ()
        with self.path.open("rb") as file:
            size = file.seek(0, 2)
            if size <= self.offset:
                return ()
            file.seek(self.offset)
            data = file.read(_SLICE_BYTES)
        found: list[Scalar] = []
        at = 0
        try:
            while at + _HEAD.size <= len(data):
                length = _length(data, at)
                end = at + _HEAD.size + length + _SUM_BYTES
                if self.offset + end > size:
                    break  # not whole yet
                if length <= _LARGE_BYTES:
                    if end > len(data):
                        break  # in the next slice
                    content = _content(data, at, length)
                    found += scalars_of(content)
                    if MARK in content:
                        self.hparams.update(hparams_of(content))
                at = end
        except (ValueError, struct.error) as error:
            self.problem = f"{self.path.name} is damaged after {self.offset + at} bytes: {error}"
        self.offset += at
        return tuple(found)


def _length(data: bytes, at: int) -> int:
    length, check = _HEAD.unpack_from(data, at)
    if masked_crc32c(data[at : at + 8]) != check:
        raise ValueError("the check sum of a length is wrong.")
    return int(length)


def _content(data: bytes, at: int, length: int) -> bytes:
    start = at + _HEAD.size
    content = data[start : start + length]
    (check,) = struct.unpack_from("<I", data, start + length)
    if masked_crc32c(content) != check:
        raise ValueError("the check sum of a record is wrong.")
    return content
