"""Which model is trained. The options of each model, without torch."""

from typing import Annotated, Literal

from pydantic import Field

from engine.base import Record
from engine.spec.brought import FileModelSpec
from engine.spec.torchvision_names import TORCHVISION_MODELS


class MlpSpec(Record):
    """A multi-layer perceptron on flattened input."""

    kind: Literal["mlp"] = "mlp"

    hidden: tuple[Annotated[int, Field(ge=1, le=65536)], ...] = (256, 128)
    """Width of each hidden layer."""
    dropout: float = Field(default=0.0, ge=0, lt=1)
    """Share of activations zeroed in training."""


class CnnSpec(Record):
    """A small convolutional network: two 3×3 convolutions a block, max-pool, then a hidden layer."""

    kind: Literal["cnn"] = "cnn"

    channels: tuple[Annotated[int, Field(ge=1, le=4096)], ...] = (32, 64)
    """Channels of each block; every block halves height and width."""
    hidden: int = Field(default=128, ge=1, le=65536)
    """Width of the hidden layer before the classes."""
    batch_norm: bool = False
    """Normalise after each convolution. Under data parallelism it sees only its rank's samples."""
    dropout: float = Field(default=0.0, ge=0, lt=1)
    """Share of activations zeroed before the classes in training."""


class ResNet18Spec(Record):
    """ResNet-18 of torchvision (He et al. 2015, arXiv:1512.03385), random weights."""

    kind: Literal["resnet18"] = "resnet18"

    small_input: bool = True
    """A 3×3 first convolution without max-pool, for pictures under about 64 px."""


class ResNet50Spec(Record):
    """ResNet-50 of torchvision (He et al. 2015, arXiv:1512.03385), random weights."""

    kind: Literal["resnet50"] = "resnet50"

    small_input: bool = True
    """A 3×3 first convolution without max-pool, for pictures under about 64 px."""


class InceptionSpec(Record):
    """Inception v3 of torchvision (Szegedy et al. 2015, arXiv:1512.00567), for pictures of 299 px."""

    kind: Literal["inception_v3"] = "inception_v3"

    auxiliary: bool = True
    """A second head halfway, in training only; it needs pictures of 299 px and more."""
    auxiliary_weight: float = Field(default=0.4, ge=0, le=10)
    """How much the auxiliary head's loss counts beside the other."""
    dropout: float = Field(default=0.5, ge=0, lt=1)
    """Share of activations zeroed before the classes in training."""


class VitSpec(Record):
    """A vision transformer (Dosovitskiy et al. 2020, arXiv:2010.11929), for pictures of any size."""

    kind: Literal["vit"] = "vit"

    patch: int = Field(default=4, ge=1, le=1024)
    """Height and width of a patch in pixels; it divides those of the picture."""
    width: int = Field(default=128, ge=1, le=65536)
    """Numbers in the vector of each patch or token."""
    depth: int = Field(default=6, ge=1, le=1000)
    """Blocks, one after the other."""
    heads: int = Field(default=4, ge=1, le=1024)
    """Heads of attention in each block; they divide the width."""
    dropout: float = Field(default=0.0, ge=0, lt=1)
    """Share of activations zeroed in training."""


class GptSpec(Record):
    """A GPT (Radford et al. 2019): a decoder that predicts the next token at every place."""

    kind: Literal["gpt"] = "gpt"

    width: int = Field(default=128, ge=1, le=65536)
    """Numbers in the vector of each patch or token."""
    depth: int = Field(default=4, ge=1, le=1000)
    """Blocks, one after the other."""
    heads: int = Field(default=4, ge=1, le=1024)
    """Heads of attention in each block; they divide the width."""
    dropout: float = Field(default=0.0, ge=0, lt=1)
    """Share of activations zeroed in training."""
    tied_head: bool = False
    """The last layer shares its weights with the vectors of the tokens, as in GPT-2."""


class TorchvisionSpec(Record):
    """A classification model of torchvision, by its name."""

    kind: Literal["torchvision"] = "torchvision"

    name: str = Field(default="resnet34", min_length=1, max_length=80, examples=list(TORCHVISION_MODELS))
    """What torchvision calls it, for instance efficientnet_b0."""
    auxiliary_weight: float = Field(default=0.4, ge=0, le=10)
    """How much the loss of an auxiliary head counts; googlenet and inception_v3 have some."""


class TimmSpec(Record):
    """A model of timm, PyTorch Image Models, by its name."""

    kind: Literal["timm"] = "timm"

    name: str = Field(default="resnet18", min_length=1, max_length=120)
    """What timm calls it, for instance resnet18 or vit_tiny_patch16_224."""


ModelSpec = Annotated[
    MlpSpec
    | CnnSpec
    | ResNet18Spec
    | ResNet50Spec
    | InceptionSpec
    | VitSpec
    | GptSpec
    | TorchvisionSpec
    | TimmSpec
    | FileModelSpec,
    Field(discriminator="kind"),
]
