"""What MNIST and Fashion-MNIST have in common: four files in the IDX format."""

from abc import ABC
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from engine.data.downloaded import DownloadedPictures
from engine.data.idx_files import count_pictures, read_pictures


class IdxPictures(DownloadedPictures, ABC):
    """Grey pictures, 28×28."""

    def read_sizes(self, folder: Path) -> tuple[int, int]:
        """From the headers."""
        return count_pictures(folder, train=True), count_pictures(folder, train=False)

    def read_part(self, folder: Path, *, train: bool) -> tuple[NDArray[Any], NDArray[Any]]:
        """Pictures uint8 [N, 1, 28, 28] and classes uint8 [N]."""
        return read_pictures(folder, train=train)
