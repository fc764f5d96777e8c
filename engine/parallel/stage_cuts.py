"""Where a chain of blocks is cut into stages: by hand, or so that the costliest stage costs least."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from engine.errors import PlanError, Problem
from engine.plan.stages import balance


def cut_chain(
    blocks: Sequence[tuple[str, nn.Module]], sample: Tensor, *, num_stages: int, by_hand: Sequence[int] = ()
) -> list[list[tuple[str, nn.Module]]]:
    """The blocks of each stage; every rank comes to the same answer.

    Args:
        blocks: Of the whole model, on the CPU.
        sample: One input [1, *input_shape], by which the blocks' costs are counted.
        num_stages: Into how many.
        by_hand: The number of the first block of each stage after the first; empty: by cost.

    Raises:
        PlanError: The cuts by hand are no cuts of this chain.
    """
    if by_hand:
        bounds = [0, *by_hand, len(blocks)]
        if len(bounds) != num_stages + 1 or any(low >= high for low, high in pairwise(bounds)):
            raise PlanError(
                [
                    Problem(
                        field="strategy.cuts",
                        sentence=f"{list(by_hand)} does not cut {len(blocks)} blocks "
                        f"into {num_stages} stages.",
                        mend=f"Name {num_stages - 1} ascending block numbers from 1 to {len(blocks) - 1}, "
                        "or none, to cut by cost.",
                    )
                ]
            )
    else:
        bounds = balance(block_costs([block for _, block in blocks], sample), num_stages)
    return [list(blocks[low:high]) for low, high in pairwise(bounds)]


def block_costs(blocks: Sequence[nn.Module], sample: Tensor) -> list[float]:
    """Of each block, the operations of a forward of one sample, and one for each number read or written.

    The same on every device, also on "meta": attention is counted in its plain form, not in that of a kernel.
    """
    costs = []
    with torch.no_grad():
        for block in blocks:
            was_training = block.training
            block.eval()  # neither statistics nor generators move
            with FlopCounterMode(display=False) as counter, sdpa_kernel(SDPBackend.MATH):
                sample = block(sample)
            block.train(was_training)
            weights = sum(parameter.numel() for parameter in block.parameters())
            costs.append(counter.get_total_flops() + weights + sample.numel())
    return costs
