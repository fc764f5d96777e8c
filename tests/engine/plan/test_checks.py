"""Every problem of a plan: its field, how much it matters, and a mend that makes it go away."""

from typing import Any

import pytest

from engine.errors import Severity, only_errors
from engine.plan.model_checks import check_pictures
from engine.plan.records import DataFacts
from engine.planning import plan_run
from engine.spec import (
    CnnSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    MlpSpec,
    ResNet18Spec,
    RunSpec,
    SgdSpec,
    StrategySpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from tests.engine.plan.machines import assert_mended, fields, machine, mend, only

MANY = machine(cores=8, gpus=2)
THREE = machine(cores=8, gpus=3)


def ask(
    *, count: int = 1, kind: str = "cpu", model: Any = None, num_train: int = 256, **training: Any
) -> RunSpec:
    """A run on synthetic pictures of 8×8 of which nothing is to be said."""
    return RunSpec(
        devices=DevicesSpec.model_validate({"count": count, "kind": kind}),
        strategy=DdpSpec() if count > 1 else RunSpec().strategy,
        model=model or MlpSpec(),
        data=SyntheticImagesSpec(num_train=num_train, size=8),
        training=TrainingSpec(**training),
    )


def test_that_nothing_is_said_where_all_is_well() -> None:
    for spec in (ask(), ask(count=2), ask(count=2, kind="gpu"), ask(model=CnnSpec(batch_norm=True))):
        assert not plan_run(spec, MANY).problems


@pytest.mark.parametrize(
    ("micro", "accumulations", "count", "most"), [(300, 1, 1, 256), (64, 2, 4, 32), (100, 1, 3, 85)]
)
def test_that_a_step_larger_than_the_data_is_cut_to_the_largest_that_fits(
    micro: int, accumulations: int, count: int, most: int
) -> None:
    spec = ask(count=count, micro_batch_size=micro, grad_accum_steps=accumulations)
    problem = only(plan_run(spec, MANY), "training.micro_batch_size")
    assert problem.severity is Severity.ERROR
    assert problem.fix is not None
    assert problem.fix.changes == {"training.micro_batch_size": most}
    plan = assert_mended(spec, MANY, "training.micro_batch_size").plan
    assert plan is not None
    assert plan.batch.full_steps_per_epoch == 1


def test_that_more_pieces_than_samples_have_no_fix_of_the_micro_batch() -> None:
    result = plan_run(ask(count=4, grad_accum_steps=3, num_train=11, micro_batch_size=1), MANY)
    (problem,) = result.problems
    assert result.plan is None
    assert (problem.field, problem.fix) == ("training.micro_batch_size", None)
    assert problem.mend == "Use fewer accumulations or devices."


@pytest.mark.parametrize(
    ("last_batch", "shuffle", "severity", "other"),
    [
        ("keep", True, Severity.NOTE, "drop"),
        ("keep", False, Severity.NOTE, "drop"),
        ("drop", True, Severity.NOTE, "keep"),
        ("drop", False, Severity.WARNING, "keep"),
    ],
)
def test_that_an_incomplete_last_batch_is_told_with_the_other_choice(
    last_batch: str, shuffle: bool, severity: Severity, other: str
) -> None:
    spec = ask(num_train=250, last_batch=last_batch, shuffle=shuffle)
    problem = only(plan_run(spec, MANY), "training.last_batch")
    assert problem.severity is severity
    assert "26" in problem.sentence
    assert f'"{other}"' in problem.mend


def test_that_a_run_without_an_end_can_be_given_one() -> None:
    spec = ask(max_epochs=None)
    problem = only(plan_run(spec, MANY), "training.max_epochs")
    assert problem.severity is Severity.WARNING
    assert problem.sentence.endswith("and no early stop.")
    assert_mended(spec, MANY, "training.max_epochs")
    early = only(plan_run(ask(max_epochs=None, early_stop_evaluations=3), MANY), "training.max_epochs")
    assert early.mend == "Early stopping ends it; set one to be sure."


@pytest.mark.parametrize("limit", [{"max_steps": 1}, {"max_seconds": 1.0}, {"max_epochs": 1}])
def test_that_any_limit_ends_a_run(limit: dict[str, Any]) -> None:
    assert not plan_run(ask(**({"max_epochs": None} | limit)), MANY).problems


def test_that_nesterov_needs_momentum() -> None:
    field = "training.optimizer.nesterov"
    spec = ask(optimizer=SgdSpec(momentum=0, nesterov=True))
    assert only(plan_run(spec, MANY), field).severity is Severity.ERROR
    assert_mended(spec, MANY, field)
    assert not plan_run(ask(optimizer=SgdSpec(momentum=0.1, nesterov=True)), MANY).problems


@pytest.mark.parametrize("strategy", [DdpSpec(), DataParallelSpec()])
@pytest.mark.parametrize("model", [CnnSpec(batch_norm=True), ResNet18Spec()])
def test_that_batch_norm_over_a_part_of_the_batch_can_be_made_whole(
    strategy: StrategySpec, model: CnnSpec | ResNet18Spec
) -> None:
    spec = ask(count=2, model=model, micro_batch_size=16).model_copy(update={"strategy": strategy})
    problem = only(plan_run(spec, MANY), "model")
    assert problem.severity is Severity.WARNING
    assert problem.sentence == "BatchNorm sees only its device's 16 samples, not the whole batch."
    plan = assert_mended(spec, MANY, "model").plan
    assert plan is not None
    assert plan.world_size == 2


def test_that_without_batch_norm_or_other_devices_nothing_is_said_of_it() -> None:
    assert "model" not in dict(fields(plan_run(ask(count=2, model=CnnSpec()), MANY)))
    assert "model" not in dict(fields(plan_run(ask(model=ResNet18Spec()), MANY)))


@pytest.mark.parametrize("count", [1, 2])
def test_that_batch_norm_is_not_given_a_single_pixel_of_a_single_sample(count: int) -> None:
    field = "training.micro_batch_size"
    spec = ask(count=count, model=ResNet18Spec(), micro_batch_size=1)
    assert only(plan_run(spec, MANY), field).severity is Severity.ERROR
    assert_mended(spec, MANY, field)


@pytest.mark.parametrize(
    ("num_train", "count", "accumulations", "fits"),
    [
        (257, 1, 1, False),
        (258, 1, 1, True),
        (257, 2, 1, False),
        (259, 2, 1, False),
        (260, 2, 1, True),
        (259, 1, 2, False),
        (260, 1, 2, True),
    ],
)
def test_that_neither_is_a_last_step(num_train: int, count: int, accumulations: int, fits: bool) -> None:
    spec = ask(
        count=count,
        model=ResNet18Spec(),
        num_train=num_train,
        micro_batch_size=8,
        grad_accum_steps=accumulations,
    )
    result = plan_run(spec, MANY)
    errors = only_errors(result.problems)
    assert [problem.field for problem in errors] == ([] if fits else ["training.last_batch"])
    for problem in errors:
        mended = plan_run(mend(spec, problem), MANY)
        assert mended.plan is not None
        assert mended.plan.batch.last_batch_samples == 0


@pytest.mark.parametrize(
    ("last", "kind", "fits"),
    [
        (7, "gpu", False),  # 3, 3, 1
        (8, "gpu", True),  # 3, 3, 2
        (4, "gpu", True),  # 2, 2 and nothing
        (3, "gpu", False),  # 1, 1, 1
        (7, "cpu", True),  # 3, 2, 2
        (4, "cpu", False),  # 2, 1, 1
        (5, "cpu", False),  # 2, 2, 1
    ],
)
def test_that_data_parallel_on_gpus_is_checked_as_torch_scatters(last: int, kind: str, fits: bool) -> None:
    spec = ask(count=3, kind=kind, model=ResNet18Spec(), num_train=24 * 8 + last, micro_batch_size=8)
    spec = spec.model_copy(update={"strategy": DataParallelSpec()})
    errors = only_errors(plan_run(spec, THREE).problems)
    assert [problem.field for problem in errors] == ([] if fits else ["training.last_batch"])


def test_that_every_accumulation_of_a_last_step_is_checked() -> None:
    spec = ask(
        count=3, kind="gpu", model=ResNet18Spec(), num_train=480 + 15, micro_batch_size=8, grad_accum_steps=2
    )
    spec = spec.model_copy(update={"strategy": DataParallelSpec()})
    errors = only_errors(plan_run(spec, THREE).problems)  # 9 and 6: 3, 3, 3 and 2, 2, 2
    assert errors == ()
    fewer = spec.model_copy(update={"data": SyntheticImagesSpec(size=8, num_train=480 + 13)})
    (problem,) = only_errors(plan_run(fewer, THREE).problems)  # 7 and 6: 3, 3, 1
    assert problem.field == "training.last_batch"


def test_that_shared_statistics_and_larger_pictures_take_a_single_sample() -> None:
    shared = ask(count=2, model=ResNet18Spec(), micro_batch_size=1)
    shared = shared.model_copy(update={"strategy": DdpSpec(sync_batch_norm=True)})
    large = ask(model=ResNet18Spec(), micro_batch_size=1)
    large = large.model_copy(update={"data": SyntheticImagesSpec(size=9, num_train=256)})
    for spec in (shared, large, ask(model=CnnSpec(batch_norm=True), micro_batch_size=1)):
        assert plan_run(spec, MANY).plan is not None


@pytest.mark.parametrize("precision", ["fp16", "bf16"])
def test_that_half_precision_is_for_gpus(precision: str) -> None:
    spec = ask(precision=precision)
    assert only(plan_run(spec, MANY), "training.precision").severity is Severity.WARNING
    assert_mended(spec, MANY, "training.precision")
    assert not plan_run(ask(precision=precision, kind="gpu"), MANY).problems


@pytest.mark.parametrize(
    ("count", "workers", "fits"), [(1, 8, True), (1, 9, False), (2, 4, True), (2, 5, False)]
)
def test_that_data_workers_of_all_ranks_share_the_cores(count: int, workers: int, fits: bool) -> None:
    spec = ask(count=count, data_workers=workers)
    assert (not plan_run(spec, MANY).problems) is fits
    if not fits:
        problem = only(plan_run(spec, MANY), "training.data_workers")
        assert (problem.severity, problem.sentence) == (
            Severity.WARNING,
            f"{count * workers} data workers in all share 8 cores.",
        )
        assert_mended(spec, MANY, "training.data_workers")


def test_that_one_process_has_its_data_workers_once() -> None:
    spec = ask(count=2, data_workers=8).model_copy(update={"strategy": DataParallelSpec()})
    assert not plan_run(spec, MANY).problems


def test_that_pinned_memory_is_for_gpus() -> None:
    problem = only(plan_run(ask(pin_memory=True), MANY), "training.pin_memory")
    assert problem.severity is Severity.NOTE
    assert not plan_run(ask(pin_memory=True, kind="gpu"), MANY).problems


@pytest.mark.parametrize(
    ("busy", "sentence"),
    [
        (("core-0", "core-1"), "CPU 0, CPU 1 are in use; the run waits until they are free."),
        (("core-1",), "CPU 1 is in use; the run waits until it is free."),
    ],
)
def test_that_a_run_is_told_to_wait_for_devices_in_use(busy: tuple[str, ...], sentence: str) -> None:
    spec = ask(count=2).model_copy(update={"devices": DevicesSpec(use=("cpu:0", "cpu:1"))})
    result = plan_run(spec, MANY, busy)
    assert only(result, "devices").sentence == sentence
    assert only(result, "devices").severity is Severity.NOTE
    assert result.plan is not None


@pytest.mark.parametrize("shape", [(64,), (8, 8), (3, 4, 8, 8)])
def test_that_a_model_for_pictures_names_the_shape_it_cannot_take(shape: tuple[int, ...]) -> None:
    facts = DataFacts(num_train=1, num_test=1, num_classes=2, input_shape=shape)
    (problem,) = check_pictures(facts, model="A CNN")
    assert (problem.field, problem.severity) == ("model", Severity.ERROR)
    assert problem.sentence.startswith("A CNN takes pictures")
    assert str(shape) in problem.sentence
    assert problem.fix is not None
    assert problem.fix.changes == {"model.kind": "mlp"}
    assert not list(check_pictures(facts.model_copy(update={"input_shape": (3, 8, 8)}), model="A CNN"))


def test_that_tf32_is_for_gpus() -> None:
    problem = only(plan_run(ask(precision="tf32"), MANY), "training.precision")
    assert problem.severity is Severity.WARNING
    assert_mended(ask(precision="tf32"), MANY, "training.precision")
    assert not plan_run(ask(kind="gpu", precision="tf32"), MANY).problems


def test_that_what_compiling_lacks_is_told() -> None:
    lacking = MANY.model_copy(update={"compiler_problem": "There is no compiler."})
    assert only(plan_run(ask(compile=True), lacking), "training.compile").sentence == "There is no compiler."
    assert_mended(ask(compile=True), lacking, "training.compile")
    assert not plan_run(ask(compile=True), MANY).problems
    assert not plan_run(ask(), lacking).problems


def test_that_a_compiled_model_is_not_copied() -> None:
    spec = ask(count=2, compile=True).model_copy(update={"strategy": DataParallelSpec()})
    assert_mended(spec, MANY, "training.compile")


@pytest.mark.parametrize(("batch_norm", "mode", "fits"), [(True, "full", False), (False, "full", True)])
def test_that_a_compiled_model_repeats_no_batch_norm(batch_norm: bool, mode: str, fits: bool) -> None:
    model = CnnSpec(batch_norm=batch_norm)
    spec = ask(model=model, compile=True, activation_checkpointing=mode)
    if fits:
        assert not plan_run(spec, MANY).problems
    else:
        assert_mended(spec, MANY, "training.activation_checkpointing")
