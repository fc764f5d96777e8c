"""Which samples are kept for evaluation. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def count_test(counts: Sequence[int], fraction: float) -> tuple[int, ...]:
    """How many samples of each class are kept: the share asked for, at least one of each, but never all.

    Args:
        counts: Samples of each class.
        fraction: Share to keep, between 0 and 1.
    """
    return tuple(min(max(round(count * fraction), 1), max(count - 1, 0)) for count in counts)


def split_by_class(
    targets: NDArray[np.int64], num_classes: int, fraction: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The training and the test samples, in the order in which they lie; seed alone decides which.

    Args:
        targets: int64 [N], the class of each sample.
        num_classes: Classes; there may be more.
        fraction: Share of each class kept for the test.
        seed: Of the draw.

    Returns:
        Indices into the samples, int64, that together name each once.
    """
    generator = np.random.default_rng(seed)
    is_test = np.zeros(len(targets), dtype=bool)
    counts = np.bincount(targets, minlength=num_classes)
    order = np.argsort(targets, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)])
    for number, kept in enumerate(count_test(counts.tolist(), fraction)):
        of_class = order[starts[number] : starts[number + 1]]
        is_test[generator.permutation(of_class)[:kept]] = True
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)
