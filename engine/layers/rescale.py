"""Pictures as other weights are used to them."""

import torch
from torch import Tensor, nn

_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)
_HALF = 0.5


class FromImageNet(nn.Module):
    """Pictures normalised by ImageNet's mean and deviation, to those by a half and a half. [B, 3, S, S].

    Inception's published weights were trained on the latter. Source:
    https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.inception_v3.html
    """

    factor: Tensor
    offset: Tensor

    def __init__(self) -> None:
        super().__init__()
        mean, deviation = (torch.tensor(values).view(3, 1, 1) for values in (_MEAN, _DEVIATION))
        self.register_buffer("factor", deviation / _HALF, persistent=False)
        self.register_buffer("offset", (mean - _HALF) / _HALF, persistent=False)

    def forward(self, pictures: Tensor) -> Tensor:
        """[B, 3, S, S] to the same shape."""
        return pictures * self.factor + self.offset
