"""A survey in another process: forked from the warm one or started, read as it comes, ended when unwanted."""

import os
import select
from pathlib import Path

import psutil
import pytest

from engine.data import ALL as DATA
from engine.devices.inventory import read_inventory
from engine.errors import LaunchError, PlanError, Severity
from engine.launcher.start import start_run
from engine.launcher.survey_process import SurveyProcess
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.spec import CsvSpec, ImageFolderSpec, MlpSpec, RunSpec, SyntheticImagesSpec
from engine.survey.records import Survey
from engine.survey.take import take_survey
from tests.engine.data.files import write_pictures
from tests.running import small_spec, wait_for_end

SMALL = RunSpec(model=MlpSpec(hidden=(4,)))


def here(spec: RunSpec) -> Survey:
    survey = Survey()
    for found in take_survey(spec):
        survey = survey.with_parts_of(found)
    return survey


@pytest.fixture
def endless(tmp_path: Path) -> RunSpec:
    """A spec whose data never come: a pipe that nobody writes to."""
    os.mkfifo(tmp_path / "pipe.csv")
    return SMALL.model_copy(update={"data": CsvSpec(file=str(tmp_path / "pipe.csv"))})


def test_that_a_warm_loom_and_a_process_of_its_own_tell_the_same(loom: Loom, tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", {"cat": 4, "dog": 3})
    spec = SMALL.model_copy(update={"data": ImageFolderSpec(folder=str(folder), size=8)})
    forked = SurveyProcess(spec, loom=loom).wait(60)
    assert forked == here(spec)
    assert SurveyProcess(spec, ("data",)).wait(60) == Survey(data=forked.data)


def test_that_a_folder_without_sizes_ends_the_survey_without_more(loom: Loom) -> None:
    spec = SMALL.model_copy(update={"data": ImageFolderSpec()})
    survey = SurveyProcess(spec, loom=loom).wait(60)
    assert survey.data is not None and survey.data.problems[0].field == "data.folder"
    assert survey.model is survey.samples is None


def test_that_one_that_is_not_wanted_any_more_is_ended_while_it_waits(loom: Loom, endless: RunSpec) -> None:
    for chosen in (loom, None):
        process = SurveyProcess(endless, loom=chosen)
        assert process.read() is None and not process.is_over
        with pytest.raises(LaunchError, match="took longer than 0 s"):
            process.wait(0.2)
        assert process.is_over
        process.kill()  # once more does no harm


def test_that_parts_that_a_process_did_not_tell_before_it_was_killed_are_problems(
    loom: Loom, endless: RunSpec
) -> None:
    process = SurveyProcess(endless, loom=loom)
    psutil.Process(process.pid).kill()
    survey = process.wait(60)
    assert survey.data is not None
    assert [problem.field for problem in survey.data.problems] == ["data"]
    assert survey.data.problems[0].sentence.startswith("Reading the data ended early")
    assert survey.lost_parts == ("data", "model", "samples")
    assert survey.stamps == (None, None), "it is asked again where the files change"
    assert survey.samples is not None and survey.samples.problem is not None
    assert survey.samples.problem.severity is Severity.WARNING


def test_that_it_becomes_readable_when_something_has_come(loom: Loom) -> None:
    process = SurveyProcess(SMALL, ("data", "model"), loom)
    seen: list[Survey] = []
    while not process.is_over:
        assert select.select([process], [], [], 60)[0]
        if (found := process.read()) is not None:
            seen.append(found)
    assert seen[-1].data is not None and seen[-1].model is not None and seen[-1].samples is None


def test_that_data_larger_than_the_memory_are_a_problem_and_no_danger(loom: Loom) -> None:
    data = SyntheticImagesSpec(num_classes=100_000, size=1024)  # patterns of 1.1 TiB
    survey = SurveyProcess(SMALL.model_copy(update={"data": data}), ("samples",), loom).wait(60)
    assert survey.samples is not None and survey.samples.problem is not None
    assert survey.samples.problem.sentence.startswith("Loading the data failed: ")


def test_that_a_run_is_started_without_reading_its_data_here(
    loom: Loom, runs_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("\n".join(["x,k", *(f"{number},{number % 2}" for number in range(40))]))
    data = CsvSpec(file=str(tmp_path / "a.csv"))
    monkeypatch.setattr(DATA["csv"], "facts", None)
    spec = small_spec(devices=1, strategy="single", max_steps=1).model_copy(update={"data": data})
    folder = start_run(loom, runs_dir, spec, read_inventory())
    assert wait_for_end(folder).state is RunState.COMPLETED
    assert folder.read_plan().facts.num_train == 32
    missing = spec.model_copy(update={"data": CsvSpec(file=str(tmp_path / "b.csv"))})
    with pytest.raises(PlanError, match="There is no file"):
        start_run(loom, runs_dir, missing, read_inventory())
