"""Samples that lie in memory."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset


class TensorSamples(Dataset[tuple[Tensor, Tensor]]):
    """Inputs [N, *input_shape] and targets int64 [N], given singly or many at once."""

    def __init__(self, inputs: Tensor, targets: Tensor) -> None:
        self.inputs = inputs
        self.targets = targets

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.inputs[index], self.targets[index]

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Inputs [n, *input_shape] and targets [n] of these samples, in this order."""
        chosen = torch.from_numpy(indices)
        return self.inputs.index_select(0, chosen), self.targets.index_select(0, chosen)
