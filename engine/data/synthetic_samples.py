"""Synthetic pictures, drawn when they are asked for, so that their number costs no memory."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from engine.spec.data import SyntheticImagesSpec

_PATTERN_SEED = 7001
"""Draws the patterns; the parts of a data set share them, or nothing could be learnt."""
_NOISE_SEED = 7002


class SyntheticSamples(Dataset[tuple[Tensor, Tensor]]):
    """Sample i belongs to class i mod K: that class's pattern plus noise drawn from i alone."""

    def __init__(self, options: SyntheticImagesSpec, num_samples: int, *, part: int) -> None:
        """Draws the patterns: float32 [K, channels, size, size]."""
        self._options = options
        self._num_samples = num_samples
        self._part = part
        self._shape = (options.channels, options.size, options.size)
        generator = np.random.default_rng(_PATTERN_SEED)
        self._patterns = generator.standard_normal((options.num_classes, *self._shape), dtype=np.float32)

    def __len__(self) -> int:
        return self._num_samples

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        inputs, targets = self.take(np.array([index], dtype=np.int64))
        return inputs[0], targets[0]

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Inputs float32 [n, channels, size, size] and targets int64 [n] of these samples, in this order."""
        classes = indices % self._options.num_classes
        inputs = self._patterns[classes]
        if self._options.noise:
            for row, index in enumerate(indices.tolist()):
                inputs[row] += self._options.noise * self._noise(index)
        return torch.from_numpy(inputs), torch.from_numpy(classes)

    def count_classes(self) -> tuple[int, ...]:
        """Samples of each class."""
        each, more = divmod(self._num_samples, self._options.num_classes)
        return tuple(each + (number < more) for number in range(self._options.num_classes))

    def _noise(self, index: int) -> NDArray[np.float32]:
        generator = np.random.Generator(np.random.Philox(key=(_NOISE_SEED + self._part, index)))
        return generator.standard_normal(self._shape, dtype=np.float32)
