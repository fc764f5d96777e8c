"""Synthetic token sequences, drawn when they are asked for, so that their number costs no memory."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from engine.spec.data import SyntheticTokensSpec

_RULE_SEED = 7003
"""Draws which token follows which; the parts of a data set share it, or nothing could be learnt."""
_SAMPLE_SEED = 7004


class SyntheticSequences(Dataset[tuple[Tensor, Tensor]]):
    """A sample begins anywhere and goes from each token to its next; noise leads elsewhere."""

    def __init__(self, options: SyntheticTokensSpec, num_samples: int, *, part: int) -> None:
        """Draws the rule: a permutation of the vocabulary."""
        self._options = options
        self._num_samples = num_samples
        self._part = part
        self._next = np.random.default_rng(_RULE_SEED).permutation(options.vocabulary)

    def __len__(self) -> int:
        return self._num_samples

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        inputs, targets = self.take(np.array([index], dtype=np.int64))
        return inputs[0], targets[0]

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Inputs and targets int64 [n, T] of these samples, in this order."""
        length = self._options.length
        tokens = np.empty((len(indices), length + 1), dtype=np.int64)
        is_noise = np.empty((len(indices), length + 1), dtype=bool)
        for row, index in enumerate(indices.tolist()):
            generator = np.random.Generator(np.random.Philox(key=(_SAMPLE_SEED + self._part, index)))
            tokens[row] = generator.integers(self._options.vocabulary, size=length + 1)
            is_noise[row] = generator.random(length + 1) < self._options.noise
        for place in range(1, length + 1):
            follows = self._next[tokens[:, place - 1]]
            tokens[:, place] = np.where(is_noise[:, place], tokens[:, place], follows)
        both = torch.from_numpy(tokens)
        return both[:, :-1].contiguous(), both[:, 1:].contiguous()
