"""What is held beside a single device, and what that device trains: without a run."""

import numpy as np
import pytest

from engine.lab.basis import build_basis, build_control, spread
from engine.lab.candidates import build_candidates, known_kinds
from engine.lab.parity import departure
from engine.planning import plan_run
from engine.spec import CnnSpec, DdpSpec, DevicesSpec, FsdpSpec, RunSpec, SingleSpec, TrainingSpec
from engine.strategies import ALL, strategy_for
from tests.engine.plan.machines import machine

ASKED = RunSpec(
    devices=DevicesSpec(count=2),
    strategy=DdpSpec(),
    model=CnnSpec(channels=(4,), hidden=8, dropout=0.5),
    training=TrainingSpec(micro_batch_size=16, max_epochs=3, early_stop_evaluations=2),
)
BATCH_NORM = ASKED.model_copy(update={"model": CnnSpec(channels=(4,), hidden=8, batch_norm=True)})


def test_that_every_strategy_is_there_on_two_meshes_at_least_and_up_to_four_devices() -> None:
    assert set(known_kinds()) == ALL.keys() - {"single", "custom"}
    for kind in known_kinds():
        spec = build_basis(ASKED, 5).spec
        found = build_candidates(spec, [kind])
        meshes = {
            str(ALL[kind].mesh(spec.model_copy(update={"strategy": one.strategy}), one.num_devices))
            for one in found
        }
        assert len(meshes) >= 2, kind
        assert {one.num_devices for one in found} == {2, 4}


def test_that_the_single_device_takes_the_samples_of_all_and_only_trains() -> None:
    basis = build_basis(ASKED, 5)
    spec, training = basis.spec, basis.spec.training
    assert (spec.strategy, spec.devices.count, training.micro_batch_size) == (SingleSpec(), 1, 32)
    assert (training.max_steps, training.max_epochs, training.early_stop_evaluations) == (5, None, None)
    assert spec.model.model_dump()["dropout"] == 0.0
    assert basis.notices == ("Dropout is switched off: each device would draw its own.",)
    assert build_basis(BATCH_NORM, 5).notices == ()


def test_that_every_candidate_that_fits_takes_the_same_samples_on_two_cores() -> None:
    spec = build_basis(ASKED, 5).spec
    num_fitting = 0
    for candidate in build_candidates(spec, known_kinds()):
        ours = spread(spec, candidate)
        assert ours is not None
        plan = plan_run(ours, machine(cores=2)).plan
        num_fitting += plan is not None
        assert plan is None or plan.batch.global_batch_size == 32
    assert num_fitting >= 15


def test_that_samples_that_cannot_be_divided_are_no_candidate() -> None:
    odd = ASKED.model_copy(update={"training": TrainingSpec(micro_batch_size=17)})
    spec = build_basis(odd, 5).spec
    (two, four) = build_candidates(spec, ["ddp"])
    assert spread(spec, two) is not None
    assert spread(spec, four) is None
    assert build_control(spec, 4) is None


def test_that_the_control_sums_in_parts_and_with_batch_norm_otherwise() -> None:
    control = build_control(build_basis(ASKED, 5).spec, 4)
    assert control is not None
    assert (control.training.micro_batch_size, control.training.grad_accum_steps) == (8, 4)
    shared = build_control(build_basis(BATCH_NORM, 5).spec, 4)
    assert shared is not None
    assert shared.strategy == DdpSpec(sync_batch_norm=True)
    assert (shared.devices.count, shared.training.grad_accum_steps) == (1, 1)


def test_that_statistics_are_shared_wherever_they_can_be_and_options_of_the_spec_stay() -> None:
    found = build_candidates(BATCH_NORM, ["ddp", "fsdp", "data_parallel"])
    shares = [getattr(one.strategy, "sync_batch_norm", None) for one in found]
    assert shares == [True, True, True, True, None, None]
    asked = ASKED.model_copy(update={"strategy": FsdpSpec(prefetch_blocks=3)})
    assert {one.strategy for one in build_candidates(asked, ["fsdp"])} == {FsdpSpec(prefetch_blocks=3)}
    assert strategy_for(asked).kind == "fsdp"


@pytest.mark.parametrize(
    ("losses", "largest", "first"),
    [([1.0, 2.0], 0.0, None), ([1.0, 2.5], 0.25, 2), ([1.0, float("nan")], float("nan"), 2)],
)
def test_that_a_departure_is_the_largest_relative_difference(
    losses: list[float], largest: float, first: int | None
) -> None:
    found = departure(np.array(losses), np.array([1.0, 2.0]))
    assert found.largest == pytest.approx(largest, nan_ok=True)
    assert found.first_step == first
    assert found.first_beyond(0.0) == first
    assert found.first_beyond(0.25) == (None if largest == pytest.approx(largest) else 2)
