"""Writes event files that TensorBoard reads: a block of points at once, by whole columns."""

import os
import socket
import struct
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.tensorboard.crc32c import masked_crc32c, masked_crc32c_of_rows
from engine.tensorboard.wire import varint

_TIME, _STEP, _VERSION, _SUMMARY = b"\x09", b"\x10", b"\x1a", b"\x2a"
"""Keys of the fields of an event: double 1, varint 2, bytes 3 and 5."""
_SUMMARY_VALUE, _VALUE_TAG, _VALUE_SIMPLE = b"\x0a", b"\x0a", b"\x15"
_FILE_VERSION = b"brain.Event:2"

Bytes = NDArray[np.uint8]


class EventFileWriter:
    """One event file. Values are kept in single precision, as TensorBoard's own writer keeps them."""

    def __init__(self, folder: Path, began: float) -> None:
        """Makes the file, and its folder where there is none.

        Args:
            folder: What TensorBoard shows as one run.
            began: Unix time (s) of the first point; part of the file's name.
        """
        folder.mkdir(parents=True, exist_ok=True)
        name = f"events.out.tfevents.{int(began)}.{socket.gethostname()}.{os.getpid()}.0"
        self.path = folder / name
        self._file = self.path.open("wb")
        content = _TIME + struct.pack("<d", began) + _VERSION + varint(len(_FILE_VERSION)) + _FILE_VERSION
        self._file.write(_record(content))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, tag: str, points: NDArray[Any]) -> None:
        """Adds points of one curve.

        Args:
            tag: Its name.
            points: Structured array [n] with `step`, `time` (unix, s) and `value`.
        """
        lengths = _varint_lengths(points["step"].astype(np.uint64))
        changes = np.flatnonzero(np.diff(lengths)) + 1
        for part in np.split(points, changes):  # records of one length are made together
            if len(part):
                self._file.write(_records(tag, part).tobytes())


def _record(content: bytes) -> bytes:
    head = struct.pack("<Q", len(content))
    sums = (struct.pack("<I", masked_crc32c(data)) for data in (head, content))
    return head + next(sums) + content + next(sums)


def _records(tag: str, points: NDArray[Any]) -> Bytes:
    """Records [n, length] of points whose steps are written in equally many bytes."""
    name = tag.encode()
    with np.errstate(over="ignore"):  # beyond single precision is infinite
        values = points["value"].astype("<f4")
    figure = _VALUE_TAG + varint(len(name)) + name + _VALUE_SIMPLE
    value = _SUMMARY_VALUE + varint(len(figure) + 4) + figure
    content = np.hstack(
        [
            _rows(_TIME, len(points)),
            _bytes_of(points["time"].astype("<f8")),
            _rows(_STEP, len(points)),
            _varints(points["step"].astype(np.uint64)),
            _rows(_SUMMARY + varint(len(value) + 4) + value, len(points)),
            _bytes_of(values),
        ]
    )
    head = struct.pack("<Q", content.shape[1])
    head += struct.pack("<I", masked_crc32c(head))
    return np.hstack([_rows(head, len(points)), content, _bytes_of(masked_crc32c_of_rows(content))])


def _rows(data: bytes, count: int) -> Bytes:
    return np.broadcast_to(np.frombuffer(data, np.uint8), (count, len(data)))


def _bytes_of(column: NDArray[Any]) -> Bytes:
    return np.ascontiguousarray(column).view(np.uint8).reshape(len(column), -1)


def _varint_lengths(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    lengths = np.ones(len(numbers), np.int64)
    for bits in range(7, 64, 7):
        lengths += numbers >> np.uint64(bits) != 0
    return lengths


def _varints(numbers: NDArray[np.uint64]) -> Bytes:
    """Numbers whose varints have one length, as rows of bytes."""
    length = int(_varint_lengths(numbers[:1])[0])
    found = np.empty((len(numbers), length), np.uint8)
    for place in range(length):
        more = 0x80 if place < length - 1 else 0
        found[:, place] = (numbers >> np.uint64(7 * place)) & np.uint64(0x7F) | np.uint64(more)
    return found
