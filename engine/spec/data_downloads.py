"""Well-known data sets that are downloaded once, or read from a folder."""

from typing import Literal

from pydantic import Field

from engine.base import Record
from engine.spec.augment import AugmentSpec


class DownloadedSpec(Record):
    """Where the files of a well-known data set come from."""

    folder: str = ""
    """Full path of a folder that already holds its files; empty: they are downloaded once."""
    mirror: str = ""
    """Address of a web folder to download from instead of the usual one; the checksums stay the same."""
    augment: AugmentSpec = Field(default_factory=AugmentSpec)
    """How pictures are changed."""


class MnistSpec(DownloadedSpec):
    """MNIST: 70,000 grey pictures of handwritten digits, 28×28, ten classes."""

    kind: Literal["mnist"] = "mnist"


class FashionMnistSpec(DownloadedSpec):
    """Fashion-MNIST: 70,000 grey pictures of clothes, 28×28, ten classes."""

    kind: Literal["fashion_mnist"] = "fashion_mnist"


class Cifar10Spec(DownloadedSpec):
    """CIFAR-10: 60,000 colour pictures, 32×32, ten classes."""

    kind: Literal["cifar10"] = "cifar10"


class Cifar100Spec(DownloadedSpec):
    """CIFAR-100: 60,000 colour pictures, 32×32, a hundred classes."""

    kind: Literal["cifar100"] = "cifar100"
