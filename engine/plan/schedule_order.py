"""What each rank of a pipeline does, in which order, under each schedule. Pure arithmetic.

Sources: Huang et al. 2019, arXiv:1811.06965 (GPipe); Narayanan et al. 2019, arXiv:1806.03377 (1F1B) and 2021,
arXiv:2104.04473 (interleaved); Qi et al. 2023, arXiv:2401.10241 (zero bubble, ZB1P).

P ranks, M chunks, V stages a rank; stage s lies on rank s % P.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from engine.spec.strategy import Schedule


class Kind(Enum):
    """A piece of work."""

    FORWARD = "F"
    BACKWARD = "B"
    """The gradients of a chunk's activations and of the weights."""
    INPUT = "I"
    """Those of its activations alone: what the stage before waits for."""
    WEIGHT = "W"
    """Those of the weights, which nobody waits for."""


class Work(NamedTuple):
    """One piece of work of a rank."""

    kind: Kind
    stage: int
    chunk: int


def order_of_work(
    schedule: Schedule, *, num_ranks: int, num_chunks: int, stages_per_rank: int
) -> list[list[Work]]:
    """For each rank what it does, the first first.

    Args:
        schedule: Its name.
        num_ranks: P.
        num_chunks: M; a multiple of P under the schedules with several stages a rank.
        stages_per_rank: V; 1 under GPipe and 1F1B.
    """
    order = _ORDERS[schedule]
    return [list(order(rank, num_ranks, num_chunks, stages_per_rank)) for rank in range(num_ranks)]


def _gpipe(rank: int, _num_ranks: int, num_chunks: int, _stages: int) -> Iterator[Work]:
    for kind in (Kind.FORWARD, Kind.BACKWARD):
        for chunk in range(num_chunks):
            yield Work(kind, rank, chunk)


def _one_forward_one_backward(rank: int, num_ranks: int, num_chunks: int, _stages: int) -> Iterator[Work]:
    ahead = min(num_chunks, num_ranks - rank)
    for chunk in range(ahead):
        yield Work(Kind.FORWARD, rank, chunk)
    for chunk in range(num_chunks):
        yield Work(Kind.BACKWARD, rank, chunk)
        if ahead + chunk < num_chunks:
            yield Work(Kind.FORWARD, rank, ahead + chunk)


class _Turns:
    """A rank with several stages takes P chunks through one of them, then P through the next."""

    def __init__(self, rank: int, num_ranks: int, num_chunks: int, stages: int) -> None:
        self._rank, self._num_ranks, self._stages = rank, num_ranks, stages
        self._turn = min(num_chunks, num_ranks)
        self.total = stages * num_chunks

    def warm_up(self, hops: int) -> int:
        """How many forwards come first, with so many more for each rank that follows."""
        first = (self._stages - 1) * self._turn + hops * (self._num_ranks - 1 - self._rank)
        return min(first, self.total)

    def forward(self, number: int) -> Work:
        """The forward of that number."""
        return self._work(Kind.FORWARD, number, lambda local: local)

    def backward(self, number: int, kind: Kind) -> Work:
        """The backward of that number, or a half of it: they go through the stages the other way."""
        return self._work(kind, number, lambda local: self._stages - 1 - local)

    def _work(self, kind: Kind, number: int, local_stage: Callable[[int], int]) -> Work:
        rounds, place = divmod(number, self._turn * self._stages)
        local, within = divmod(place, self._turn)
        stage = local_stage(local) * self._num_ranks + self._rank
        return Work(kind, stage, rounds * self._turn + within)


def _interleaved(rank: int, num_ranks: int, num_chunks: int, stages: int) -> Iterator[Work]:
    turns = _Turns(rank, num_ranks, num_chunks, stages)
    ahead = turns.warm_up(hops=2)
    for number in range(ahead):
        yield turns.forward(number)
    for number in range(turns.total):
        if ahead + number < turns.total:
            yield turns.forward(ahead + number)
        yield turns.backward(number, Kind.BACKWARD)


def _zero_bubble(rank: int, num_ranks: int, num_chunks: int, stages: int) -> Iterator[Work]:
    """The gradients of weights are put off by as many chunks as there are ranks before this one."""
    turns = _Turns(rank, num_ranks, num_chunks, stages)
    ahead = turns.warm_up(hops=1)
    for number in range(ahead):
        yield turns.forward(number)
    for number in range(turns.total):
        if ahead + number < turns.total:
            yield turns.forward(ahead + number)
        yield turns.backward(number, Kind.INPUT)
        if number >= rank:
            yield turns.backward(number - rank, Kind.WEIGHT)
    for number in range(max(0, turns.total - rank), turns.total):
        yield turns.backward(number, Kind.WEIGHT)


_ORDERS: dict[Schedule, Callable[[int, int, int, int], Iterator[Work]]] = {
    "gpipe": _gpipe,
    "1f1b": _one_forward_one_backward,
    "interleaved_1f1b": _interleaved,
    "zero_bubble": _zero_bubble,
}
