"""Following a file of JSON lines that others append to."""

import os
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from engine.record.disk import folder_error

T = TypeVar("T")


class LineTail(Generic[T]):
    """What is new in a file of JSON lines, read once each.

    A last line that is still without its newline waits for the next poll. A line that cannot be
    understood is skipped.
    """

    def __init__(self, path: Path, adapter: TypeAdapter[T]) -> None:
        self.damaged = 0
        """Lines that could not be understood so far."""
        self._path = path
        self._adapter = adapter
        self._offset = 0

    def poll(self) -> tuple[T, ...]:
        """The records of all lines completed since the last poll; none where there is no file yet.

        Raises:
            RunFolderError: the file exists but cannot be read.
        """
        records = []
        for line in self._new_lines():
            if not line.strip():
                continue
            try:
                records.append(self._adapter.validate_json(line))
            except ValidationError:
                self.damaged += 1
        return tuple(records)

    def _new_lines(self) -> list[bytes]:
        try:
            size = os.stat(self._path).st_size  # noqa: PTH116 (polled often: half the cost of Path.stat)
            if size == self._offset:
                return []
            if size < self._offset:  # replaced by another file: everything in it is new
                self._offset = 0
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise folder_error(error, self._path) from error
        whole = data.rfind(b"\n") + 1
        self._offset += whole
        return data[:whole].splitlines()
