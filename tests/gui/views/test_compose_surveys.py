"""Compose reads nothing itself: it waits for surveys, says so, and stays alive while it does."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory
from engine.errors import Problem, Severity
from engine.plan.records import DataFacts
from engine.reading import Reading
from engine.spec import CsvSpec, MlpSpec, RunSpec, TrainingSpec
from engine.survey.records import PARTS, DataSurvey, Layer, ModelSurvey, Survey
from gui.models.messages import InventoryFound, SurveyTaken, SurveyWanted
from gui.plots.weave import WeaveView
from gui.theme import ThemeKeeper
from gui.views.compose.problem_list import ProblemList
from gui.views.compose.view import ComposeWorkspace

MACHINE = Inventory(gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")
SIZES = DataFacts(num_train=64, num_test=16, num_classes=2, input_shape=(3,))


@pytest.fixture
def compose(qtbot: QtBot, keeper: ThemeKeeper) -> ComposeWorkspace:
    view = ComposeWorkspace(keeper)
    qtbot.addWidget(view)
    view.resize(1204, 772)
    view.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def pipe(tmp_path: Path) -> RunSpec:
    """A table that never comes: who opens it waits for a writer that there is not."""
    os.mkfifo(tmp_path / "pipe.csv")
    return RunSpec(data=CsvSpec(file=str(tmp_path / "pipe.csv")), model=MlpSpec())


def layer(name: str) -> Layer:
    return Layer(name=name, kind="Linear", num_parameters=9, output_shape=(3,), parameters=("weight", "bias"))


def told(compose: ComposeWorkspace, spec: RunSpec, survey: Survey) -> None:
    compose.take_survey(SurveyTaken(spec=spec, survey=survey))


def test_that_data_that_are_slow_to_read_do_not_stop_the_window(
    qtbot: QtBot, compose: ComposeWorkspace, pipe: RunSpec
) -> None:
    ticks = []
    timer = QTimer(compose)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(0)
    wanted: list[SurveyWanted] = []
    compose.survey_wanted.connect(wanted.append)
    compose.open_spec(pipe)
    qtbot.waitUntil(lambda: compose.is_planned and len(ticks) > 20)
    assert wanted == [SurveyWanted(spec=pipe, parts=PARTS)]
    assert compose.forecast is not None and compose.forecast.is_pending
    assert compose.findChild(QLabel, "batch-sentence").text() == "Data and model are being read…"
    start = compose.findChild(QPushButton, "compose-start")
    assert start.toolTip() == "It can start as soon as data and model are read."
    with qtbot.assertNotEmitted(compose.start_requested):
        compose.start()
    weave = compose.findChild(WeaveView)
    assert weave.isVisible(), "the plan there was stays at first"
    qtbot.waitUntil(lambda: not weave.isVisible())
    told(compose, pipe, Survey(data=DataSurvey(sizes=SIZES)))
    assert compose.forecast.can_start and weave.isVisible()
    with qtbot.waitSignal(compose.start_requested):
        compose.start()


def test_that_a_survey_is_wanted_again_only_for_other_data_or_another_model(
    qtbot: QtBot, compose: ComposeWorkspace, pipe: RunSpec
) -> None:
    wanted: list[SurveyWanted] = []
    compose.survey_wanted.connect(wanted.append)
    compose.open_spec(pipe)
    qtbot.waitUntil(lambda: compose.is_planned)
    told(compose, pipe, Survey(data=DataSurvey(sizes=SIZES, stamp="s")))
    told(compose, pipe, Survey(model=ModelSurvey()))
    faster = pipe.model_copy(update={"training": TrainingSpec(micro_batch_size=4)})
    compose.open_spec(faster)
    qtbot.waitUntil(lambda: compose.is_planned)
    assert len(wanted) == 1
    compose.open_spec(faster.model_copy(update={"model": MlpSpec(hidden=(9,))}))
    qtbot.waitUntil(lambda: compose.is_planned)
    assert (wanted[-1].parts, wanted[-1].stamps) == (("model", "samples"), ("s", None))


def test_that_what_a_survey_found_wrong_stands_beside_its_field(
    qtbot: QtBot, compose: ComposeWorkspace, pipe: RunSpec
) -> None:
    compose.open_spec(pipe)
    qtbot.waitUntil(lambda: compose.is_planned)
    problem = Problem(field="data.file", sentence="This is no table.", mend="Choose another.")
    told(compose, pipe, Survey(data=DataSurvey(problems=(problem,))))
    assert compose.forecast is not None and compose.forecast.errors == (problem,)
    assert "This is no table. Choose another." in [
        label.text() for label in compose.findChildren(QLabel) if label.isVisible()
    ]


def test_that_a_survey_that_was_lost_is_told_and_wanted_again_at_the_next_change(
    qtbot: QtBot, compose: ComposeWorkspace, pipe: RunSpec
) -> None:
    wanted: list[SurveyWanted] = []
    compose.survey_wanted.connect(wanted.append)
    compose.open_spec(pipe)
    qtbot.waitUntil(lambda: compose.is_planned)
    problem = Problem(field="data", sentence="Its process has gone.", mend="Try again.")
    told(compose, pipe, Survey(data=DataSurvey(problems=(problem,), is_lost=True)))
    assert compose.forecast is not None and compose.forecast.errors == (problem,)
    assert compose.findChild(QLabel, "batch-sentence").text().startswith("There is no plan yet")
    assert len(wanted) == 1
    compose.open_spec(pipe.model_copy(update={"name": "another"}))
    qtbot.waitUntil(lambda: len(wanted) == 2)
    told(compose, pipe, Survey(data=DataSurvey(problems=(problem,), is_lost=True)))
    compose.start()
    assert [each.parts for each in wanted] == [PARTS, PARTS, PARTS]


def test_that_a_lost_survey_keeps_nothing_from_starting_that_lies_in_no_file(
    qtbot: QtBot, compose: ComposeWorkspace
) -> None:
    compose.open_spec(RunSpec(model=MlpSpec()))
    problem = Problem(field="data", sentence="Its process has gone.")
    lost = Survey(
        data=DataSurvey(problems=(problem,), is_lost=True),
        model=ModelSurvey(problems=(problem,), is_lost=True),
    )
    told(compose, RunSpec(model=MlpSpec()), lost)
    qtbot.waitUntil(lambda: compose.is_planned)
    assert compose.forecast is not None and compose.forecast.can_start
    assert "Its process has gone." in [each.sentence for each in compose.forecast.problems]


def test_that_it_is_told_how_far_a_long_file_is_read(
    qtbot: QtBot, compose: ComposeWorkspace, pipe: RunSpec
) -> None:
    compose.open_spec(pipe)
    told(compose, pipe, Survey(reading=Reading(done=12_400_000, total=340_000_000)))
    qtbot.waitUntil(lambda: compose.is_planned)
    for name in ("batch-sentence", "data-line"):
        assert compose.findChild(QLabel, name).text() == "Reading 12 of 340 MB…"
    told(compose, pipe, Survey(data=DataSurvey(sizes=SIZES)))
    told(compose, pipe, Survey(reading=Reading(done=3, total=9, unit="folders")))
    assert compose.findChild(QLabel, "data-line").text().endswith("Reading 3 of 9 folders…")
    assert compose.forecast is not None and compose.forecast.can_start


def test_that_a_pattern_that_fits_no_layer_is_told_before_the_start(
    qtbot: QtBot, compose: ComposeWorkspace
) -> None:
    spec = RunSpec(model=MlpSpec(hidden=(3,)), training=TrainingSpec(freeze=("layer1",)))
    compose.open_spec(spec)
    told(compose, spec, Survey(model=ModelSurvey(layers=(layer("1"), layer("3")))))
    problems = compose.findChild(ProblemList).problems
    assert [(one.field, one.sentence) for one in problems if one.severity is Severity.ERROR] == [
        ("training.freeze", "No parameter is called layer1.")
    ]
    for freeze, said in ((("1", "3"), "Everything is frozen at the first step."), (("1",), "")):
        compose.open_spec(spec.model_copy(update={"training": TrainingSpec(freeze=freeze)}))
        qtbot.waitUntil(lambda: compose.is_planned)
        errors = compose.forecast.errors if compose.forecast else ()
        assert [one.sentence for one in errors] == ([said] if said else [])
