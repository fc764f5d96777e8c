"""The block of a transformer, normalised before each part, for GPT and ViT.

Query, key and value have a projection each, so that heads can be divided over devices: the number of heads is
read from what a projection gives, not assumed.
Sources: Vaswani et al. 2017, arXiv:1706.03762; Xiong et al. 2020, arXiv:2002.04745, figure 1b.

Shapes: B batch, T tokens, D width, H heads, W width of a head.
"""

from collections import OrderedDict

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

_STANDARD_DEVIATION = 0.02
_EXPANSION = 4


class Attention(nn.Module):
    """Every token takes from the others what they have to give. [B, T, D] to the same."""

    def __init__(self, width: int, heads: int, *, causal: bool, dropout: float) -> None:
        """Draws the projections.

        Args:
            width: D, which the heads divide.
            heads: H.
            causal: Whether a token sees only itself and those before it.
            dropout: Share of the weights of attention zeroed in training.
        """
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)
        self.num_heads = heads
        self._head_width = width // heads
        self._causal = causal
        self._dropout = dropout

    def forward(self, tokens: Tensor) -> Tensor:
        """[B, T, D] to [B, T, D]."""
        query, key, value = (
            layer(tokens).unflatten(-1, (-1, self._head_width)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        dropout = self._dropout if self.training else 0.0
        taken = scaled_dot_product_attention(query, key, value, dropout_p=dropout, is_causal=self._causal)
        return self.output(taken.transpose(1, 2).flatten(2))  # type: ignore[no-any-return]


class Block(nn.Module):
    """Attention, then a layer for each token by itself; each is added to what went in."""

    def __init__(
        self, width: int, heads: int, *, causal: bool, dropout: float, activation: nn.Module
    ) -> None:
        """Draws the weights; see `Attention`."""
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attention = Attention(width, heads, causal=causal, dropout=dropout)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(
            OrderedDict(
                up=nn.Linear(width, _EXPANSION * width),
                activation=activation,
                down=nn.Linear(_EXPANSION * width, width),
            )
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens: Tensor) -> Tensor:
        """[B, T, D] to [B, T, D]."""
        tokens = tokens + self.dropout(self.attention(self.norm1(tokens)))
        return tokens + self.dropout(self.mlp(self.norm2(tokens)))  # type: ignore[no-any-return]


@torch.no_grad()
def draw_weights(module: nn.Module, depth: int) -> None:
    """Normal weights of standard deviation 0.02, biases of 0; what is added to the tokens less, by depth.

    Source: Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", section 2.3.

    Args:
        module: A transformer.
        depth: Its blocks, each of which adds twice.
    """
    for name, parameter in module.named_parameters():
        if name.endswith(".bias"):
            parameter.zero_()
        elif parameter.dim() > 1:
            adds = name.endswith(("attention.output.weight", "mlp.down.weight"))
            parameter.normal_(0.0, _STANDARD_DEVIATION / ((2 * depth) ** 0.5 if adds else 1.0))
