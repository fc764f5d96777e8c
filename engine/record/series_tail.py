"""Following a series while another process writes it."""

import os
from pathlib import Path

import numpy as np

from engine.record.disk import CLOEXEC_BINARY, folder_error
from engine.record.series_files import POINT, Points

_NONE = np.empty(0, POINT)
_NONE.flags.writeable = False


class SeriesTail:
    """Follows a series while it grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.restarted = False
        """Whether the last poll began anew, since the series was cut or replaced: forget earlier points."""
        self._file: int | None = None
        self._offset = 0

    def poll(self, max_points: int | None = None) -> Points:
        """The whole points added since the last poll, read-only POINT [n]; none where there is no file yet.

        Args:
            max_points: Read no more than that; the next poll goes on from there.

        Raises:
            RunFolderError: it cannot be read.
        """
        self.restarted = False
        try:
            return self._read(max_points)
        except FileNotFoundError:
            return _NONE
        except OSError as error:
            raise folder_error(error, self.path) from error

    def _read(self, max_points: int | None) -> Points:
        if self._file is None:
            self._file = os.open(self.path, os.O_RDONLY | CLOEXEC_BINARY)
        status = os.fstat(self._file)
        if status.st_nlink == 0 or status.st_size < self._offset:
            self.restarted = self._offset > 0
            self._offset = 0
            if status.st_nlink == 0:
                self.close()
                return _NONE
        count = (status.st_size - self._offset) // POINT.itemsize
        length = (count if max_points is None else min(count, max_points)) * POINT.itemsize
        if length == 0:
            return _NONE
        os.lseek(self._file, self._offset, os.SEEK_SET)
        data = os.read(self._file, length)
        points = np.frombuffer(data, POINT, len(data) // POINT.itemsize)
        self._offset += points.nbytes
        return points

    def close(self) -> None:
        """Lets go of the file; a later poll opens it again where it left off."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
