"""Inception v3 of torchvision (Szegedy et al. 2015, arXiv:1512.00567), with torchvision's names.

Shapes: B batch, C channels, S height and width (made for 299), K classes.
[B, C, S, S] → five convolutions [B, 192, 35, 35] → mixed blocks to [B, 768, 17, 17] and [B, 2048, 8, 8] →
mean [B, 2048] → [B, K]. In training the auxiliary head makes [B, K] of the [B, 768, 17, 17], too.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.contracts import Published
from engine.errors import Fix, Problem
from engine.plan.model_checks import check_pictures, check_size
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import InceptionSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn

_MADE_FOR = 299
_LEAST_WITH_AUXILIARY = 299
"""Below this the auxiliary head's 5×5 convolution has no 5×5 to work on."""
_LEAST_WITHOUT = 75
_SHRINKS_WITH_AUXILIARY = 346
"""Up to this size something is left one pixel, of which BatchNorm has no variance within one sample."""
_SHRINKS_WITHOUT = 106
_NUM_BLOCKS = 22


class Inception:
    """Blocks of several convolutions side by side, and a second head halfway."""

    kind = "inception_v3"
    title = "Inception v3"
    sentence = (
        "Convolutions of several sizes side by side, with an auxiliary head. For pictures of 299 pixels."
    )

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """It needs large pictures, and its auxiliary head needs larger ones."""
        if problems := tuple(check_pictures(facts, model="Inception v3")):
            return problems
        size, with_auxiliary = min(facts.input_shape[1:]), _options(spec).auxiliary
        if not with_auxiliary or size < _LEAST_WITHOUT:
            least = _LEAST_WITH_AUXILIARY if with_auxiliary else _LEAST_WITHOUT
            return tuple(check_size(spec, facts, model="Inception v3", least=least, made_for=_MADE_FOR))
        if size >= _LEAST_WITH_AUXILIARY:
            return ()
        return [
            Problem(
                field="model.auxiliary",
                sentence=f"The auxiliary head needs pictures of at least {_LEAST_WITH_AUXILIARY} px; "
                f"these have {size}.",
                mend="Train without it, or use larger pictures.",
                fix=Fix(label="Train without it", changes={"model.auxiliary": False}),
            )
        ]

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """After every convolution."""
        return True

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """Two where something is left one pixel: BatchNorm has no variance of a single value."""
        shrinks = _SHRINKS_WITH_AUXILIARY if _options(spec).auxiliary else _SHRINKS_WITHOUT
        return 2 if max(facts.input_shape[1:]) <= shrinks else 1

    def published(self, spec: RunSpec) -> Published | None:
        """Torchvision's."""
        return Published("torchvision", self.kind)

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """With the auxiliary head it branches; without it is a chain."""
        if _options(spec).auxiliary:
            return ModelParts()
        return ModelParts(num_blocks=_NUM_BLOCKS + (1 if _is_rescaled(spec, facts) else 0))

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU."""
        from torch import nn
        from torchvision.models import inception_v3

        from engine.layers.auxiliary import WithAuxiliary
        from engine.layers.rescale import FromImageNet

        options = _options(spec)
        model = inception_v3(
            weights=None,
            num_classes=facts.num_classes,
            aux_logits=options.auxiliary,
            init_weights=True,
            dropout=options.dropout,
        )
        channels = facts.input_shape[0]
        if channels != 3:
            first = model.Conv2d_1a_3x3
            first.conv = nn.Conv2d(channels, 32, 3, stride=2, bias=False)
            nn.init.trunc_normal_(first.conv.weight, std=0.1, a=-2, b=2)  # as torchvision draws the others
        blocks: OrderedDict[str, nn.Module] = OrderedDict(model.named_children())
        if _is_rescaled(spec, facts):
            blocks["rescale"] = FromImageNet()
            blocks.move_to_end("rescale", last=False)
        head = blocks.pop("fc")
        blocks = OrderedDict([*blocks.items(), ("flatten", nn.Flatten()), ("fc", head)])
        return WithAuxiliary(blocks, "AuxLogits") if options.auxiliary else nn.Sequential(blocks)


def _is_rescaled(spec: RunSpec, facts: DataFacts) -> bool:
    """Whether pictures are first made what the published weights are used to."""
    return spec.weights.source == "published" and facts.input_shape[0] == 3


def _options(spec: RunSpec) -> InceptionSpec:
    assert isinstance(spec.model, InceptionSpec)
    return spec.model
