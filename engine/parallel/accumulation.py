"""What steps of several ranks have in common as they take one micro-batch after the other."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from torch import nn

T = TypeVar("T")


def mark_last(items: Iterable[T]) -> Iterator[tuple[T, bool]]:
    """Each item, and whether none comes after it."""
    coming = iter(items)
    for item in coming:
        for after in coming:
            yield item, False
            item = after
        yield item, True


@contextmanager
def silent(norms: Sequence[nn.Module]) -> Iterator[None]:
    """Samples that do not count leave no trace in the statistics of these layers."""
    for layer in norms:
        layer.eval()
    try:
        yield
    finally:
        for layer in norms:
            layer.train()
