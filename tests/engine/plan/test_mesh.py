"""Where ranks lie on a mesh, and what does not fit one."""

import pytest

from engine.devices.inventory import Inventory
from engine.errors import Severity
from engine.plan.batch import data_parallel_ranks
from engine.plan.mesh_checks import check_mesh
from engine.plan.records import Mesh, ModelParts
from engine.planning import plan_run
from engine.spec import (
    CnnSpec,
    DevicesSpec,
    FsdpSpec,
    GptSpec,
    HsdpSpec,
    InceptionSpec,
    MeshSpec,
    MlpSpec,
    ModelParallelSpec,
    ModelSpec,
    PipelineSpec,
    ResNet18Spec,
    RunSpec,
    StrategySpec,
    SyntheticTokensSpec,
    TensorParallelSpec,
    TrainingSpec,
)
from engine.spec.toml import apply_changes

MACHINE = Inventory(gpus=(), cores=tuple(range(8)), cpu_name="a CPU", memory_total_bytes=2**33)


def _spec(
    strategy: StrategySpec, model: ModelSpec | None = None, devices: int = 4, **training: object
) -> RunSpec:
    return RunSpec(
        devices=DevicesSpec(count=devices),
        strategy=strategy,
        model=model or CnnSpec(),
        training=TrainingSpec.model_validate(training),
    )


def _gpt(strategy: StrategySpec, *, vocabulary: int = 12, **training: object) -> RunSpec:
    spec = _spec(strategy, GptSpec(width=16, heads=4, tied_head=False), **training)
    return spec.model_copy(update={"data": SyntheticTokensSpec(vocabulary=vocabulary, length=8)})


def test_that_places_and_ranks_are_each_others_inverse() -> None:
    mesh = Mesh(pipeline=2, replicate=3, shard=2, tensor=2)
    assert [mesh.rank_at(mesh.place(rank)) for rank in range(mesh.size)] == list(range(24))
    assert mesh.place(1).tensor == 1
    assert mesh.place(23) == (1, 2, 1, 1)


def test_that_each_sample_is_told_by_one_rank() -> None:
    mesh = Mesh(pipeline=2, replicate=2, tensor=2)
    speakers = [rank for rank in range(mesh.size) if mesh.speaks(rank)]
    assert [mesh.data_parallel_rank(rank) for rank in speakers] == [0, 1]
    assert all(mesh.place(rank).pipeline == 1 for rank in speakers)


def test_that_ranks_that_share_a_forward_take_the_same_samples() -> None:
    plan = plan_run(_spec(MeshSpec(shard=2, tensor=2)), MACHINE).plan
    assert plan is not None
    assert [data_parallel_ranks(plan, rank) for rank in range(4)] == [
        range(1),
        range(1),
        range(1, 2),
        range(1, 2),
    ]


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (_spec(HsdpSpec(replicas=3)), "strategy.replicas"),
        (_spec(MeshSpec(pipeline=2)), "strategy.replicate"),
        (_spec(TensorParallelSpec(), CnnSpec(hidden=30)), "strategy"),
        (_spec(TensorParallelSpec(), ResNet18Spec()), "model"),
        (_spec(TensorParallelSpec(sequence_parallel=True)), "strategy.sequence_parallel"),
        (_spec(TensorParallelSpec(loss_parallel=True)), "strategy.loss_parallel"),
        (_gpt(TensorParallelSpec(loss_parallel=True), vocabulary=10), "strategy.loss_parallel"),
        (_gpt(TensorParallelSpec(loss_parallel=True), label_smoothing=0.1), "strategy.loss_parallel"),
        (_gpt(MeshSpec(pipeline=2, tensor=2, loss_parallel=True)), "strategy.loss_parallel"),
        (_spec(PipelineSpec(), CnnSpec(batch_norm=True)), "model"),
        (_spec(PipelineSpec(chunks=3, schedule="interleaved_1f1b")), "strategy.chunks"),
        (_spec(PipelineSpec(chunks=64)), "strategy.chunks"),
        (_spec(PipelineSpec(chunks=2)), "strategy.chunks"),
        (_spec(PipelineSpec(cuts=(1,))), "strategy.cuts"),
        (_spec(PipelineSpec(cuts=(3, 2, 4))), "strategy.cuts"),
        (_spec(ModelParallelSpec(cuts=(14, 15, 16))), "strategy.cuts"),
        (_spec(ModelParallelSpec(chunks=64)), "strategy.chunks"),
        (_spec(ModelParallelSpec(chunks=4), ResNet18Spec()), "strategy.chunks"),
        (
            _spec(ModelParallelSpec(chunks=4), CnnSpec(dropout=0.5), activation_checkpointing="full"),
            "strategy.chunks",
        ),
        (_spec(ModelParallelSpec(), MlpSpec(hidden=(8,)), 8), "strategy"),
        (_spec(ModelParallelSpec(), InceptionSpec()), "model"),
        (_spec(ModelParallelSpec(), compile=True), "training.compile"),
        (_spec(PipelineSpec(chunks=8), MlpSpec(hidden=(8,)), 8), "strategy"),
        (_spec(PipelineSpec(), devices=1), "devices"),
        (_spec(FsdpSpec(cpu_offload=True)), "strategy.cpu_offload"),
        (_spec(PipelineSpec(schedule="zero_bubble"), compile=True), "training.compile"),
    ],
    ids=str,
)
def test_that_what_does_not_fit_is_a_problem_that_its_fix_mends(spec: RunSpec, field: str) -> None:
    result = plan_run(spec, MACHINE)
    errors = [problem for problem in result.problems if problem.severity is Severity.ERROR]
    assert field in {problem.field for problem in errors}
    assert all(problem.mend for problem in errors)
    for problem in errors:
        if problem.fix is not None and problem.field == field:
            mended = plan_run(apply_changes(spec, problem.fix.changes), MACHINE).problems
            assert problem.sentence not in {other.sentence for other in mended}


def test_that_parts_of_a_model_are_told_to_wait_where_pieces_would_mend_it() -> None:
    def told(model: ModelSpec, **options: object) -> list[tuple[str, Severity]]:
        problems = plan_run(_spec(ModelParallelSpec.model_validate(options), model, 2), MACHINE).problems
        return [(one.sentence[:12], one.severity) for one in problems if one.field == "strategy.chunks"]

    assert told(CnnSpec()) == [("The devices ", Severity.NOTE)]
    assert told(CnnSpec(batch_norm=True)) == []
    assert told(CnnSpec(), chunks=8) == []
    assert told(CnnSpec(dropout=0.5), chunks=8) == [("Parts in thr", Severity.WARNING)]


def test_that_attention_that_every_device_keeps_whole_is_told() -> None:
    spec = _spec(TensorParallelSpec(), devices=2)
    plan = plan_run(spec, MACHINE).plan
    assert plan is not None
    parts = ModelParts(tensor_widths=(("mlp", 24),), num_whole_attentions=2)
    (note,) = check_mesh(spec, Mesh(tensor=2), plan.devices, plan.facts, parts, has_batch_norm=False)
    assert note.severity is Severity.NOTE
    assert "2 × nn.MultiheadAttention" in note.sentence
