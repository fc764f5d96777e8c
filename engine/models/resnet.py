"""The ResNets of torchvision (He et al. 2015, arXiv:1512.03385), as a chain with torchvision's names.

Shapes: B batch, C channels, S height and width, K classes, E 1 for ResNet-18 and 4 for ResNet-50.
[B, C, S, S] → first convolution [B, 64, S', S'] → four stages of blocks, 64·E to 512·E channels, each after
the first halving S' → mean over the picture [B, 512·E] → [B, K]. S' is S for small input, else S/4.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.contracts import Published
from engine.errors import Fix, Problem
from engine.plan.model_checks import check_pictures
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import ResNet18Spec, ResNet50Spec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn

_LEAST_SIZE = 32
"""Below this the original is left a pixel or two long before its last layers."""
_NUM_BLOCKS = {"resnet18": 8, "resnet50": 16}
"""With a shortcut."""


@dataclass(slots=True, eq=False)
class ResNet:
    """Layers with shortcuts and batch normalisation."""

    kind: str
    """Also what torchvision calls it."""
    title: str
    sentence: str

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """It needs pictures, and the original first layer needs large ones."""
        if problems := tuple(check_pictures(facts, model=self.title)):
            return problems
        size = min(facts.input_shape[1:])
        if size >= _LEAST_SIZE or _options(spec).small_input:
            return ()
        return [
            Problem(
                field="model.small_input",
                sentence=f"The first layer for large pictures leaves too little of {size}×{size} pixels.",
                mend="Use the first layer for small input.",
                fix=Fix(label="Use small input", changes={"model.small_input": True}),
            )
        ]

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """After every convolution."""
        return True

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """Two where the last stage is left one pixel: BatchNorm has no variance of a single value."""
        shrinks = 8 if _options(spec).small_input else 32
        return 2 if max(facts.input_shape[1:]) <= shrinks else 1

    def published(self, spec: RunSpec) -> Published | None:
        """Torchvision's."""
        return Published("torchvision", self.kind)

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """A chain; every block with a shortcut is one of its own."""
        return ModelParts(num_blocks=7 + _NUM_BLOCKS[self.kind])

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU."""
        from torch import nn
        from torchvision.models import get_model

        blocks = OrderedDict(
            get_model(self.kind, weights=None, num_classes=facts.num_classes).named_children()
        )
        channels = facts.input_shape[0]
        if _options(spec).small_input:
            blocks["conv1"] = nn.Conv2d(channels, 64, 3, padding=1, bias=False)
            blocks["maxpool"] = nn.Identity()
        elif channels != 3:
            blocks["conv1"] = nn.Conv2d(channels, 64, 7, stride=2, padding=3, bias=False)
        head = blocks.pop("fc")
        return nn.Sequential(OrderedDict([*blocks.items(), ("flatten", nn.Flatten()), ("fc", head)]))


RESNET_18 = ResNet(
    kind="resnet18",
    title="ResNet-18",
    sentence="Eighteen layers with shortcuts, from torchvision. For pictures of 32 pixels and more.",
)
RESNET_50 = ResNet(
    kind="resnet50",
    title="ResNet-50",
    sentence="Fifty layers with shortcuts, from torchvision. For pictures of 32 pixels and more.",
)


def _options(spec: RunSpec) -> ResNet18Spec | ResNet50Spec:
    assert isinstance(spec.model, ResNet18Spec | ResNet50Spec)
    return spec.model
