"""How long a pipeline's devices will wait for each other. Pure arithmetic."""

from collections.abc import Iterator
from functools import lru_cache

from engine import counts
from engine.errors import Fix, Problem, Severity
from engine.plan.records import Mesh
from engine.plan.schedule_order import Kind, Work, order_of_work
from engine.spec.run import RunSpec
from engine.spec.strategy import Schedule, mesh_options

_COSTS = {Kind.FORWARD: 1, Kind.BACKWARD: 2, Kind.INPUT: 1, Kind.WEIGHT: 1}
"""A backward computes two products for each of its forward's one."""
_STEADY = 4
"""With so many chunks a rank the pipeline has been full: more of them make it no emptier."""
_WIDE = 1 / 3
"""From this share on it is worth a word."""


def bubble_of(spec: RunSpec, mesh: Mesh) -> float | None:
    """The bubble of a spec's pipeline; None where it has none."""
    if mesh.pipeline == 1:
        return None
    options = mesh_options(spec.strategy)
    return predict_bubble(
        options.schedule,
        num_ranks=mesh.pipeline,
        num_chunks=options.chunks,
        stages_per_rank=options.stages_per_device,
    )


def check_bubble(spec: RunSpec, mesh: Mesh) -> Iterator[Problem]:
    """A word where devices wait much, with the number of pieces that would help."""
    bubble = bubble_of(spec, mesh)
    if bubble is None or bubble < _WIDE:
        return
    most = spec.training.micro_batch_size
    more = next((number for number in (mesh.pipeline * 4, mesh.pipeline * 2) if number <= most), 0)
    is_more = more > mesh_options(spec.strategy).chunks
    yield Problem(
        field="strategy.chunks",
        sentence=f"The devices wait for each other {bubble:.0%} of a step: the bubble of the pipeline.",
        mend=f"Divide a micro-batch into {counts.pieces(more)}."
        if is_more
        else "A larger micro-batch could be divided into more pieces.",
        severity=Severity.NOTE,
        fix=Fix(label=f"Use {more}", changes={"strategy.chunks": more}) if is_more else None,
    )


@lru_cache(maxsize=256)
def predict_bubble(schedule: Schedule, *, num_ranks: int, num_chunks: int, stages_per_rank: int = 1) -> float:
    """The share of a step, from 0 to 1, in which a device of a pipeline waits for another.

    Stages are taken to cost the same, a backward twice its forward, and passing on nothing: it is what the
    schedule itself costs, and the least that can be had.

    Args:
        schedule: Its name.
        num_ranks: Devices along the pipeline.
        num_chunks: Pieces into which a micro-batch is divided.
        stages_per_rank: Stages on each device.
    """
    few = min(num_chunks, _STEADY * num_ranks)
    orders = order_of_work(schedule, num_ranks=num_ranks, num_chunks=few, stages_per_rank=stages_per_rank)
    ends = _ends(orders, last_stage=num_ranks * stages_per_rank - 1)
    busy = sum(_COSTS[work.kind] for work in orders[0])
    idle = max(ends.values()) - busy
    return idle / (idle + busy * num_chunks / few)


def _ends(orders: list[list[Work]], last_stage: int) -> dict[Work, int]:
    """When each piece of work is done, where each rank does the next as soon as it can."""
    ends: dict[Work, int] = {}
    free = [0] * len(orders)
    done = [0] * len(orders)
    while any(count < len(order) for count, order in zip(done, orders, strict=True)):
        before = sum(done)
        for rank, order in enumerate(orders):
            while done[rank] < len(order) and all(
                needed in ends for needed in _needs(order[done[rank]], last_stage)
            ):
                work = order[done[rank]]
                begin = max([free[rank], *(ends[needed] for needed in _needs(work, last_stage))])
                free[rank] = ends[work] = begin + _COSTS[work.kind]
                done[rank] += 1
        assert sum(done) > before  # or ranks wait for each other
    return ends


def _needs(work: Work, last_stage: int) -> Iterator[Work]:
    """What has to be done before."""
    kind, stage, chunk = work
    if kind is Kind.FORWARD:
        if stage:
            yield Work(kind, stage - 1, chunk)
        return
    yield Work(Kind.INPUT if kind is Kind.WEIGHT else Kind.FORWARD, stage, chunk)
    if kind is not Kind.WEIGHT and stage < last_stage:
        yield Work(kind, stage + 1, chunk)
