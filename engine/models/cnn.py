"""A small convolutional network.

Shapes: B batch, C channels, S height and width, D hidden width, K classes.
[B, C, S, S] → (two 3×3 convolutions + ReLU → max-pool 2: [B, C', S/2, S/2]) for each block → [B, D] → [B, K]
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.contracts import Published
from engine.counts import blocks
from engine.errors import Fix, Problem
from engine.plan.model_checks import check_pictures
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import CnnSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Cnn:
    """Blocks of two convolutions; every block halves height and width."""

    kind = "cnn"
    title = "CNN"
    sentence = "Two 3×3 convolutions a block, max-pool, and a hidden layer. For small pictures."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """It needs pictures, large enough to be halved once a block."""
        options = _options(spec)
        if problems := tuple(check_pictures(facts, model="A CNN")):
            return problems
        most = min(facts.input_shape[1:]).bit_length() - 1
        if len(options.channels) <= most:
            return ()
        height, width = facts.input_shape[1:]
        fewer = Fix(label=f"Use {blocks(most)}", changes={"model.channels": list(options.channels[:most])})
        return [
            Problem(
                field="model.channels",
                sentence=f"After {blocks(len(options.channels))} no pixel of a picture of {height}×{width} "
                "is left.",
                mend=f"Use no more than {blocks(most)}.",
                fix=fewer if most else None,
            )
        ]

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """Where it is asked for."""
        return _options(spec).batch_norm

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """A single one: its BatchNorm comes before a block's max-pool and so always sees several pixels."""
        return 1

    def published(self, spec: RunSpec) -> Published | None:
        """Nobody publishes any."""
        return None

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """A chain of layers; the hidden one and the last are a pair."""
        options = _options(spec)
        of_each = 2 * (3 if options.batch_norm else 2) + 1
        last = 5 if options.dropout else 4
        return ModelParts(
            num_blocks=of_each * len(options.channels) + last, tensor_widths=(("hidden", options.hidden),)
        )

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU."""
        from torch import nn

        options = _options(spec)
        channels, height, width = facts.input_shape
        layers: list[nn.Module] = []
        for wanted in options.channels:
            for before in (channels, wanted):
                layers.append(nn.Conv2d(before, wanted, 3, padding=1, bias=not options.batch_norm))
                if options.batch_norm:
                    layers.append(nn.BatchNorm2d(wanted))
                layers.append(nn.ReLU())
            layers.append(nn.MaxPool2d(2))
            channels, height, width = wanted, height // 2, width // 2
        layers += [nn.Flatten(), nn.Linear(channels * height * width, options.hidden), nn.ReLU()]
        if options.dropout:
            layers.append(nn.Dropout(options.dropout))
        return nn.Sequential(*layers, nn.Linear(options.hidden, facts.num_classes))


def _options(spec: RunSpec) -> CnnSpec:
    assert isinstance(spec.model, CnnSpec)
    return spec.model
