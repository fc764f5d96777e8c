"""What a transformer's blocks begin and end with: tokens and pictures become vectors, a picture one vector.

Shapes: B batch, T tokens, D width, C channels, S height and width, N patches, V vocabulary.
"""

import torch
from torch import Tensor, nn


class TokenEmbedding(nn.Module):
    """A vector a token, and one a place. int64 [B, T] to [B, T, D]."""

    def __init__(self, vocabulary: int, context: int, width: int, *, dropout: float) -> None:
        """Draws the vectors.

        Args:
            vocabulary: V.
            context: The most tokens of a sample.
            width: D.
            dropout: Share of the activations zeroed in training.
        """
        super().__init__()
        self.token = nn.Embedding(vocabulary, width)
        self.position = nn.Embedding(context, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens: Tensor) -> Tensor:
        """int64 [B, T] to [B, T, D]."""
        places = torch.arange(tokens.shape[1], device=tokens.device)
        return self.dropout(self.token(tokens) + self.position(places))  # type: ignore[no-any-return]


class PatchEmbedding(nn.Module):
    """A vector a patch and one for the whole, each with its place. [B, C, S, S] to [B, 1 + N, D].

    Source: Dosovitskiy et al. 2020, arXiv:2010.11929, equation 1.
    """

    def __init__(
        self, channels: int, patches: tuple[int, int], patch: int, width: int, *, dropout: float
    ) -> None:
        """Draws the vectors.

        Args:
            channels: C.
            patches: How many lie below and beside one another.
            patch: Height and width of a patch, in pixels.
            width: D.
            dropout: Share of the activations zeroed in training.
        """
        super().__init__()
        self.patch = nn.Conv2d(channels, width, patch, stride=patch)
        self.whole = nn.Parameter(torch.zeros(1, 1, width))
        self.position = nn.Parameter(torch.zeros(1, 1 + patches[0] * patches[1], width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pictures: Tensor) -> Tensor:
        """[B, C, S, S] to [B, 1 + N, D]."""
        patches = self.patch(pictures).flatten(2).transpose(1, 2)
        tokens = torch.cat([self.whole.expand(len(patches), -1, -1), patches], 1)
        return self.dropout(tokens + self.position)  # type: ignore[no-any-return]


class First(nn.Module):
    """The first token, which stands for the whole. [B, T, D] to [B, D]."""

    def forward(self, tokens: Tensor) -> Tensor:
        """[B, T, D] to [B, D]."""
        return tokens[:, 0]
