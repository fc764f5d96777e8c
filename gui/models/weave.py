"""The weave of a plan: devices as threads, what each holds and what passes between them woven across.

Contents and proportions only; `gui.plots.weave` paints them. Texts are English and go through the context
"Weave" of the translations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from engine.devices.inventory import Inventory
from engine.plan.records import Mesh, Plan
from engine.spec import (
    DataParallelSpec,
    DdpSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    ZeroSpec,
)
from gui.models.device_table import run_colour_index
from gui.models.weave_parts import WHOLE_MODEL, WeaveText, divided_parts
from gui.models.weave_stages import WeaveRow, stage_rows

if TYPE_CHECKING:
    from engine.survey.records import Block


@dataclass(frozen=True, slots=True)
class WeaveThread:
    """One device: a vertical thread."""

    device_id: str
    label: str
    """What the device is called, for instance `GPU 0`."""
    colour_index: int
    rank: int
    """The process that drives it."""
    caption: WeaveText
    """Its process and what it holds, in a word."""
    leads: bool
    """Whether it holds originals; false for a replica that is copied anew each step."""


class PassKind(StrEnum):
    """How something passes between threads."""

    ALL_REDUCE = "all_reduce"
    """Everyone gives, everyone has the sum."""
    SCATTER = "scatter"
    """The first thread gives each of the others its part."""
    GATHER = "gather"
    """The first thread takes in what the others have."""
    NEXT = "next"
    """Each thread gives to the next one."""


@dataclass(frozen=True, slots=True)
class WeavePass:
    """What passes between the threads, across the weave."""

    label: WeaveText
    kind: PassKind
    before_model: bool
    """Whether it comes before the forward; otherwise after the backward."""


@dataclass(frozen=True, slots=True)
class Weave:
    """Everything a picture of a plan shows."""

    threads: tuple[WeaveThread, ...]
    rows: tuple[WeaveRow, ...]
    passes: tuple[WeavePass, ...]
    mesh: Mesh
    """How the threads lie to each other, in their order."""


def build_weave(
    plan: Plan, spec: RunSpec, inventory: Inventory | None = None, blocks: Sequence[Block] = ()
) -> Weave:
    """The weave of a plan.

    Args:
        plan: Who does what, on which device.
        spec: What was asked; gives the model's parts.
        inventory: What this machine has, so that devices keep their colours; without it they are coloured in
            the plan's order.
        blocks: Of the model's chain, as a survey told them; without them automatic cuts cannot be shown.
    """
    threads = tuple(
        WeaveThread(
            device_id=device_id,
            label=plan.device(device_id).label,
            colour_index=run_colour_index(device_id, plan, inventory),
            rank=rank.rank,
            caption=_caption(plan, rank.rank, place),
            leads=place == 0 or plan.mesh.pipeline > 1,
        )
        for rank in plan.ranks
        for place, device_id in enumerate(rank.device_ids)
    )
    passes = _passes(spec.strategy, plan.mesh) if len(threads) > 1 else ()
    return Weave(threads, _rows(plan, spec, len(threads), blocks), passes, plan.mesh)


def _rows(plan: Plan, spec: RunSpec, num_threads: int, blocks: Sequence[Block]) -> tuple[WeaveRow, ...]:
    """The parts of the model and what each thread holds of them; of a pipeline its stages are known."""
    mesh = plan.mesh
    if plan.world_size == 1 and mesh.pipeline == 1:
        whole = tuple(1.0 for _ in range(num_threads))
        return tuple(WeaveRow(label, whole) for label, _ in divided_parts(spec))
    if mesh.pipeline > 1:
        return tuple(stage_rows(spec, plan, blocks))
    return tuple(
        WeaveRow(label, (1 / (mesh.shard * (mesh.tensor if is_divided else 1)),) * num_threads)
        for label, is_divided in divided_parts(spec)
    )


def _passes(strategy: StrategySpec, mesh: Mesh) -> tuple[WeavePass, ...]:
    """What passes between the threads: of a strategy on the mesh, along each axis."""
    if type(strategy) in _PASSES:
        return _PASSES[type(strategy)]
    found = []
    if mesh.shard > 1:
        found += [_GATHERED, _SCATTERED]
    if mesh.tensor > 1:
        found.append(_SUMMED)
    if mesh.pipeline > 1:
        found.append(_NEXT)
    if mesh.replicate > 1:
        found.append(_AVERAGED)
    return tuple(found)


def sketch_weave(
    strategy: StrategySpec, mesh: Mesh, colour_indices: Sequence[int], *, one_process: bool
) -> Weave:
    """A weave in the manner of a strategy, without a plan: for its card.

    Args:
        strategy: Which one.
        mesh: Where it would lie.
        colour_indices: Threads to show it with.
        one_process: Whether a single rank drives all devices.
    """
    threads = tuple(
        WeaveThread(
            device_id="",
            label="",
            colour_index=index,
            rank=0 if one_process else place,
            caption=WeaveText(""),
            leads=place == 0 or not one_process or mesh.pipeline > 1,
        )
        for place, index in enumerate(colour_indices)
    )
    passes = _passes(strategy, mesh)
    share = 1 / (mesh.pipeline * mesh.shard * mesh.tensor)
    shares = tuple(share if passes or place == 0 else 0.0 for place in range(len(threads)))
    return Weave(threads, (WeaveRow(WHOLE_MODEL, shares),), passes, mesh)


def _caption(plan: Plan, rank: int, place: int) -> WeaveText:
    mesh = plan.mesh
    if place > 0 and mesh.pipeline == 1:
        return WeaveText(QT_TRANSLATE_NOOP("Weave", "rank {}: copied anew"), (str(rank),))
    if mesh.pipeline > 1 or mesh.tensor > 1 or mesh.shard > 1:
        return WeaveText(QT_TRANSLATE_NOOP("Weave", "rank {}: a part"), (str(rank),))
    if plan.world_size > 1:
        return WeaveText(QT_TRANSLATE_NOOP("Weave", "rank {}: a copy"), (str(rank),))
    return WeaveText(QT_TRANSLATE_NOOP("Weave", "rank {}: the model"), (str(rank),))


_AVERAGED = WeavePass(
    WeaveText(QT_TRANSLATE_NOOP("Weave", "gradients averaged")), PassKind.ALL_REDUCE, before_model=False
)
_GATHERED = WeavePass(
    WeaveText(QT_TRANSLATE_NOOP("Weave", "weights gathered")), PassKind.ALL_REDUCE, before_model=True
)
_SCATTERED = WeavePass(
    WeaveText(QT_TRANSLATE_NOOP("Weave", "gradients to shards")), PassKind.ALL_REDUCE, before_model=False
)
_SUMMED = WeavePass(
    WeaveText(QT_TRANSLATE_NOOP("Weave", "sums in layers")), PassKind.ALL_REDUCE, before_model=False
)
_NEXT = WeavePass(WeaveText(QT_TRANSLATE_NOOP("Weave", "activations")), PassKind.NEXT, before_model=False)
_SHARED = WeavePass(
    WeaveText(QT_TRANSLATE_NOOP("Weave", "new weights shared")), PassKind.ALL_REDUCE, before_model=False
)

_PASSES: dict[type, tuple[WeavePass, ...]] = {
    DdpSpec: (_AVERAGED,),
    ZeroSpec: (_AVERAGED, _SHARED),
    SingleSpec: (),
    DataParallelSpec: (
        WeavePass(
            WeaveText(QT_TRANSLATE_NOOP("Weave", "samples, weights")),
            PassKind.SCATTER,
            before_model=True,
        ),
        WeavePass(
            WeaveText(QT_TRANSLATE_NOOP("Weave", "outputs, gradients")),
            PassKind.GATHER,
            before_model=False,
        ),
    ),
}
