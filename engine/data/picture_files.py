"""Pictures that are read from their files when they are asked for."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from torch import Tensor

from engine.errors import DataError


class FilePictures:
    """Pictures of one size, from files of any size."""

    def __init__(self, folder: Path, paths: list[str], *, size: int, grey: bool) -> None:
        """Remembers where they are.

        Args:
            folder: Where they lie.
            paths: Of each picture, below the folder.
            size: Height and width in pixels.
            grey: One channel instead of three.
        """
        self._folder = folder
        self._paths = np.array(paths)  # one block of memory, which data workers share without copying
        self._size = size
        self._mode = "L" if grey else "RGB"

    def only(self, indices: NDArray[np.int64]) -> "FilePictures":
        """Some of them, in this order."""
        chosen = FilePictures(self._folder, [], size=self._size, grey=self._mode == "L")
        chosen._paths = self._paths[indices]
        return chosen

    def read(self, indices: NDArray[np.int64]) -> Tensor:
        """These pictures: uint8 [n, channels, size, size].

        Raises:
            DataError: One of them is no readable picture; which.
        """
        channels = 1 if self._mode == "L" else 3
        pixels = np.empty((len(indices), self._size, self._size, channels), dtype=np.uint8)
        for row, index in enumerate(indices.tolist()):
            pixels[row] = self._read_one(index).reshape(self._size, self._size, channels)
        return torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous()

    def _read_one(self, index: int) -> NDArray[np.uint8]:
        path = self._folder / str(self._paths[index])
        try:
            with Image.open(path) as picture:
                picture.draft(self._mode, (self._size, self._size))  # a JPEG is decoded no larger than needed
                fitted = ImageOps.fit(picture.convert(self._mode), (self._size, self._size), _BILINEAR)
                return np.asarray(fitted)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            reason = f" ({error})" if str(error) and not isinstance(error, UnidentifiedImageError) else ""
            raise DataError(
                f"{path} is no picture that can be read{reason}.",
                field="data.folder",
                mend="Repair it, or remove it from the folder, and start anew.",
            ) from error


_BILINEAR = Image.Resampling.BILINEAR
