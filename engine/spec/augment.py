"""How training pictures are changed at random each time they are seen."""

from typing import Literal

from pydantic import Field

from engine.base import Record


class AugmentSpec(Record):
    """Random changes of training pictures, and how the numbers of all pictures are scaled.

    What happens to a picture depends on seed, epoch and picture alone: not on ranks, data workers or resumes.
    """

    crop_padding: int = Field(default=0, ge=0, le=512)
    """Pixels of black border that are added before a crop of the old size is taken at random; 0: no crop."""
    flip: bool = False
    """Mirror every other picture left to right. Not for letters and digits."""
    policy: Literal["none", "auto", "rand", "trivial"] = "none"
    """A ready mixture of changes of shape and colour: AutoAugment, RandAugment or TrivialAugment."""
    jitter: float = Field(default=0.0, ge=0, le=1)
    """Strength of random changes of brightness, contrast, saturation and hue."""
    erasing: float = Field(default=0.0, ge=0, le=1)
    """Share of the pictures in which a random rectangle is blanked."""
    normalise: Literal["none", "centred", "imagenet"] = "none"
    """none: from 0 to 1; centred: from −1 to 1; imagenet: ImageNet's mean and deviation, for colour pictures.
    It holds for test pictures too."""
