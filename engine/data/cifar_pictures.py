"""What CIFAR-10 and CIFAR-100 have in common: an archive of records, unpacked once."""

from abc import ABC
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from engine.data.cifar_files import CifarFiles, count_records, is_unpacked, read_records, unpack
from engine.data.downloaded import DownloadedPictures
from engine.errors import DataError


class CifarPictures(DownloadedPictures, ABC):
    """Small colour pictures."""

    layout: CifarFiles
    """How they lie in their files."""

    def read_sizes(self, folder: Path) -> tuple[int, int]:
        """From the sizes of the unpacked files; of an archive what is published."""
        return count_records(self.layout, folder) or (self.known.num_train, self.known.num_test)

    def read_part(self, folder: Path, *, train: bool) -> tuple[NDArray[Any], NDArray[Any]]:
        """Pictures uint8 [N, 3, 32, 32] and classes uint8 [N]."""
        return read_records(self.layout, folder, train=train)

    def unpack(self, folder: Path) -> Iterator[str]:
        """Takes the records out of the archive, so that ranks can share them in memory."""
        if is_unpacked(self.layout, folder):
            return
        yield f"Unpacking {self.layout.archive}."
        try:
            unpack(self.layout, folder)
        except (EOFError, ValueError) as error:
            raise DataError(
                f"{folder / self.layout.archive} cannot be unpacked: {error}.",
                field="data",
                mend="Remove it; the next run downloads it anew.",
            ) from error
