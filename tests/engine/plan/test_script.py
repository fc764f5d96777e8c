"""Where a script would run, and what keeps it from it."""

from pathlib import Path

import pytest

from engine.errors import Severity
from engine.plan.records import ScriptPlan
from engine.planning import PlanResult, plan_run
from engine.spec import DevicesSpec, RunSpec, ScriptSpec
from tests.engine.plan.machines import machine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "train.py"
    path.write_text("print('\\d')\n")  # a warning of Python is the script's own affair
    return path


def planned(**script: object) -> PlanResult:
    spec = RunSpec(devices=DevicesSpec(count=2), script=ScriptSpec(**script))  # type: ignore[arg-type]
    return plan_run(spec, machine(cores=2))


def test_that_each_device_has_a_rank_or_one_process_has_them_all(file: Path) -> None:
    plan = planned(file=str(file)).plan
    assert isinstance(plan, ScriptPlan)
    assert [rank.device_ids for rank in plan.ranks] == [("cpu:0",), ("cpu:1",)]
    assert (plan.working_folder, plan.log_folder, plan.total_steps) == (
        str(file.parent),
        str(file.parent),
        None,
    )
    alone = planned(file=str(file), start_as="python", working_folder="/", log_folder="/not/yet").plan
    assert [rank.device_ids for rank in alone.ranks] == [("cpu:0", "cpu:1")]
    assert (alone.world_size, alone.working_folder, alone.log_folder) == (1, "/", "/not/yet")
    assert ScriptPlan.model_validate_json(alone.model_dump_json()) == alone


@pytest.mark.parametrize(
    ("script", "field", "words"),
    [
        ({"file": ""}, "script.file", "No script is chosen."),
        ({"file": "train.py"}, "script.file", "not a full path"),
        ({"file": "/"}, "script.file", "is a folder"),
        ({"file": "/none.py"}, "script.file", "There is no file"),
        ({"working_folder": "/none"}, "script.working_folder", "There is no folder"),
        ({"log_folder": "logs"}, "script.log_folder", "not a full path"),
        ({"environment": ("A",)}, "script.environment", "'A' is no variable."),
    ],
)
def test_that_what_is_wrong_is_said_at_its_field(
    file: Path, script: dict[str, object], field: str, words: str
) -> None:
    result = planned(**({"file": str(file)} | script))
    assert result.plan is None
    (problem,) = result.problems
    assert problem.field == field
    assert words in problem.sentence


def test_that_a_script_that_is_not_python_is_told_with_its_line(file: Path) -> None:
    file.write_text("import os\nprint('a'\n")
    (problem,) = planned(file=str(file)).problems
    assert problem.sentence.startswith("train.py is not Python, in line 2: '(' was never closed")


def test_that_a_script_is_not_promised_a_limit_of_memory(file: Path) -> None:
    devices = DevicesSpec(kind="gpu", memory_fraction=0.5)
    spec = RunSpec(devices=devices, script=ScriptSpec(file=str(file)))
    (problem,) = plan_run(spec, machine(gpus=1)).problems
    assert problem.field == "devices.memory_fraction"
    assert "run unchanged" in problem.sentence


def test_that_variables_that_come_too_late_ask_for_a_new_python(file: Path) -> None:
    result = planned(file=str(file), environment=("MKL_NUM_THREADS=2", "MINE=1", "OMP_NUM_THREADS=1"))
    (problem,) = result.problems
    assert problem.severity is Severity.WARNING
    assert problem.sentence.startswith("MKL_NUM_THREADS is looked at when Python and torch start")
    assert problem.fix is not None
    assert problem.fix.changes == {"script.fresh_process": True}
    assert planned(file=str(file), environment=("MKL_NUM_THREADS=2",), fresh_process=True).problems == ()
