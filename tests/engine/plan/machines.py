"""Machines made by hand: cores and GPUs that need not be here."""

from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.errors import Problem
from engine.plan.build import PlanResult
from engine.planning import plan_run
from engine.spec.run import RunSpec
from engine.spec.toml import apply_changes


def gpu(name: str, index: int) -> Device:
    """A GPU by its UUID."""
    return Device(
        id=f"GPU-{name}",
        kind="gpu",
        label=f"GPU {index}",
        name="a GPU",
        index=index,
        memory_total_bytes=2**34,
    )


GPUS = (gpu("b", 0), gpu("a", 1), gpu("c", 2))
"""Their UUIDs are in another order than their indices."""


def machine(*, cores: int | tuple[int, ...] = 4, gpus: int = 0) -> Inventory:
    """A machine with so many (or these) cores and so many of `GPUS`."""
    return Inventory(
        gpus=GPUS[:gpus],
        cores=tuple(range(cores)) if isinstance(cores, int) else cores,
        cpu_name="a CPU",
        memory_total_bytes=2**35,
        gpu_problem="" if gpus else "No NVIDIA driver was found.",
    )


def fields(result: PlanResult) -> list[tuple[str, str]]:
    """Field and severity of every problem."""
    return [(problem.field, str(problem.severity)) for problem in result.problems]


def only(result: PlanResult, field: str) -> Problem:
    """The one problem of that field."""
    (problem,) = [problem for problem in result.problems if problem.field == field]
    return problem


def mend(spec: RunSpec, problem: Problem) -> RunSpec:
    """The spec with the problem's fix applied."""
    assert problem.fix is not None, problem
    return apply_changes(spec, problem.fix.changes)


def assert_mended(spec: RunSpec, inventory: Inventory, field: str) -> PlanResult:
    """The fix of the only problem of that field makes it go away; the plan that then comes."""
    problem = only(plan_run(spec, inventory), field)
    mended = plan_run(mend(spec, problem), inventory)
    assert field not in {left.field for left in mended.problems}, mended.problems
    assert mended.plan is not None
    return mended
