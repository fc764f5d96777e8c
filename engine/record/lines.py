"""Following a text file that others append to, and one of JSON lines."""

import os
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from engine.record.disk import folder_error

T = TypeVar("T")


class NewLines:
    """The lines completed in a growing file since the last look; a line without its newline waits."""

    def __init__(self, path: Path, *, first_bytes: int | None = None, slice_bytes: int | None = None) -> None:
        """Opens nothing yet.

        Args:
            path: The file; it need not exist yet.
            first_bytes: How much of its end is read at first; None: all of it.
            slice_bytes: How much is read at each later look; None: all there is.
        """
        self._path = path
        self._first_bytes, self._slice_bytes = first_bytes, slice_bytes
        self._offset: int | None = None

    def read(self) -> tuple[bytes, bool]:
        """The new lines, and whether they replace all that came before; nothing where there is no file.

        Raises:
            RunFolderError: the file exists but cannot be read.
        """
        try:
            size = os.stat(self._path).st_size  # noqa: PTH116 (polled often: half the cost of Path.stat)
            if size == self._offset:
                return b"", False
            restarted = self._offset is None or size < self._offset  # less: it is another file
            start, most = self._offset or 0, self._slice_bytes
            if restarted:
                start, most = max(0, size - (self._first_bytes or size)), self._first_bytes
            with self._path.open("rb") as file:
                file.seek(start)
                data = file.read(-1 if most is None else most)
        except FileNotFoundError:
            return b"", False
        except OSError as error:
            raise folder_error(error, self._path) from error
        whole = data.rfind(b"\n") + 1
        if not whole and most is not None and len(data) >= most:  # a line without an end comes in pieces
            whole = len(data)
        self._offset = start + whole
        if restarted and start > 0:  # begins in the middle of a line
            return data[data.find(b"\n") + 1 : whole], True
        return data[:whole], restarted


class LineTail(Generic[T]):
    """What is new in a file of JSON lines, read once each.

    A last line that is still without its newline waits for the next poll. A line that cannot be
    understood is skipped.
    """

    def __init__(self, path: Path, adapter: TypeAdapter[T]) -> None:
        self.damaged = 0
        """Lines that could not be understood so far."""
        self._lines = NewLines(path)
        self._adapter = adapter

    def poll(self) -> tuple[T, ...]:
        """The records of all lines completed since the last poll; none where there is no file yet.

        Raises:
            RunFolderError: the file exists but cannot be read.
        """
        records = []
        data, _ = self._lines.read()
        for line in data.splitlines():
            if not line.strip():
                continue
            try:
                records.append(self._adapter.validate_json(line))
            except ValidationError:
                self.damaged += 1
        return tuple(records)
