"""Limits of memory and compute: what GPUs can be held to, and what CPU slices are by themselves."""

import pytest

from engine.errors import Severity
from engine.planning import plan_run
from engine.spec import DevicesSpec, RunSpec
from tests.engine.plan.machines import assert_mended, machine, only

NO_DAEMON = "No CUDA MPS daemon runs."


def _spec(**devices: object) -> RunSpec:
    return RunSpec(devices=DevicesSpec.model_validate(devices))


@pytest.mark.parametrize("field", ["memory_fraction", "compute_share"])
def test_that_a_cpu_slice_is_not_limited_and_told_why(field: str) -> None:
    spec = _spec(**{field: 0.5})
    problem = only(plan_run(spec, machine()), f"devices.{field}")
    assert problem.severity is Severity.ERROR
    assert_mended(spec, machine(), f"devices.{field}")


def test_that_a_gpus_memory_is_limited_anywhere() -> None:
    assert plan_run(_spec(kind="gpu", memory_fraction=0.5), machine(gpus=1)).plan is not None


def test_that_a_gpus_compute_is_limited_where_an_mps_daemon_runs() -> None:
    spec, here = _spec(kind="gpu", compute_share=0.5), machine(gpus=1)
    assert plan_run(spec, here).plan is not None
    without = here.model_copy(update={"mps_problem": NO_DAEMON})
    assert only(plan_run(spec, without), "devices.compute_share").sentence == NO_DAEMON
    assert_mended(spec, without, "devices.compute_share")
