"""A multi-layer perceptron.

Shapes: B batch, F features of a flattened sample, H width of a hidden layer, K classes.
[B, *sample] → [B, F] → ([B, H] → ReLU → dropout) for each hidden layer → [B, K]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.contracts import Published
from engine.errors import Problem
from engine.plan.model_checks import check_numbers
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import MlpSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Mlp:
    """Takes any numbers; sees no neighbourhood."""

    kind = "mlp"
    title = "MLP"
    sentence = "Layers of neurons on the flattened sample. Small and quick."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """It takes numbers of any shape."""
        return tuple(check_numbers(facts, model="An MLP"))

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """It has none."""
        return False

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """A single one."""
        return 1

    def published(self, spec: RunSpec) -> Published | None:
        """Nobody publishes any."""
        return None

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """A chain of layers; each two of them make a pair."""
        assert isinstance(spec.model, MlpSpec)
        hidden, of_each = spec.model.hidden, 3 if spec.model.dropout else 2
        pairs = tuple((f"hidden[{number}]", hidden[number]) for number in range(0, len(hidden), 2))
        return ModelParts(num_blocks=2 + of_each * len(hidden), tensor_widths=pairs)

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU."""
        from torch import nn

        assert isinstance(spec.model, MlpSpec)
        layers: list[nn.Module] = [nn.Flatten()]
        width = math.prod(facts.input_shape)
        for hidden in spec.model.hidden:
            layers += [nn.Linear(width, hidden), nn.ReLU()]
            if spec.model.dropout:
                layers.append(nn.Dropout(spec.model.dropout))
            width = hidden
        return nn.Sequential(*layers, nn.Linear(width, facts.num_classes))
