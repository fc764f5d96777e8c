"""A layer of the model beside this file: what lies in one folder can be imported from there."""

from torch import Tensor, nn


class Residual(nn.Module):
    """Two convolutions around which the input goes by: [B, C, H, W] → [B, C, H, W]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, pictures: Tensor) -> Tensor:
        """What comes in, and what the convolutions make of it."""
        return pictures + self.second(self.first(pictures).relu())
