"""Samples that lie in arrays, also such as are larger than the memory."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

_KEPT_TYPES = (np.float32, np.float64, np.uint8)


class ArrayPictures:
    """Pictures in an array [N, C, H, W], or with other axes for the channels."""

    def __init__(self, pixels: NDArray[Any], *, channels: str) -> None:
        """Takes it; `channels` are first, last, or have no axis ("none")."""
        self._pixels = pixels
        self._channels = channels

    def read(self, indices: NDArray[np.int64]) -> Tensor:
        """These pictures: [n, C, H, W], uint8, or float32 as they are."""
        pixels = torch.from_numpy(read_rows(self._pixels, indices))
        if self._channels == "last":
            return pixels.permute(0, 3, 1, 2).contiguous()
        return pixels[:, None] if self._channels == "none" else pixels


class ChosenPictures:
    """Some of the pictures, counted anew."""

    def __init__(self, pictures: ArrayPictures, chosen: NDArray[np.int64]) -> None:
        self._pictures = pictures
        self._chosen = chosen

    def read(self, indices: NDArray[np.int64]) -> Tensor:
        """These of the chosen pictures."""
        return self._pictures.read(self._chosen[indices])


class ArrayRows(Dataset[tuple[Tensor, Tensor]]):
    """Inputs [N, …] as numbers or as tokens, and targets int64 [N] or [N, T]."""

    def __init__(self, inputs: NDArray[Any], targets: NDArray[Any], chosen: NDArray[np.int64] | None) -> None:
        """Takes them; of all rows only those `chosen`, where that is given."""
        self._inputs = inputs
        kept = targets if chosen is None else targets[chosen]
        self._chosen = chosen
        self._is_tokens = targets.ndim == 2
        self.targets = torch.from_numpy(np.array(kept, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        inputs, targets = self.take(np.array([index], dtype=np.int64))
        return inputs[0], targets[0]

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """These samples, in this order."""
        rows = indices if self._chosen is None else self._chosen[indices]
        if self._is_tokens:
            inputs = torch.from_numpy(self._inputs[rows].astype(np.int64))
        else:
            inputs = torch.from_numpy(read_rows(self._inputs, rows))
            if inputs.dtype == torch.uint8:
                inputs = inputs.to(torch.float32).div_(255)
        return inputs, self.targets.index_select(0, torch.from_numpy(indices))


def read_rows(array: NDArray[Any], rows: NDArray[np.int64]) -> NDArray[Any]:
    """A copy of these rows: uint8 and float64 as they are, anything else as float32."""
    found = array[rows]
    return np.ascontiguousarray(found, dtype=found.dtype if found.dtype in _KEPT_TYPES else np.float32)
