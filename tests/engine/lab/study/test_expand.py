"""What a study becomes on a machine, and how many runs that takes."""

from engine.lab.study.candidates import Expansion
from engine.lab.study.estimate import build_schedule, estimate
from engine.lab.study.expand import expand
from engine.lab.study.record import Study
from engine.spec import CnnSpec, DdpSpec, DevicesSpec, RunSpec, ScriptSpec, SingleSpec, TrainingSpec
from tests.engine.plan.machines import machine

SPEC = RunSpec(
    devices=DevicesSpec(count=2),
    strategy=DdpSpec(),
    model=CnnSpec(channels=(4,), hidden=8),
    training=TrainingSpec(micro_batch_size=16, early_stop_evaluations=2),
)
SCALING = Study(spec=SPEC, vary={"devices.count": (1, 2, 4)}, global_batch_size=64)


def names(expansion: Expansion) -> list[str]:
    return [one.name for one in expansion.candidates]


def test_that_the_single_device_comes_first_and_only_once() -> None:
    expansion = expand(SCALING, machine(cores=4))
    assert names(expansion) == ["single", "ddp ×2", "ddp ×4"]
    reference = expansion.reference
    assert reference is expansion.candidates[0]
    assert (reference.spec.strategy, reference.spec.devices.count) == (SingleSpec(), 1)
    assert [one.family for one in expansion.candidates] == ["single", "ddp", "ddp"]


def test_that_all_take_the_same_samples_in_strong_scaling_and_all_devices_in_weak() -> None:
    strong = expand(SCALING, machine(cores=4))
    assert [one.spec.training.micro_batch_size for one in strong.candidates] == [64, 32, 16]
    assert {one.plan.batch.global_batch_size for one in strong.racing if one.plan} == {64}
    weak = expand(SCALING.model_copy(update={"scaling": "weak"}), machine(cores=4))
    assert [one.global_batch_size for one in weak.candidates] == [64, 128, 256]
    assert [one.spec.training.micro_batch_size for one in weak.candidates] == [64, 64, 64]
    assert weak.sentence == "Weak scaling: 64 samples a step for every device."


def test_that_without_a_batch_the_specs_own_is_taken() -> None:
    asked = SCALING.model_copy(update={"global_batch_size": None})
    assert expand(asked, machine(cores=4)).global_batch_size == 32
    weak = asked.model_copy(update={"scaling": "weak"})
    assert expand(weak, machine(cores=4)).global_batch_size == 16


def test_that_a_micro_batch_that_is_varied_is_accumulated() -> None:
    study = Study(spec=SPEC, vary={"training.micro_batch_size": (8, 24)}, global_batch_size=64)
    _, eight, odd = expand(study, machine(cores=2)).candidates
    assert (eight.spec.training.micro_batch_size, eight.spec.training.grad_accum_steps) == (8, 4)
    assert eight.name == "ddp ×2, micro_batch_size 8"
    assert odd.reason == "64 samples a step cannot be divided by 2 × 24."
    assert odd.problems[0].field == "training.micro_batch_size"


def test_that_runs_take_so_many_steps_and_nothing_comes_between() -> None:
    training = expand(SCALING, machine(cores=4)).candidates[1].spec.training
    assert (training.max_steps, training.max_epochs, training.early_stop_evaluations) == (70, None, None)
    assert training.last_batch == "drop"


def test_that_what_the_machine_cannot_run_stays_with_its_reason() -> None:
    expansion = expand(SCALING, machine(cores=2))
    assert [one.name for one in expansion.racing] == ["single", "ddp ×2"]
    assert "4 slices of 1 core are asked for" in expansion.candidates[2].reason
    gpu = Study(spec=SPEC, candidates={"a GPU": {"devices.kind": "gpu", "devices.count": 1}})
    left_out = expand(gpu, machine(cores=2)).find("a GPU")
    assert left_out.reason.startswith("This machine has no GPU to use.")
    assert expand(gpu, machine(cores=2, gpus=1)).find("a GPU").fits


def test_that_equal_trainings_are_one_candidate_and_names_are_unique() -> None:
    study = Study(
        spec=SPEC,
        vary={"devices.count": (1, 2), "strategy.kind": ("ddp", "fsdp")},
        candidates={"alone": {"devices.count": 1}, "ddp ×2": {"training.data_workers": 1}},
    )
    assert names(expand(study, machine(cores=2))) == ["alone", "ddp ×2", "fsdp ×2", "ddp ×2 (2)"]


def test_that_a_script_is_not_raced() -> None:
    study = Study(spec=RunSpec(script=ScriptSpec(file="/x.py")))
    assert expand(study, machine()).racing == ()


def test_that_all_run_once_before_any_runs_again_and_each_round_begins_with_another() -> None:
    study = SCALING.model_copy(update={"rounds": 2})
    jobs = build_schedule(study, expand(study, machine(cores=4)))
    done = [(job.round, job.purpose, job.candidate, job.num_runs) for job in jobs]
    first = [
        ("race", "single", 1),
        ("race", "ddp ×2", 1),
        ("race", "ddp ×4", 1),
        ("limit", "single", 2),
        ("limit", "single", 4),
    ]
    assert done[:5] == [(1, *job) for job in first]
    assert done[5:10] == [(2, *job) for job in (*first[1:], first[0])]
    assert done[10:] == [(0, "parity", "ddp ×2", 1), (0, "parity", "ddp ×4", 1)]


def test_that_slices_that_share_cores_measure_no_limit() -> None:
    shared = SPEC.model_copy(update={"devices": DevicesSpec(count=2, share_cores=True)})
    study = Study(spec=shared, vary={"devices.count": (1, 2)})
    jobs = build_schedule(study, expand(study, machine(cores=1)))
    assert {job.purpose for job in jobs} == {"race", "parity"}


def test_that_it_says_beforehand_how_long_and_knows_better_later() -> None:
    jobs = build_schedule(SCALING, expand(SCALING, machine(cores=4)))
    before = estimate(SCALING, jobs)
    assert before.sentence == "29 runs, about 2 min"
    assert not before.is_measured
    limits = [job for job in jobs if job.purpose == "limit"]
    later = estimate(SCALING, jobs, left=limits[:1], run_seconds={"single": 2.0})
    assert (later.seconds, later.is_measured) == (4.0, True)
