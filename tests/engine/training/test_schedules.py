import pytest

from engine.plan.records import BatchPlan, DataFacts, Mesh, Plan
from engine.spec.training import ConstantSpec, CosineSpec, SgdSpec, StepDecaySpec, TrainingSpec
from engine.training.schedules import build_schedule, cosine, step_decay, warmup


def plan(total_steps: int | None, steps_per_epoch: int = 10) -> Plan:
    batch = BatchPlan(
        micro_batch_size=1,
        grad_accum_steps=1,
        data_parallel_degree=1,
        global_batch_size=1,
        num_train=steps_per_epoch,
        full_steps_per_epoch=steps_per_epoch,
        last_batch_samples=0,
        dropped_samples=0,
    )
    facts = DataFacts(num_train=steps_per_epoch, num_test=1, num_classes=2, input_shape=(1,))
    return Plan(
        world_size=1,
        mesh=Mesh(),
        devices=(),
        ranks=(),
        backend="gloo",
        batch=batch,
        facts=facts,
        total_steps=total_steps,
    )


def training(schedule: ConstantSpec | CosineSpec | StepDecaySpec) -> TrainingSpec:
    return TrainingSpec(optimizer=SgdSpec(learning_rate=2.0), schedule=schedule)


def test_that_a_warm_up_rises_in_equal_parts_and_never_from_zero() -> None:
    assert [warmup(step, 4) for step in range(6)] == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]
    assert warmup(0, 0) == 1.0


def test_that_a_cosine_begins_at_the_peak_and_ends_at_its_last_fraction() -> None:
    assert cosine(0, first=0, last=100, final_fraction=0.1) == 1.0
    assert cosine(50, first=0, last=100, final_fraction=0.1) == pytest.approx(0.55)
    assert cosine(100, first=0, last=100, final_fraction=0.1) == pytest.approx(0.1)
    assert cosine(200, first=0, last=100, final_fraction=0.1) == pytest.approx(0.1)


def test_that_a_step_decay_drops_after_so_many_steps() -> None:
    assert [step_decay(step, every_steps=2.5, factor=0.5) for step in range(6)] == [1, 1, 1, 0.5, 0.5, 0.25]


def test_that_a_constant_schedule_stays_at_the_peak_after_its_warm_up() -> None:
    rate = build_schedule(training(ConstantSpec(warmup_steps=2)), plan(None))
    assert [rate(step) for step in (0, 1, 2, 10**6)] == [1.0, 2.0, 2.0, 2.0]


def test_that_a_cosine_spans_the_steps_between_warm_up_and_end() -> None:
    rate = build_schedule(training(CosineSpec(warmup_steps=10, final_fraction=0.25)), plan(111))
    assert rate(9) == rate(10) == 2.0
    assert rate(60) == pytest.approx(2.0 * 0.625)
    assert rate(110) == pytest.approx(0.5)


def test_that_a_cosine_without_a_known_end_stays_at_the_peak() -> None:
    rate = build_schedule(training(CosineSpec()), plan(None))
    assert rate(0) == rate(10**6) == 2.0


def test_that_a_step_schedule_counts_in_epochs() -> None:
    rate = build_schedule(training(StepDecaySpec(every_epochs=2, factor=0.1)), plan(100))
    assert [rate(step) for step in (0, 19, 20, 40)] == pytest.approx([2.0, 2.0, 0.2, 0.02])
