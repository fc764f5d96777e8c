"""What the model learns from. The options of each data set, without torch."""

from typing import Annotated, Literal

from pydantic import Field

from engine.base import Record
from engine.spec.brought import FileDataSpec
from engine.spec.data_downloads import Cifar10Spec, Cifar100Spec, FashionMnistSpec, MnistSpec
from engine.spec.data_files import ArraysSpec, CsvSpec, ImageFolderSpec, TextSpec


class DigitsSpec(Record):
    """The UCI handwritten digits, which come with Paraloom: 1,797 grey pictures of 8×8, ten classes."""

    kind: Literal["digits"] = "digits"

    test_fraction: float = Field(default=0.2, gt=0, lt=1)
    """Share of the samples kept for evaluation, the same classes in the same proportion."""
    split_seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """Which samples are kept: the same seed keeps the same."""


class SyntheticImagesSpec(Record):
    """Made-up pictures of any size that a model can learn: a fixed pattern a class, plus noise."""

    kind: Literal["synthetic_images"] = "synthetic_images"

    num_train: int = Field(default=4096, ge=1, le=100_000_000)
    """Training samples."""
    num_test: int = Field(default=512, ge=1, le=10_000_000)
    """Test samples."""
    num_classes: int = Field(default=10, ge=2, le=100_000)
    """Classes."""
    channels: int = Field(default=3, ge=1, le=16)
    """Colour channels."""
    size: int = Field(default=32, ge=4, le=1024)
    """Height and width in pixels."""
    noise: float = Field(default=1.0, ge=0, le=100)
    """Standard deviation of the noise; a class's pattern has standard deviation 1."""


class SyntheticTokensSpec(Record):
    """Made-up token sequences of any length and vocabulary: the next token mostly follows from the last."""

    kind: Literal["synthetic_tokens"] = "synthetic_tokens"

    num_train: int = Field(default=4096, ge=1, le=100_000_000)
    """Training samples."""
    num_test: int = Field(default=512, ge=1, le=10_000_000)
    """Test samples."""
    vocabulary: int = Field(default=256, ge=2, le=1_000_000)
    """Different tokens."""
    length: int = Field(default=128, ge=1, le=131_072)
    """Tokens of a sample."""
    noise: float = Field(default=0.1, ge=0, le=1)
    """Share of the tokens that are drawn at random instead."""


DataSpec = Annotated[
    DigitsSpec
    | MnistSpec
    | FashionMnistSpec
    | Cifar10Spec
    | Cifar100Spec
    | ImageFolderSpec
    | CsvSpec
    | TextSpec
    | ArraysSpec
    | SyntheticImagesSpec
    | SyntheticTokensSpec
    | FileDataSpec,
    Field(discriminator="kind"),
]
