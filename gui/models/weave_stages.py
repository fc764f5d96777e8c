"""The stages of a pipeline as rows of a weave: which blocks of the model lie on which device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from engine.models import model_for
from engine.plan.records import Mesh, Plan
from engine.plan.stages import balance
from engine.spec import RunSpec
from engine.spec.strategy import mesh_options
from gui.models.weave_parts import WeaveText, whole_ends

if TYPE_CHECKING:
    from engine.survey.records import Block


@dataclass(frozen=True, slots=True)
class WeaveRow:
    """A part of the model, and how much of it each thread holds."""

    label: WeaveText
    shares: tuple[float, ...]
    """One for each thread, 0 to 1."""
    blocks: tuple[Block, ...] = ()
    """What it is made of, where a survey told."""
    work_share: float | None = None
    """Its part of a forward's work, 0 to 1; None where nobody counted."""


def stage_rows(spec: RunSpec, plan: Plan, blocks: Sequence[Block]) -> Iterator[WeaveRow]:
    """A row for each place along the pipeline: its stages go round.

    Of a model whose ends tensor parallelism leaves whole, these have rows of their own: they lie on the first
    and on the last stage. Of others nobody knows here which of a stage's layers are divided: they are drawn
    as if none was.

    Args:
        spec: Cut by hand, or by cost.
        plan: With several places along the pipeline.
        blocks: Of the model's chain, as a survey told them; may be empty.
    """
    mesh, each = plan.mesh, mesh_options(spec.strategy).stages_per_device
    bounds = _bounds(spec, plan, blocks)
    work = sum(block.cost for block in blocks)
    ends = whole_ends(spec) if mesh.tensor > 1 else None
    share = 1 / (mesh.shard * (mesh.tensor if ends else 1))
    if ends:
        yield WeaveRow(ends[0], _at(mesh, 0, 1 / mesh.shard))
    for number in range(mesh.pipeline):
        stages = [number + mesh.pipeline * turn for turn in range(each)]
        spans = [(bounds[stage], bounds[stage + 1]) for stage in stages] if bounds else []
        mine = tuple(block for low, high in spans for block in blocks[low:high])
        yield WeaveRow(
            label=_label(spans) if spans else _numbers(stages),
            shares=_at(mesh, number, share),
            blocks=mine,
            work_share=sum(block.cost for block in mine) / work if mine and work else None,
        )
    if ends:
        yield WeaveRow(ends[1], _at(mesh, mesh.pipeline - 1, 1 / mesh.shard))


def _at(mesh: Mesh, number: int, share: float) -> tuple[float, ...]:
    """A share on each thread that is at this place along the pipeline."""
    return tuple(share * (mesh.place(rank).pipeline == number) for rank in range(mesh.size))


def _bounds(spec: RunSpec, plan: Plan, blocks: Sequence[Block]) -> list[int]:
    """Number of each stage's first block, and how many blocks there are, as the ranks have it; or nothing."""
    options = mesh_options(spec.strategy)
    num_stages = plan.mesh.pipeline * options.stages_per_device
    num_blocks = len(blocks)
    if options.cuts and not num_blocks and not model_for(spec).paths(spec):
        num_blocks = model_for(spec).parts(spec, plan.facts).num_blocks or 0
    if num_blocks < num_stages or (options.cuts and options.cuts[-1] >= num_blocks):
        return []
    if options.cuts:
        return [0, *options.cuts, num_blocks]
    return balance([block.cost for block in blocks], num_stages) if blocks else []


def _label(spans: Sequence[tuple[int, int]]) -> WeaveText:
    if len(spans) == 1 and spans[0][1] - spans[0][0] > 1:
        low, high = spans[0]
        return WeaveText(QT_TRANSLATE_NOOP("Weave", "blocks {} to {}"), (str(low), str(high - 1)))
    words = ", ".join(str(low) if high - low == 1 else f"{low}–{high - 1}" for low, high in spans)
    if words.isdecimal():
        return WeaveText(QT_TRANSLATE_NOOP("Weave", "block {}"), (words,))
    return WeaveText(QT_TRANSLATE_NOOP("Weave", "blocks {}"), (words,))


def _numbers(stages: Sequence[int]) -> WeaveText:
    return WeaveText(QT_TRANSLATE_NOOP("Weave", "stage {}"), (", ".join(str(1 + each) for each in stages),))
