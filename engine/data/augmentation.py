"""Random changes of pictures that depend on nothing but seed, epoch and picture.

They are torchvision's (https://docs.pytorch.org/vision/stable/transforms.html), which draw from torch's
generator of the CPU: for each picture it is set to a state of that picture's own, and put back afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torchvision.transforms import v2

from engine.spec.augment import AugmentSpec

_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
"""Mean and deviation of red, green and blue. Source: https://docs.pytorch.org/vision/stable/models.html"""
_CENTRED = ((0.5,), (0.5,))
_HUE_SHARE = 0.25
"""Hue changes by a quarter of what brightness does: a full turn makes another colour of each."""


class Augmentation:
    """What is asked for, ready to be applied to batches."""

    def __init__(self, spec: AugmentSpec, *, seed: int) -> None:
        self._spec = spec
        self._seed = seed
        scale = {"imagenet": _IMAGENET, "centred": _CENTRED}.get(spec.normalise)
        self._scale = scale and tuple(torch.tensor(numbers)[None, :, None, None] for numbers in scale)
        self._changes_pixels = spec.crop_padding or spec.flip or spec.jitter or spec.policy != "none"
        self._on_pixels: v2.Transform | None = None
        self._erase = v2.RandomErasing(p=spec.erasing) if spec.erasing else None

    def scale(self, pixels: Tensor) -> Tensor:
        """Pictures as a model takes them: float32 [n, C, H, W], of uint8 or of float32 from 0 to 1."""
        numbers = pixels.to(torch.float32).div_(255) if pixels.dtype == torch.uint8 else pixels
        if self._scale is None:
            return numbers
        mean, deviation = self._scale
        return (numbers - mean).div_(deviation)

    def change(self, pixels: Tensor, indices: NDArray[np.int64], epoch: int) -> Tensor:
        """Pictures of these indices as that epoch sees them, scaled: float32 [n, C, H, W]."""
        changed = self.scale(self.change_pixels(pixels, indices, epoch))
        if self._erase is None:
            return changed
        with _own_random_numbers():
            for row, index in enumerate(indices.tolist()):
                self._draw_for(epoch, index, stage=1)
                changed[row] = self._erase(changed[row])
        return changed

    def change_pixels(self, pixels: Tensor, indices: NDArray[np.int64], epoch: int) -> Tensor:
        """The same before they are scaled, of the type that they have."""
        if not self._changes_pixels:
            return pixels
        if self._on_pixels is None:
            self._on_pixels = _build(self._spec, *pixels.shape[-2:])
        changed = torch.empty_like(pixels)
        with _own_random_numbers():
            for row, index in enumerate(indices.tolist()):
                self._draw_for(epoch, index, stage=0)
                changed[row] = self._on_pixels(pixels[row])
        return changed

    def _draw_for(self, epoch: int, index: int, *, stage: int) -> None:
        words = np.random.SeedSequence((self._seed, epoch, index, stage)).generate_state(1, np.uint64)
        torch.default_generator.manual_seed(int(words[0] >> np.uint64(1)))


@contextmanager
def _own_random_numbers() -> Iterator[None]:
    """Draw from the CPU's generator inside and put it back, and add up with one thread.

    A mean of many pixels (of contrast, for instance) has another last bit for another number of threads, and
    a data worker has one where its rank has several.
    """
    state, threads = torch.default_generator.get_state(), torch.get_num_threads()
    if threads > 1:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.default_generator.set_state(state)
        if threads > 1:
            torch.set_num_threads(threads)


def _build(spec: AugmentSpec, height: int, width: int) -> v2.Transform:
    steps: list[v2.Transform] = []
    if spec.crop_padding:
        steps.append(v2.RandomCrop((height, width), padding=spec.crop_padding))
    if spec.flip:
        steps.append(v2.RandomHorizontalFlip())
    if spec.policy != "none":
        steps.append(_policy(spec.policy, small=min(height, width) < 64))
    if spec.jitter:
        strength = spec.jitter
        steps.append(v2.ColorJitter(strength, strength, strength, strength * _HUE_SHARE))
    return v2.Compose(steps)


def _policy(name: str, *, small: bool) -> v2.Transform:
    if name == "auto":  # Cubuk et al. 2018, arXiv:1805.09501: found for each data set
        return v2.AutoAugment(v2.AutoAugmentPolicy.CIFAR10 if small else v2.AutoAugmentPolicy.IMAGENET)
    if name == "rand":  # Cubuk et al. 2019, arXiv:1909.13719
        return v2.RandAugment()
    return v2.TrivialAugmentWide()  # Müller and Hutter 2021, arXiv:2103.10158
