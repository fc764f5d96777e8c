import pytest
from torch.distributed.pipelining._schedule_visualizer import get_schedule_ops

from engine.plan.bubble import predict_bubble
from engine.plan.schedule_order import order_of_work
from engine.planning import plan_run
from engine.spec.devices import DevicesSpec
from engine.spec.model import VitSpec
from engine.spec.run import RunSpec
from engine.spec.strategy import PipelineSpec, Schedule
from tests.engine.plan.machines import assert_mended, machine

TORCH_NAMES: dict[Schedule, str] = {
    "gpipe": "GPipe",
    "1f1b": "1F1B",
    "interleaved_1f1b": "Interleaved1F1B",
    "zero_bubble": "InterleavedZeroBubble",
}


@pytest.mark.parametrize("schedule", ["interleaved_1f1b", "zero_bubble"])
@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 4, 2), (4, 8, 2), (3, 6, 4), (4, 4, 3)])
def test_that_ranks_with_several_stages_work_in_the_order_of_torch(
    schedule: Schedule, shape: tuple[int, int, int]
) -> None:
    ranks, chunks, stages = shape
    ours = order_of_work(schedule, num_ranks=ranks, num_chunks=chunks, stages_per_rank=stages)
    theirs = get_schedule_ops(TORCH_NAMES[schedule], ranks, chunks, stages)
    for mine, their in zip(ours, theirs, strict=True):
        assert [f"{work.stage}{work.kind.value}{work.chunk}" for work in mine] == [
            str(action) for action in their if action is not None
        ]


@pytest.mark.parametrize("schedule", ["gpipe", "1f1b"])
@pytest.mark.parametrize(("ranks", "chunks"), [(2, 2), (2, 4), (4, 8), (4, 5)])
def test_that_ranks_with_one_stage_do_what_torch_does(schedule: Schedule, ranks: int, chunks: int) -> None:
    ours = order_of_work(schedule, num_ranks=ranks, num_chunks=chunks, stages_per_rank=1)
    assert all(len(set(mine)) == 2 * chunks for mine in ours)
    first = get_schedule_ops(TORCH_NAMES[schedule], ranks, chunks)[0]
    assert [f"{work.stage}{work.kind.value}{work.chunk}" for work in ours[0]] == [
        str(action) for action in first if action is not None and "REDUCE" not in str(action)
    ]


@pytest.mark.parametrize("schedule", ["gpipe", "1f1b"])
@pytest.mark.parametrize(("ranks", "chunks"), [(1, 4), (2, 4), (4, 8), (8, 8)])
def test_that_the_bubble_of_one_stage_a_rank_is_as_published(
    schedule: Schedule, ranks: int, chunks: int
) -> None:
    bubble = predict_bubble(schedule, num_ranks=ranks, num_chunks=chunks)
    assert bubble == pytest.approx((ranks - 1) / (chunks + ranks - 1))


def test_that_more_stages_a_rank_and_split_backwards_shrink_it() -> None:
    plain = predict_bubble("1f1b", num_ranks=4, num_chunks=8)
    interleaved = predict_bubble("interleaved_1f1b", num_ranks=4, num_chunks=8, stages_per_rank=2)
    split = predict_bubble("zero_bubble", num_ranks=4, num_chunks=8, stages_per_rank=2)
    assert interleaved == pytest.approx((4 - 1) / (2 * 8 + 4 - 1))  # Narayanan et al. 2021, section 2.2
    assert split < interleaved < plain


def test_that_a_bubble_beyond_the_first_chunks_is_told_without_going_through_all() -> None:
    bubble = predict_bubble("interleaved_1f1b", num_ranks=8, num_chunks=4096, stages_per_rank=4)
    assert bubble == pytest.approx(7 / (4 * 4096 + 7))


def test_that_the_plan_tells_a_wide_bubble_and_what_narrows_it() -> None:
    spec = RunSpec(devices=DevicesSpec(count=4), model=VitSpec(), strategy=PipelineSpec(chunks=4))
    plan = plan_run(spec, machine()).plan
    assert plan is not None
    assert plan.bubble == pytest.approx(3 / 7)
    better = assert_mended(spec, machine(), "strategy.chunks").plan
    assert better is not None
    assert better.bubble == pytest.approx(3 / 19)
    alone = plan_run(RunSpec(), machine()).plan
    assert alone is not None
    assert alone.bubble is None
