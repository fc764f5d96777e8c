"""A chain of blocks that a head leaves halfway."""

from collections import OrderedDict

from torch import Tensor, nn


class WithAuxiliary(nn.Sequential):
    """Blocks in a row; in training one of them is a head by itself, and what it gives comes second.

    Source: Szegedy et al. 2014, arXiv:1409.4842, section 5.
    """

    def __init__(self, blocks: OrderedDict[str, nn.Module], auxiliary: str) -> None:
        """Takes the blocks.

        Args:
            blocks: In the order of the forward.
            auxiliary: The name of the head among them; it takes what the block before it gives.
        """
        super().__init__(blocks)
        self._auxiliary = auxiliary

    def forward(self, inputs: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Logits; in training also the auxiliary ones."""
        others: Tensor | None = None
        for name, block in self.named_children():
            if name != self._auxiliary:
                inputs = block(inputs)
            elif self.training:
                others = block(inputs)
        return inputs if others is None else (inputs, others)
