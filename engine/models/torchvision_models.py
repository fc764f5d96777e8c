"""Any classification model of torchvision, by its name.

Shapes: B batch, C channels, S height and width, K classes.
[B, C, S, S] → whatever the model does → [B, K]; in training those of auxiliary heads, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.contracts import Published
from engine.errors import Fix, Problem
from engine.plan.model_checks import check_pictures, check_size
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import TorchvisionSpec
from engine.spec.run import RunSpec
from engine.spec.torchvision_names import TORCHVISION_MODELS

if TYPE_CHECKING:
    from torch import nn

_SIZES = {
    "alexnet": (63, 63),
    "convnext": (32, 32),
    "densenet": (29, 61),
    "googlenet": (15, 47),
    "inception_v3": (299, 347),
    "squeezenet1_0": (21, 21),
    "squeezenet1_1": (17, 17),
    "swin": (4, 4),
    "vgg": (32, 32),
}
"""By how a name begins: the fewest pixels that it trains on, and from how many on a single sample will do."""
_OTHER_SIZES = (1, 33)
_MADE_FOR = {"inception_v3": 299}
_USUALLY_MADE_FOR = 224
_WITHOUT_BATCH_NORM = ("alexnet", "convnext", "squeezenet", "swin", "vit_")
_MAXVIT_MULTIPLE = 224
"""Its windows of 7×7 have to divide what five halvings leave."""


class TorchvisionModel:
    """Torchvision's own module, with a first layer for as many channels as there are."""

    kind = "torchvision"
    title = "torchvision"
    sentence = "Any classification model of torchvision by its name: EfficientNet, ConvNeXt, Swin and others."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """There must be a model of that name, and it needs pictures that are large enough."""
        name = _options(spec).name
        if name not in TORCHVISION_MODELS:
            return [_unknown(name)]
        if problems := tuple(check_pictures(facts, model=name)):
            return problems
        multiple = _multiple(name)
        height, width = facts.input_shape[1:]
        if multiple and (height % multiple or height != width):
            return [_no_multiple(spec, name, multiple, height, width)]
        made_for = _MADE_FOR.get(name, _USUALLY_MADE_FOR)
        return tuple(check_size(spec, facts, model=name, least=_sizes(name)[0], made_for=made_for))

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """Most have."""
        name = _options(spec).name
        return name.endswith("_bn") if name.startswith("vgg") else not name.startswith(_WITHOUT_BATCH_NORM)

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """Two where something is left one pixel: BatchNorm has no variance of a single value."""
        return (
            2
            if self.has_batch_norm(spec, facts)
            and max(facts.input_shape[1:]) < _sizes(_options(spec).name)[1]
            else 1
        )

    def published(self, spec: RunSpec) -> Published | None:
        """Torchvision's."""
        return Published("torchvision", _options(spec).name)

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """Of models by name nothing more is known before they are built."""
        return ModelParts(is_told=False)

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU."""
        from torchvision.models import get_model

        from engine.layers.first_layer import take_channels

        name = _options(spec).name
        channels, height, width = facts.input_shape
        more: dict[str, Any] = {}
        if name in ("googlenet", "inception_v3"):
            more["init_weights"] = True
        elif name.startswith("vit_"):
            more["image_size"] = height
        elif name.startswith("maxvit"):
            more["input_size"] = (height, width)
        module: nn.Module = get_model(name, weights=None, num_classes=facts.num_classes, **more)
        take_channels(module, channels)
        if name == "inception_v3" and spec.weights.source == "published" and channels == 3:
            setattr(module, "transform_input", True)  # noqa: B010 nn.Module is typed as holding tensors only
        return module


def _options(spec: RunSpec) -> TorchvisionSpec:
    assert isinstance(spec.model, TorchvisionSpec)
    return spec.model


def _sizes(name: str) -> tuple[int, int]:
    return next((sizes for start, sizes in _SIZES.items() if name.startswith(start)), _OTHER_SIZES)


def _multiple(name: str) -> int:
    """What has to divide the picture; 0: nothing."""
    if name.startswith("maxvit"):
        return _MAXVIT_MULTIPLE
    return int(name.rpartition("_")[2]) if name.startswith("vit_") else 0


def _unknown(name: str) -> Problem:
    begin_so = [known for known in TORCHVISION_MODELS if known.startswith(name)]
    near = begin_so[:3] or get_close_matches(name, TORCHVISION_MODELS, n=3)
    return Problem(
        field="model.name",
        sentence=f"torchvision has no classification model {name}.",
        mend=f"Did you mean {' or '.join(near)}?" if near else "Give a name as resnet34 or efficientnet_b0.",
        fix=Fix(label=f"Use {near[0]}", changes={"model.name": near[0]}) if near else None,
    )


def _no_multiple(spec: RunSpec, name: str, multiple: int, height: int, width: int) -> Problem:
    larger = Fix(label=f"Use {_USUALLY_MADE_FOR} px", changes={"data.size": _USUALLY_MADE_FOR})
    own = Fix(label="Use the ViT", changes={"model.kind": "vit"})
    return Problem(
        field="model",
        sentence=f"{name} needs square pictures whose size is a multiple of {multiple}; "
        f"these have {height}×{width}.",
        mend=f"Use pictures of {_USUALLY_MADE_FOR} px, or the ViT, which takes any size.",
        fix=larger if "size" in type(spec.data).model_fields else own,
    )
