"""Where a chain of blocks is cut into stages: by hand, or so that the costliest stage costs least."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from engine.errors import PlanError, Problem


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
    """Of each block, the operations of a forward of one sample, and one for each number read or written."""
    costs = []
    with torch.no_grad():
        for block in blocks:
            was_training = block.training
            block.eval()  # neither statistics nor generators move
            with FlopCounterMode(display=False) as counter:
                sample = block(sample)
            block.train(was_training)
            weights = sum(parameter.numel() for parameter in block.parameters())
            costs.append(counter.get_total_flops() + weights + sample.numel())
    return costs


def balance(costs: Sequence[float], num_stages: int) -> list[int]:
    """Bounds [0, …, n] of contiguous stages, none empty, whose largest sum is least.

    Args:
        costs: Of each of n blocks, n at least `num_stages`.
        num_stages: Into how many.
    """
    total = [0.0, *accumulate(costs)]
    count = len(costs)
    best = [[float("inf")] * (count + 1) for _ in range(num_stages + 1)]
    cut = [[0] * (count + 1) for _ in range(num_stages + 1)]
    best[0][0] = 0.0
    for stage in range(1, num_stages + 1):
        for end in range(stage, count + 1):
            for begin in range(stage - 1, end):
                largest = max(best[stage - 1][begin], total[end] - total[begin])
                if largest < best[stage][end]:
                    best[stage][end], cut[stage][end] = largest, begin
    bounds = [count]
    for stage in range(num_stages, 0, -1):
        bounds.append(cut[stage][bounds[-1]])
    return bounds[::-1]
