"""A vision transformer (Dosovitskiy et al. 2020, arXiv:2010.11929), for pictures of any size.

Shapes: B batch, C channels, S height and width, P patch size, N = (S/P)² patches, D width, K classes.
[B, C, S, S] → a vector a patch and one for the whole [B, 1 + N, D] → blocks, the same shape → the one for the
whole [B, D] → [B, K]
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.contracts import Published
from engine.errors import Fix, Problem
from engine.plan.model_checks import check_heads, check_pictures
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import VitSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Vit:
    """A transformer over the patches of a picture."""

    kind = "vit"
    title = "ViT"
    sentence = (
        "A transformer over the patches of a picture, each seeing all others. For pictures of any size."
    )

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """It needs pictures that its patches divide, and heads that divide its width."""
        if problems := tuple(check_pictures(facts, model="A ViT")):
            return problems
        options = _options(spec)
        heads = list(check_heads(options.width, options.heads))
        height, width = facts.input_shape[1:]
        if height % options.patch == width % options.patch == 0:
            return heads
        fitting = [size for size in range(1, options.patch) if height % size == width % size == 0]
        return [
            Problem(
                field="model.patch",
                sentence=f"Patches of {options.patch} px do not divide pictures of {height}×{width}.",
                mend=f"Use patches of {fitting[-1]} px.",
                fix=Fix(label=f"Use {fitting[-1]} px", changes={"model.patch": fitting[-1]}),
            ),
            *heads,
        ]

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """It normalises each vector by itself."""
        return False

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """A single one."""
        return 1

    def published(self, spec: RunSpec) -> Published | None:
        """Nobody publishes any."""
        return None

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """A chain; heads can be divided."""
        options = _options(spec)
        return ModelParts(num_blocks=options.depth + 4, tensor_widths=(("heads", options.heads),))

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU."""
        from torch import nn

        from engine.layers.embeddings import First, PatchEmbedding
        from engine.layers.transformer import Block, draw_weights

        options = _options(spec)
        channels, height, width = facts.input_shape
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        layers["embedding"] = PatchEmbedding(
            channels,
            (height // options.patch, width // options.patch),
            options.patch,
            options.width,
            dropout=options.dropout,
        )
        for number in range(options.depth):
            layers[f"block{number}"] = Block(
                options.width, options.heads, causal=False, dropout=options.dropout, activation=nn.GELU()
            )
        layers["norm"] = nn.LayerNorm(options.width)
        layers["first"] = First()
        layers["head"] = nn.Linear(options.width, facts.num_classes)
        module = nn.Sequential(layers)
        draw_weights(module, options.depth)
        return module


def _options(spec: RunSpec) -> VitSpec:
    assert isinstance(spec.model, VitSpec)
    return spec.model
