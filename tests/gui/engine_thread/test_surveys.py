"""Surveys of the engine thread: sizes before the loom is warm, the rest from it; the newest wanted."""

import os
import sys
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from engine.spec import CsvSpec, MlpSpec, RunSpec
from engine.survey.records import PARTS, Survey
from gui.engine_thread import EngineThread
from gui.models.messages import LoomState, LoomStatus, SurveyTaken, SurveyWanted
from tests.gui.engine_thread.told import Told

WARM_MS = 90_000


def write_table(path: Path, lines: int) -> RunSpec:
    path.write_text("\n".join(["x,k", *(f"{number},{number % 2}" for number in range(lines))]))
    return RunSpec(data=CsvSpec(file=str(path)), model=MlpSpec(hidden=(3,)))


def known(told: Told, spec: RunSpec) -> Survey:
    """All that was told of a spec."""
    survey = Survey()
    for taken in told.all(SurveyTaken):
        if taken.spec == spec:
            survey = survey.with_parts_of(taken.survey)
    return survey


def children_of_ours() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def surveys_of_ours() -> list[psutil.Process]:
    """Processes that were started to take a survey; a loom that is not warm forks none."""
    return [
        child for child in psutil.Process().children() if "engine.survey.process" in " ".join(child.cmdline())
    ]


@pytest.fixture
def endless(tmp_path: Path) -> RunSpec:
    """Data that never come."""
    os.mkfifo(tmp_path / "pipe.csv")
    return RunSpec(data=CsvSpec(file=str(tmp_path / "pipe.csv")))


@pytest.mark.slow
def test_that_sizes_come_before_the_loom_is_warm_the_rest_from_it_and_anew_where_a_file_changed(
    engine: EngineThread, told: Told, tmp_path: Path, qtbot: QtBot
) -> None:
    spec = write_table(tmp_path / "a.csv", 40)
    engine.take_survey(SurveyWanted(spec=spec, parts=PARTS))
    qtbot.waitUntil(lambda: known(told, spec).data is not None, timeout=WARM_MS)
    status = told.last(LoomStatus)
    assert status is None or status.state is not LoomState.WARM
    assert known(told, spec).model is known(told, spec).samples is None
    qtbot.waitUntil(lambda: known(told, spec).samples is not None, timeout=WARM_MS)
    survey = known(told, spec)
    assert survey.data is not None and survey.data.sizes is not None and survey.data.sizes.num_train == 32
    assert survey.model is not None and survey.model.num_parameters == 1 * 3 + 3 + 3 * 2 + 2
    assert survey.samples is not None and survey.samples.preview is not None
    assert survey.samples.preview.class_counts == (16, 16)
    before = len(told.all(SurveyTaken))
    write_table(tmp_path / "a.csv", 80)
    qtbot.waitUntil(lambda: len(told.all(SurveyTaken)) >= before + 2, timeout=WARM_MS)
    newest = known(told, spec).data
    assert newest is not None and newest.sizes is not None and newest.sizes.num_train == 64


def test_that_what_is_wanted_later_ends_what_is_wanted_no_more(
    engine: EngineThread, told: Told, tmp_path: Path, endless: RunSpec, qtbot: QtBot
) -> None:
    before = children_of_ours()
    engine.take_survey(SurveyWanted(spec=endless, parts=("data",)))
    qtbot.waitUntil(lambda: bool(children_of_ours() - before), timeout=WARM_MS)
    reading = children_of_ours() - before
    spec = write_table(tmp_path / "a.csv", 40)
    engine.take_survey(SurveyWanted(spec=spec, parts=("data",)))
    qtbot.waitUntil(lambda: known(told, spec).data is not None, timeout=WARM_MS)
    assert {taken.spec for taken in told.all(SurveyTaken)} == {spec}
    assert len(reading & children_of_ours()) <= 1, "only the loom may be left of them"


def test_that_a_survey_whose_process_dies_is_told_and_not_begun_again_by_itself(
    engine: EngineThread, told: Told, endless: RunSpec, qtbot: QtBot
) -> None:
    before = children_of_ours()
    engine.take_survey(SurveyWanted(spec=endless, parts=("data",)))
    qtbot.waitUntil(lambda: bool(surveys_of_ours()), timeout=WARM_MS)
    surveys_of_ours()[0].kill()
    qtbot.waitUntil(lambda: known(told, endless).lost_parts == ("data",), timeout=WARM_MS)
    assert not surveys_of_ours()
    engine.take_survey(SurveyWanted(spec=endless, parts=("data",)))
    qtbot.waitUntil(lambda: bool(surveys_of_ours()), timeout=WARM_MS)
    assert len(told.all(SurveyTaken)) == 1
    engine.stop()
    assert children_of_ours() <= before


def test_that_a_survey_whose_process_cannot_start_is_told(
    engine: EngineThread, told: Told, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    spec = write_table(tmp_path / "a.csv", 40)
    engine.take_survey(SurveyWanted(spec=spec, parts=PARTS))
    qtbot.waitUntil(lambda: "data" in known(told, spec).lost_parts, timeout=WARM_MS)
    data = known(told, spec).data
    assert data is not None and data.problems[0].sentence.startswith("No process could be started")


def test_that_the_end_waits_for_no_survey(engine: EngineThread, endless: RunSpec, qtbot: QtBot) -> None:
    before = children_of_ours()
    engine.take_survey(SurveyWanted(spec=endless, parts=("data",)))
    qtbot.waitUntil(lambda: bool(children_of_ours() - before), timeout=WARM_MS)
    engine.stop()
    assert children_of_ours() <= before
