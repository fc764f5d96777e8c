"""Samples of a long row of tokens: the target of each token is the next one."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset


class TokenWindows(Dataset[tuple[Tensor, Tensor]]):
    """Sample i is the tokens from i·T on: inputs int64 [T] and targets int64 [T], one token later."""

    def __init__(self, tokens: NDArray[Any], length: int) -> None:
        """Takes the tokens [N]; those that do not fill a last sample are left out."""
        self.tokens = tokens
        self._length = length
        self._within = np.arange(length + 1)

    def __len__(self) -> int:
        return (len(self.tokens) - 1) // self._length

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        inputs, targets = self.take(np.array([index], dtype=np.int64))
        return inputs[0], targets[0]

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Inputs and targets int64 [n, T] of these samples, in this order."""
        rows = self.tokens[indices[:, None] * self._length + self._within].astype(np.int64)
        both = torch.from_numpy(rows)
        return both[:, :-1].contiguous(), both[:, 1:].contiguous()
