"""A GPT: a decoder that predicts the next token at every place.

Source: Radford et al. 2019, "Language Models are Unsupervised Multitask Learners". GPT-2 with 124 million
parameters is width 768, depth 12, 12 heads, a context of 1,024 tokens and a tied head.

Shapes: B batch, T tokens, D width, V vocabulary.
int64 [B, T] → a vector a token and one a place [B, T, D] → blocks, the same shape → [B, T, V]
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.contracts import Published
from engine.errors import Problem
from engine.plan.model_checks import check_heads, check_tokens
from engine.plan.records import DataFacts, ModelParts
from engine.spec.model import GptSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Gpt:
    """A transformer in which a token sees only those before it."""

    kind = "gpt"
    title = "GPT"
    sentence = "A transformer that predicts the next token at every place. For text, up to GPT-2's size."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """None."""
        return ()

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """It needs tokens, each with the next one as its target, and heads that divide its width."""
        options = _options(spec)
        return [*check_tokens(facts, model="A GPT"), *check_heads(options.width, options.heads)]

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
        return ModelParts(
            num_blocks=options.depth + 3,
            shares_weights=options.tied_head,
            tensor_widths=(("heads", options.heads),),
        )

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, float32, on the CPU. Its context is as long as the samples."""
        from torch import nn

        from engine.layers.embeddings import TokenEmbedding
        from engine.layers.transformer import Block, draw_weights

        options = _options(spec)
        embedding = TokenEmbedding(
            facts.num_classes, facts.input_shape[0], options.width, dropout=options.dropout
        )
        layers: OrderedDict[str, nn.Module] = OrderedDict(embedding=embedding)
        for number in range(options.depth):
            layers[f"block{number}"] = Block(
                options.width,
                options.heads,
                causal=True,
                dropout=options.dropout,
                activation=nn.GELU(approximate="tanh"),
            )
        layers["norm"] = nn.LayerNorm(options.width)
        layers["head"] = head = nn.Linear(options.width, facts.num_classes, bias=False)
        if options.tied_head:
            head.weight = embedding.token.weight
        module = nn.Sequential(layers)
        draw_weights(module, options.depth)
        return module


def _options(spec: RunSpec) -> GptSpec:
    assert isinstance(spec.model, GptSpec)
    return spec.model
