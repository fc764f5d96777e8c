"""Pictures and their classes as samples, plain for evaluation and changed at random for training."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from engine.data.augmentation import Augmentation
from engine.spec.augment import AugmentSpec


class Pictures(Protocol):
    """Where pictures come from."""

    def read(self, indices: NDArray[np.int64]) -> Tensor:
        """These pictures: uint8 [n, C, H, W], or float32 from 0 to 1."""
        ...


class MemoryPictures:
    """Pictures that lie in memory."""

    def __init__(self, pixels: Tensor) -> None:
        """Takes them: [N, C, H, W], uint8, or float32 from 0 to 1."""
        self._pixels = pixels

    def read(self, indices: NDArray[np.int64]) -> Tensor:
        """A copy of these pictures, in this order."""
        return self._pixels.index_select(0, torch.from_numpy(indices))


class PictureSamples(Dataset[tuple[Tensor, Tensor]]):
    """Inputs float32 [N, C, H, W] and targets int64 [N]."""

    def __init__(self, pictures: Pictures, targets: NDArray[Any], augmentation: Augmentation) -> None:
        self._pictures = pictures
        self.targets = torch.from_numpy(np.array(targets, dtype=np.int64))
        self._augmentation = augmentation

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        inputs, targets = self.take(np.array([index], dtype=np.int64))
        return inputs[0], targets[0]

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """These samples as they are, in this order: inputs [n, C, H, W] and targets [n]."""
        inputs = self._augmentation.scale(self._pictures.read(indices))
        return inputs, self._targets_of(indices)

    def take_in_epoch(self, indices: NDArray[np.int64], epoch: int) -> tuple[Tensor, Tensor]:
        """These samples as that epoch sees them: each changed by what seed, epoch and index draw."""
        inputs = self._augmentation.change(self._pictures.read(indices), indices, epoch)
        return inputs, self._targets_of(indices)

    def show(self, indices: NDArray[np.int64], epoch: int | None = None) -> Tensor:
        """These pictures for the eye: uint8 [n, C, H, W]; as that epoch sees them, where one is given."""
        pixels = self._pictures.read(indices)
        if epoch is not None:
            pixels = self._augmentation.change_pixels(pixels, indices, epoch)
        return pixels if pixels.dtype == torch.uint8 else (pixels.clamp(0, 1) * 255).round().to(torch.uint8)

    def _targets_of(self, indices: NDArray[np.int64]) -> Tensor:
        return self.targets.index_select(0, torch.from_numpy(indices))


def build_parts(
    parts: Sequence[tuple[Pictures, NDArray[Any]]], augment: AugmentSpec, *, seed: int
) -> tuple[PictureSamples, PictureSamples]:
    """The training and the test part.

    Args:
        parts: Pictures and classes of both.
        augment: How training pictures are changed, and all are scaled.
        seed: Of the run.
    """
    train, test = (PictureSamples(*part, Augmentation(augment, seed=seed)) for part in parts)
    return train, test
