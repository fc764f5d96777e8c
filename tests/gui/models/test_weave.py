import pytest

from engine.devices.inventory import Inventory
from engine.plan.records import Mesh, Plan
from engine.planning import plan_run
from engine.spec import (
    CnnSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    FsdpSpec,
    MlpSpec,
    ModelParallelSpec,
    PipelineSpec,
    ResNet18Spec,
    RunSpec,
    SingleSpec,
    StrategySpec,
)
from engine.survey.records import Block
from gui.models.weave import PassKind, Weave, build_weave, sketch_weave
from gui.models.weave_parts import model_parts

MACHINE = Inventory(
    gpus=(), cores=tuple(range(8)), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem=""
)


def planned(spec: RunSpec) -> Plan:
    result = plan_run(spec, MACHINE)
    assert result.plan is not None, result.problems
    return result.plan


def weave_of(strategy: StrategySpec, *, first_core: int = 0, num_devices: int = 2) -> Weave:
    use = tuple(f"cpu:{core}" for core in range(first_core, first_core + num_devices))
    spec = RunSpec(devices=DevicesSpec(use=use), strategy=strategy)
    return build_weave(planned(spec), spec, MACHINE)


def test_that_a_rank_of_ddp_is_a_thread_that_holds_the_whole_model() -> None:
    weave = weave_of(DdpSpec(), num_devices=3)
    assert [(thread.device_id, thread.rank) for thread in weave.threads] == [
        ("cpu:0", 0),
        ("cpu:1", 1),
        ("cpu:2", 2),
    ]
    assert all(thread.leads for thread in weave.threads)
    assert all(row.shares == (1.0, 1.0, 1.0) for row in weave.rows)


def test_that_ddp_passes_gradients_between_all() -> None:
    (gradients,) = weave_of(DdpSpec()).passes
    assert gradients.kind is PassKind.ALL_REDUCE
    assert not gradients.before_model


def test_that_data_parallel_scatters_before_and_gathers_after() -> None:
    weave = weave_of(DataParallelSpec())
    assert [(each.kind, each.before_model) for each in weave.passes] == [
        (PassKind.SCATTER, True),
        (PassKind.GATHER, False),
    ]


def test_that_one_process_of_data_parallel_drives_all_and_the_first_device_leads() -> None:
    weave = weave_of(DataParallelSpec(), num_devices=3)
    assert [thread.rank for thread in weave.threads] == [0, 0, 0]
    assert [thread.leads for thread in weave.threads] == [True, False, False]


def test_that_model_parallelism_shows_which_blocks_lie_where() -> None:
    weave = weave_of(ModelParallelSpec(cuts=(3, 7)), num_devices=3)
    assert [thread.rank for thread in weave.threads] == [0, 0, 0]
    assert all(thread.leads for thread in weave.threads)
    assert [row.label.figures for row in weave.rows] == [("0", "2"), ("3", "6"), ("7", "13")]
    assert [row.shares for row in weave.rows] == [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
    assert [each.kind for each in weave.passes] == [PassKind.NEXT]


def test_that_nothing_passes_on_a_single_device() -> None:
    weave = weave_of(SingleSpec(), num_devices=1)
    assert weave.passes == ()
    assert len(weave.threads) == 1


def test_that_a_device_keeps_the_colour_it_has_everywhere() -> None:
    weave = weave_of(DdpSpec(), first_core=3)
    assert [thread.colour_index for thread in weave.threads] == [3, 4]


def test_that_devices_are_coloured_in_the_plans_order_where_the_machine_is_unknown() -> None:
    spec = RunSpec(devices=DevicesSpec(use=("cpu:5", "cpu:6")), strategy=DdpSpec())
    weave = build_weave(planned(spec), spec)
    assert [thread.colour_index for thread in weave.threads] == [0, 1]


@pytest.mark.parametrize(
    ("model", "parts"),
    [
        (MlpSpec(hidden=(256, 128)), ["hidden, 256", "hidden, 128", "classes"]),
        (CnnSpec(channels=(16, 32), hidden=64), ["block, 16", "block, 32", "hidden, 64", "classes"]),
        (
            ResNet18Spec(),
            ["stem, 64", "stage 1, 64", "stage 2, 128", "stage 3, 256", "stage 4, 512", "classes"],
        ),
    ],
)
def test_that_rows_are_the_parts_of_the_model(
    model: MlpSpec | CnnSpec | ResNet18Spec, parts: list[str]
) -> None:
    texts = model_parts(RunSpec(model=model))
    assert [text.pattern.format(*text.figures) for text in texts] == parts


def test_that_a_deep_model_is_told_in_six_rows() -> None:
    texts = model_parts(RunSpec(model=MlpSpec(hidden=(64,) * 20)))
    shown = [text.pattern.format(*text.figures) for text in texts]
    assert shown == ["hidden, 64"] * 4 + ["16 more", "classes"]


def test_that_a_sketch_shows_the_manner_of_a_strategy() -> None:
    single = sketch_weave(SingleSpec(), Mesh(), (0, 1), one_process=True)
    assert single.rows[0].shares == (1.0, 0.0)
    spread = sketch_weave(DdpSpec(), Mesh(replicate=2), (4, 2), one_process=False)
    assert spread.rows[0].shares == (1.0, 1.0)
    assert [(thread.colour_index, thread.leads) for thread in spread.threads] == [(4, True), (2, True)]
    copied = sketch_weave(DataParallelSpec(), Mesh(replicate=2), (0, 1), one_process=True)
    assert [thread.leads for thread in copied.threads] == [True, False]
    assert len(copied.passes) == 2
    sharded = sketch_weave(FsdpSpec(), Mesh(shard=2), (0, 1), one_process=False)
    assert sharded.rows[0].shares == (0.5, 0.5)
    staged = sketch_weave(PipelineSpec(), Mesh(pipeline=2), (0, 1), one_process=False)
    assert staged.rows[0].shares == (0.5, 0.5)


def surveyed(spec: RunSpec) -> tuple[Block, ...]:
    """Blocks of three costs, so that the cut by cost is none in the middle."""
    return tuple(Block(name=f"b{number}", num_parameters=number, cost=cost) for number, cost in COSTS)


COSTS = tuple(enumerate([8.0, 1.0, 1.0, 1.0, 1.0, 4.0]))


@pytest.mark.parametrize(
    ("strategy", "labels"),
    [
        (PipelineSpec(), ["block 0", "blocks 1 to 5"]),
        (ModelParallelSpec(), ["block 0", "blocks 1 to 5"]),
        (ModelParallelSpec(cuts=(3,)), ["blocks 0 to 2", "blocks 3 to 5"]),
        (PipelineSpec(schedule="interleaved_1f1b"), ["blocks 0, 2", "blocks 1, 3–5"]),
    ],
)
def test_that_blocks_lie_where_they_are_cut_by_hand_or_by_cost(
    strategy: StrategySpec, labels: list[str]
) -> None:
    spec = RunSpec(devices=DevicesSpec(count=2), strategy=strategy, model=MlpSpec(hidden=(8, 8, 8)))
    weave = build_weave(planned(spec), spec, MACHINE, surveyed(spec))
    assert [row.label.pattern.format(*row.label.figures) for row in weave.rows] == labels
    assert sorted(block.name for row in weave.rows for block in row.blocks) == [f"b{n}" for n, _ in COSTS]
    assert sum(row.work_share or 0 for row in weave.rows) == pytest.approx(1)


def test_that_without_a_survey_stages_have_their_numbers() -> None:
    weave = weave_of(PipelineSpec())
    assert [row.label.figures for row in weave.rows] == [("1",), ("2",)]
