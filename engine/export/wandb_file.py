"""Writes the file of a W&B run that was not online, as `wandb sync` reads it, without W&B.

A file is a log of LevelDB's form, with a head of W&B's; each record is a message of its protocol.
Source: https://github.com/google/leveldb/blob/main/doc/log_format.md and
https://github.com/wandb/wandb/blob/main/wandb/proto/wandb_internal.proto
"""

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from engine.tensorboard.wire import varint

_HEAD = struct.pack("<4sHB", b":W&B", 0xBEE1, 0)
_BLOCK_BYTES = 32_768
_PIECE_HEAD = struct.Struct("<IHB")
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_BUFFER_BYTES = 1 << 20

# Field numbers: of a record, and of what is in it.
_NUMBER, _HISTORY, _SUMMARY, _RUN, _EXIT, _HEADER = 1, 2, 3, 17, 18, 21
_HEADER_VERSION, _PRODUCER, _OLDEST_READER = 1, 1, 2
_RUN_ID, _RUN_PROJECT, _RUN_CONFIG, _RUN_NAME, _RUN_NOTES, _RUN_TAG, _RUN_START = 1, 3, 4, 8, 9, 10, 17
_SECONDS, _NANOSECONDS = 1, 2
_ITEM, _STEP = 1, 2
_ITEM_KEY, _ITEM_NESTED_KEY, _ITEM_JSON = 1, 2, 16
_STEP_NUMBER, _EXIT_CODE, _EXIT_RUNTIME = 1, 1, 2


class WandbFile:
    """One run's file; records are numbered as they come."""

    def __init__(self, path: Path, producer: str) -> None:
        """Makes the file anew.

        Args:
            path: Its name ends with `.wandb`.
            producer: Who writes it.
        """
        self._file = path.open("wb", buffering=_BUFFER_BYTES)
        self._file.write(_HEAD)
        self._at = len(_HEAD)
        self._number = 0
        version = _text(_PRODUCER, producer) + _text(_OLDEST_READER, "0.70.0")
        self._add(_HEADER, _field(_HEADER_VERSION, version))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add_run(
        self,
        run_id: str,
        *,
        project: str,
        name: str,
        config: Mapping[str, Any],
        tags: Sequence[str],
        notes: str,
        started: float,
    ) -> None:
        """Adds what a run is. `started` is a unix time (s)."""
        seconds, part = divmod(round(started * 1e9), 10**9)
        start = _whole(_SECONDS, seconds) + _whole(_NANOSECONDS, part)
        updates = (_field(_ITEM, _text(_ITEM_KEY, key) + _json(value)) for key, value in config.items())
        self._add(
            _RUN,
            _text(_RUN_ID, run_id)
            + _text(_RUN_PROJECT, project)
            + _field(_RUN_CONFIG, b"".join(updates))
            + _text(_RUN_NAME, name)
            + _text(_RUN_NOTES, notes)
            + b"".join(_text(_RUN_TAG, tag) for tag in tags)
            + _field(_RUN_START, start),
        )

    def add_row(self, step: int, values: Mapping[str, float]) -> None:
        """Adds the values of a step; steps do not fall."""
        self._add(_HISTORY, _items(values) + _field(_STEP, _whole(_STEP_NUMBER, step)))

    def add_summary(self, values: Mapping[str, float]) -> None:
        """Adds what a run came to."""
        self._add(_SUMMARY, _items(values))

    def add_exit(self, code: int, seconds: float) -> None:
        """Adds how it ended, and after how long."""
        self._add(_EXIT, _whole(_EXIT_CODE, code) + _whole(_EXIT_RUNTIME, round(seconds)))

    def _add(self, kind: int, message: bytes) -> None:
        self._number += 1
        self._write(_whole(_NUMBER, self._number) + _field(kind, message))

    def _write(self, record: bytes) -> None:
        """Writes a record in pieces, as none reaches over the end of a block."""
        begins = True
        while True:
            room = _BLOCK_BYTES - self._at % _BLOCK_BYTES
            if room < _PIECE_HEAD.size:
                self._put(bytes(room))
                room = _BLOCK_BYTES
            piece, record = record[: room - _PIECE_HEAD.size], record[room - _PIECE_HEAD.size :]
            if begins:
                kind = _FIRST if record else _WHOLE
            else:
                kind = _MIDDLE if record else _LAST
            check = zlib.crc32(piece, zlib.crc32(bytes([kind])))
            self._put(_PIECE_HEAD.pack(check, len(piece), kind) + piece)
            begins = False
            if not record:
                return

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


def _items(values: Mapping[str, float]) -> bytes:
    return b"".join(
        _field(_ITEM, _text(_ITEM_NESTED_KEY, key) + _json(value)) for key, value in values.items()
    )


def _json(value: Any) -> bytes:
    return _text(_ITEM_JSON, json.dumps(value))


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode())


def _field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def _whole(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value) if value else b""  # what is not written is 0
