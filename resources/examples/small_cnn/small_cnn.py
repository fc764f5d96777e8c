"""A model and data of one's own: what a file can look like that Paraloom trains.

Choose this file in Compose as "My own …" for the model, for the data, or for both. The arguments below become
a form: their types say what fits, their defaults what stands there, and the docstrings help. What Paraloom
knows it gives to whoever asks by name: here `num_classes` and `input_shape`, and the run's `seed`.
"""

import math
from typing import Literal

import torch
from layers import Residual
from torch import Tensor, nn

ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU}


def build_model(
    num_classes: int,
    input_shape: tuple[int, ...],
    width: int = 16,
    depth: int = 2,
    hidden: int = 64,
    activation: Literal["relu", "gelu"] = "relu",
    dropout: float = 0.0,
) -> nn.Module:
    """A small convolutional network with a way around each pair of convolutions.

    Args:
        num_classes: Of the data.
        input_shape: Channels, height and width of a picture.
        width: Channels within.
        depth: Pairs of convolutions.
        hidden: Width of the layer before the classes.
        activation: What stands between the linear layers.
        dropout: Share of the hidden numbers that is zeroed in training.
    """
    channels, height, tall = input_shape
    return nn.Sequential(
        nn.Conv2d(channels, width, 3, padding=1),
        *(Residual(width) for _ in range(depth)),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(width * (height // 2) * (tall // 2), hidden),
        ACTIVATIONS[activation](),
        nn.Dropout(dropout),
        nn.Linear(hidden, num_classes),
    )


def build_data(
    num_train: int = 1024, num_test: int = 256, size: int = 16, noise: float = 0.3, seed: int = 0
) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor], dict[str, list[str]]]:
    """Pictures of stripes that run in one of four directions, to be told apart.

    Args:
        num_train: Training samples.
        num_test: Test samples.
        size: Height and width in pixels.
        noise: Standard deviation of the noise on a stripe, which goes from 0 to 1.
        seed: Of the run.

    Returns:
        Inputs and targets for training, the same for testing, and what the classes are called. Two
        map-style `torch.utils.data.Dataset` of (input, target) would do as well.
    """
    generator = torch.Generator().manual_seed(seed)
    names = ["flat", "steep", "rising", "falling"]
    angles = torch.tensor([0.0, 0.5, 0.25, 0.75]) * math.pi
    targets = torch.randint(0, 4, (num_train + num_test,), generator=generator)
    shifts = torch.rand(len(targets), 1, 1, generator=generator) * 2 * math.pi
    place = torch.arange(size).float()
    across = angles[targets].sin()[:, None, None] * place[None, None, :]
    down = angles[targets].cos()[:, None, None] * place[None, :, None]
    stripes = ((across + down) * 1.5 + shifts).sin() / 2 + 0.5
    pictures = stripes + noise * torch.randn(stripes.shape, generator=generator)
    inputs = pictures[:, None]
    return (
        (inputs[:num_train], targets[:num_train]),
        (inputs[num_train:], targets[num_train:]),
        {"class_names": names},
    )
