"""What the weave draws of a plan is what real ranks hold."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pytest

from engine.models import model_for
from engine.parallel.blocks import blocks_of
from engine.plan.records import Plan
from engine.spec import (
    CnnSpec,
    CustomSpec,
    DataParallelSpec,
    DataSpec,
    DdpSpec,
    DevicesSpec,
    FsdpSpec,
    GptSpec,
    HsdpSpec,
    MeshSpec,
    ModelParallelSpec,
    ModelSpec,
    PipelineSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    SyntheticImagesSpec,
    SyntheticTokensSpec,
    TensorParallelSpec,
    TrainingSpec,
    ZeroSpec,
)
from gui.models.weave import Weave, build_weave
from gui.models.weave_stages import WeaveRow
from tests.engine.parallel import own_strategy
from tests.engine.parallel.holding import Piece, hold
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.training import plan_of

VECTORS = 0.08
"""What norms and biases, which tensor parallelism leaves whole, may add to a share of so small a model."""
GPT = GptSpec(width=16, depth=2, heads=4, tied_head=False)
CNN = CnnSpec(channels=(4, 8), hidden=16)
PARTS = {
    ("embedding", ()): ("embedding.",),
    ("blocks, {}", ("2",)): ("block",),
    ("classes", ()): ("norm.", "head."),
}
"""The rows of a GPT, and how the names of what is in them begin."""
CNN_PARTS = {
    ("block, {}", ("4",)): ("0.", "2."),
    ("block, {}", ("8",)): ("5.", "7."),
    ("hidden, {}", ("16",)): ("11.",),
    ("classes", ()): ("13.",),
}
TWO: dict[str, tuple[StrategySpec, ModelSpec]] = {
    "single": (SingleSpec(), GPT),
    "data-parallel": (DataParallelSpec(), GPT),
    "model-parallel": (ModelParallelSpec(), GPT),
    "model-parallel-by-hand": (ModelParallelSpec(cuts=(2,)), GPT),
    "ddp": (DdpSpec(), GPT),
    "zero": (ZeroSpec(), GPT),
    "fsdp": (FsdpSpec(), GPT),
    "tensor": (TensorParallelSpec(), GPT),
    "tensor-loss": (TensorParallelSpec(loss_parallel=True), GPT),
    "tensor-cnn": (TensorParallelSpec(), CNN),
    "pipeline": (PipelineSpec(), GPT),
    "pipeline-by-hand": (PipelineSpec(cuts=(1,)), GPT),
    "interleaved": (PipelineSpec(schedule="interleaved_1f1b"), GPT),
    "own": (CustomSpec(path=own_strategy.__file__), GPT),
}
FOUR: dict[str, StrategySpec] = {
    "fsdp": FsdpSpec(),
    "hsdp": HsdpSpec(replicas=2),
    "tensor": TensorParallelSpec(),
    "pipeline": PipelineSpec(),
    "shard-tensor": MeshSpec(shard=2, tensor=2),
    "replicate-tensor": MeshSpec(replicate=2, tensor=2),
    "pipeline-shard": MeshSpec(pipeline=2, shard=2),
    "pipeline-replicate": MeshSpec(pipeline=2, replicate=2),
    "pipeline-tensor": MeshSpec(pipeline=2, tensor=2),
    "interleaved-tensor": MeshSpec(pipeline=2, tensor=2, schedule="interleaved_1f1b"),
}


def spec_of(strategy: StrategySpec, model: ModelSpec, devices: int) -> RunSpec:
    data: DataSpec = SyntheticTokensSpec(num_train=32, num_test=8, vocabulary=12, length=8)
    if model.kind != "gpt":
        data = SyntheticImagesSpec(num_train=32, num_test=8, size=8, channels=1)
    return RunSpec(
        devices=DevicesSpec(count=devices),
        strategy=strategy,
        model=model,
        data=data,
        training=TrainingSpec(micro_batch_size=8),
    )


def assert_drawn_as_held(ranks: Ranks, spec: RunSpec) -> None:
    plan = plan_of(spec)
    weave, of_ranks = build_weave(plan, spec), ranks.run(hold, spec)
    assert [thread.rank for thread in weave.threads] == [
        rank for rank, of_devices in enumerate(of_ranks) for _ in of_devices
    ]
    threads = [{piece.name: piece for piece in pieces} for of_devices in of_ranks for pieces in of_devices]
    whole = {name: piece for pieces in threads for name, piece in pieces.items()}
    names = [name for name, _ in model_for(spec).build(spec, plan.facts).named_parameters()]
    assert whole.keys() == set(names)
    drawn: set[str] = set()
    for row in weave.rows:
        inside = [name for name in names_in(row, weave, spec, plan, threads, names) if name not in drawn]
        drawn.update(inside)
        assert_shares(row, [whole[name] for name in inside], threads)
    assert drawn == set(names), "every parameter is in a row"


def assert_shares(row: WeaveRow, inside: Sequence[Piece], threads: Sequence[dict[str, Piece]]) -> None:
    """Exactly, of the matrices; nearly, with what else there is."""
    assert inside, row
    for share, pieces in zip(row.shares, threads, strict=True):
        mine = [(one, pieces[one.name].mine if one.name in pieces else 0) for one in inside]
        matrices = [(one.whole, held) for one, held in mine if one.is_matrix]
        if matrices:
            assert sum(held for _, held in matrices) / sum(size for size, _ in matrices) == share, row
        total = sum(held for _, held in mine) / sum(one.whole for one in inside)
        assert total == pytest.approx(share, abs=VECTORS) or not matrices, row


def names_in(
    row: WeaveRow,
    weave: Weave,
    spec: RunSpec,
    plan: Plan,
    threads: Sequence[dict[str, Piece]],
    names: Sequence[str],
) -> Iterator[str]:
    """The parameters that a row stands for: by its words, or by who holds them where it stands for stages."""
    figures = row.label.figures
    if row.label.pattern == "stage {}":
        stages = stages_of(threads, names)
        assert len(stages) == sum(
            len(one.label.figures[0].split(", ")) for one in weave.rows if is_stage(one)
        )
        elsewhere = tuple(
            start
            for one in weave.rows
            if not is_stage(one)
            for start in PARTS[one.label.pattern, one.label.figures]
        )
        for number in figures[0].split(", "):
            yield from (name for name in stages[int(number) - 1] if not name.startswith(elsewhere))
        return
    if row.label.pattern in ("block {}", "blocks {} to {}"):
        blocks = blocks_of(model_for(spec).build(spec, plan.facts))
        chosen = tuple(f"{name}." for name, _ in blocks[int(figures[0]) : int(figures[-1]) + 1])
    else:
        parts: dict[Any, tuple[str, ...]] = PARTS if spec.model.kind == "gpt" else CNN_PARTS
        chosen = parts[row.label.pattern, figures]
    yield from (name for name in names if name.startswith(chosen))


def is_stage(row: WeaveRow) -> bool:
    return row.label.pattern == "stage {}"


def stages_of(threads: Sequence[dict[str, Piece]], names: Sequence[str]) -> list[list[str]]:
    """The parameters in the order of the forward, cut wherever others hold them."""

    def holders(name: str) -> list[int]:
        return [number for number, pieces in enumerate(threads) if name in pieces]

    return [list(group) for _, group in groupby(names, holders)]


@pytest.mark.parametrize("way", TWO)
def test_that_the_weave_draws_what_two_ranks_hold(ranks: Ranks, way: str) -> None:
    strategy, model = TWO[way]
    assert_drawn_as_held(ranks, spec_of(strategy, model, 1 if way == "single" else 2))


@pytest.mark.slow
@pytest.mark.parametrize("way", FOUR)
def test_that_the_weave_draws_what_four_ranks_hold(four_ranks: Ranks, way: str) -> None:
    assert_drawn_as_held(four_ranks, spec_of(FOUR[way], GPT, 4))
