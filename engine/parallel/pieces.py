"""A linear layer as several beside one another, under the name of the whole one.

A single layer for query, key and value has their rows one below the other. Divided over ranks as it is, a
rank would get all of the query's rows and none of the value's; as three, each gives every rank its heads.
"""

from collections.abc import Iterator

import torch
from torch import Tensor, nn


class LinearPieces(nn.Module):
    """Gives what the whole layer gives: its rows are those of the pieces, one after the other."""

    def __init__(self, whole: nn.Linear, count: int) -> None:
        """Takes the weights over.

        Args:
            whole: Whose rows `count` divides.
            count: How many pieces.
        """
        super().__init__()
        rows = whole.out_features // count
        self.pieces = nn.ModuleList(_rows_of(whole, number * rows, rows) for number in range(count))

    def forward(self, inputs: Tensor) -> Tensor:
        """[..., in] to [..., out]; of divided pieces, each rank's part of every one."""
        return torch.cat([piece(inputs) for piece in self.pieces], -1)


def piece_names(module: nn.Module) -> dict[str, str]:
    """Name of each parameter that is a piece, to the name of the whole one, in the order of the rows."""
    return {
        f"{before}.pieces.{number}.{name}": f"{before}.{name}"
        for before, part in module.named_modules()
        if isinstance(part, LinearPieces)
        for number, piece in enumerate(part.pieces)
        for name, _ in piece.named_parameters()
    }


def original_parameters(module: nn.Module) -> Iterator[tuple[str, nn.Parameter]]:
    """Each parameter, by its name in the model as it was built; pieces all by that of the whole one."""
    wholes = piece_names(module)
    for name, parameter in module.named_parameters():
        yield wholes.get(name, name), parameter


def _rows_of(whole: nn.Linear, first: int, count: int) -> nn.Linear:
    piece = nn.Linear(whole.in_features, count, bias=whole.bias is not None, device="meta")
    for name, parameter in whole.named_parameters():
        rows = parameter.detach()[first : first + count].clone()
        setattr(piece, name, nn.Parameter(rows, requires_grad=parameter.requires_grad))
    return piece
