"""Modules as tutorials write them: nothing in them knows of stages, shards or ranks."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class Gated(nn.Module):
    """SwiGLU around which the input goes by."""

    def __init__(self, width: int, *, drop_in_training: bool = False) -> None:
        super().__init__()
        self.gate, self.up, self.down = nn.Linear(width, 12), nn.Linear(width, 12), nn.Linear(12, width)
        self.drop_in_training = drop_in_training

    def forward(self, inputs: Tensor) -> Tensor:
        hidden = functional.silu(self.gate(inputs)) * self.up(inputs)
        if self.drop_in_training:
            hidden = functional.dropout(hidden, 0.1, self.training)
        return inputs + self.down(hidden)


class Heads(nn.Module):
    """Attention as tutorials write it, over the pixels of a row."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.proj = nn.Linear(width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        batch, length, width = tokens.shape
        query = self.query(tokens).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
        key = self.key(tokens).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
        value = self.value(tokens).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
        weights = functional.softmax(query @ key.transpose(-2, -1) / (width // self.heads) ** 0.5, dim=-1)
        mixed = (weights @ value).transpose(1, 2).contiguous().view(batch, length, width)
        return tokens + self.proj(mixed)


class FusedHeads(nn.Module):
    """The same with a single layer for query, key and value, as nanoGPT's authors and others write it."""

    def __init__(self, width: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads, self.width, self.dropout = heads, width, dropout
        self.all_three, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        batch, length, width = tokens.size()
        query, key, value = self.all_three(tokens).split(self.width, dim=2)
        query, key, value = (
            one.view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for one in (query, key, value)
        )
        dropout = self.dropout if self.training else 0
        mixed = functional.scaled_dot_product_attention(query, key, value, dropout_p=dropout, is_causal=True)
        return tokens + self.proj(mixed.transpose(1, 2).contiguous().view(batch, length, width))


class StackedHeads(FusedHeads):
    """The same with one view for all three, as vision transformers have it."""

    def forward(self, tokens: Tensor) -> Tensor:
        batch, length, width = tokens.shape
        stacked = self.all_three(tokens).reshape(batch, length, 3, self.heads, width // self.heads)
        query, key, value = stacked.permute(2, 0, 3, 1, 4).unbind(0)
        weights = (query @ key.transpose(-2, -1) * 0.7).softmax(dim=-1)
        return tokens + self.proj((weights @ value).transpose(1, 2).reshape(batch, length, width))


class Plain(nn.Module):
    """A network as tutorials write it."""

    def __init__(self, fused: bool = False) -> None:
        super().__init__()
        self.rows = FusedHeads(8, 4) if fused else Heads(8, 4)
        self.conv = nn.Conv2d(1, 4, 3)
        self.first, self.second = nn.Linear(36, 16), nn.Linear(16, 10)
        self.blocks = nn.ModuleList(Gated(10) for _ in range(2))

    def forward(self, inputs: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is not None:
            inputs = inputs * mask
        rows = self.rows(inputs.flatten(1, 2))
        hidden = functional.max_pool2d(functional.relu(self.conv(rows.unsqueeze(1))), 2)
        hidden = hidden.view(hidden.size(0), -1)
        hidden = self.second(torch.relu(self.first(hidden)))
        for block in self.blocks:
            hidden = block(hidden)
        return functional.log_softmax(hidden, dim=1)
