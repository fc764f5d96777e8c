"""Where a chain of blocks is cut by cost: pure, so that who only draws a plan comes to the ranks' answer."""

from collections.abc import Sequence
from itertools import accumulate


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
