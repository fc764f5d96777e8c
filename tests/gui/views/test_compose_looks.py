"""Compose shows what surveys told: samples and classes, layers and their switches."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.data.preview import Preview, Sample
from engine.devices.inventory import Inventory
from engine.errors import Problem, Severity
from engine.launcher.survey_process import SurveyProcess
from engine.launcher.warm import Loom
from engine.plan.records import DataFacts
from engine.spec import MnistSpec, RunSpec, TextSpec
from engine.survey.records import DataSurvey, SamplesSurvey, Survey
from gui.i18n import install_language
from gui.models.messages import InventoryFound, SurveyTaken
from gui.theme import ThemeKeeper
from gui.views.compose.sample_strip import ClassBars, SampleStrip
from gui.views.compose.view import ComposeWorkspace
from tests.gui.models.layers import small_model
from tests.running import loom_fixture

__all__ = ["loom_fixture"]

MACHINE = Inventory(gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")


@pytest.fixture
def compose(qtbot: QtBot, keeper: ThemeKeeper) -> ComposeWorkspace:
    install_language("en")
    view = ComposeWorkspace(keeper)
    qtbot.addWidget(view)
    view.resize(1204, 772)  # what a window of 1280×800 leaves
    view.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    view.show()
    qtbot.waitExposed(view)
    return view


def tell(qtbot: QtBot, compose: ComposeWorkspace, spec: RunSpec, survey: Survey) -> None:
    compose.open_spec(spec)
    compose.take_survey(SurveyTaken(spec=spec, survey=survey))
    qtbot.waitUntil(lambda: compose.is_planned)


def text_of(compose: ComposeWorkspace, name: str) -> str:
    return compose.findChild(QLabel, name).text()


def click(qtbot: QtBot, compose: ComposeWorkspace, name: str) -> None:
    qtbot.mouseClick(compose.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_that_real_digits_show_samples_and_classes_in_the_card_and_in_a_dialog(
    qtbot: QtBot, compose: ComposeWorkspace, loom: Loom
) -> None:
    spec = RunSpec()
    assert not compose.findChild(QPushButton, "look-at-data").isEnabled()
    tell(qtbot, compose, spec, SurveyProcess(spec, loom=loom).wait(90))
    assert text_of(compose, "data-line") == "1,438 training and 359 test samples of 1×8×8; 10 classes"
    assert text_of(compose, "model-line") == "99,178 parameters in 6 layers, all trained"
    assert compose.findChild(SampleStrip).accessibleName() == "24 samples"
    bars = compose.findChild(ClassBars)
    assert bars.toolTip() == "139 to 146 training samples in each of 10 classes"
    assert len(bars.heights) == 10 and max(bars.heights) == 1.0
    click(qtbot, compose, "look-at-data")
    dialog = compose.findChild(QDialog, "data-dialog")
    assert dialog.isVisible()
    assert dialog.findChild(QLabel, "data-dialog-line").text() == (
        "Handwritten digits: 24 of 1,438 training samples"
    )
    assert dialog.findChild(QTableView, "data-classes").model().rowCount() == 10
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_text_is_shown_as_text(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    facts = DataFacts(num_train=2, num_test=1, num_classes=300, input_shape=(4,), input_kind="tokens",
                      targets_per_sample=4)  # fmt: skip
    preview = Preview(
        kind="text",
        title="Text",
        facts=facts,
        class_names=tuple(map(str, range(300))),
        class_counts=tuple(range(300)),
        test_class_counts=(),
        input_names=(),
        samples=(Sample(index=1, text="Once\nupon"), Sample(index=2, text="a time")),
    )
    survey = Survey(data=DataSurvey(sizes=facts), samples=SamplesSurvey(preview=preview))
    tell(qtbot, compose, RunSpec(data=TextSpec()), survey)
    assert text_of(compose, "data-line") == "2 training and 1 test samples of 4; 300 different tokens"
    assert compose.findChild(SampleStrip).accessibleName() == "Once upon"
    assert len(compose.findChild(ClassBars).heights) < 300
    click(qtbot, compose, "look-at-data")
    dialog = compose.findChild(QDialog, "data-dialog")
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "── 1 ──\nOnce\nupon\n\n── 2 ──\na time"


def test_that_it_is_said_why_there_are_no_samples_to_see(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    facts = DataFacts(num_train=60, num_test=10, num_classes=10, input_shape=(1, 28, 28))
    note = Problem(field="data", sentence="MNIST is not downloaded yet.", severity=Severity.NOTE)
    survey = Survey(data=DataSurvey(sizes=facts), samples=SamplesSurvey(problem=note))
    tell(qtbot, compose, RunSpec(data=MnistSpec()), survey)
    assert text_of(compose, "data-line").endswith("\nMNIST is not downloaded yet. ")
    assert not compose.findChild(QPushButton, "look-at-data").isEnabled()
    assert compose.forecast is not None and note not in compose.forecast.problems


def test_that_layers_are_frozen_by_key_and_click_undone_and_done_again(
    qtbot: QtBot, compose: ComposeWorkspace
) -> None:
    tell(qtbot, compose, RunSpec(), Survey(model=small_model()))
    click(qtbot, compose, "look-at-layers")
    dialog = compose.findChild(QDialog, "layers-dialog")
    table, line = dialog.findChild(QTableView), dialog.findChild(QLabel, "layers-line")
    table.setCurrentIndex(table.model().index(1, 0))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert compose.draft.spec.training.freeze == ("body",)
    assert line.text() == "20 of 60 parameters are trained at the first step (33 %)"
    assert text_of(compose, "model-line") == "60 parameters in 6 layers, 20 of them trained at first"
    table.setCurrentIndex(table.model().index(3, 0))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert compose.draft.spec.training.freeze == ("body.0.norm", "body.1")
    for keys, patterns in (
        (QKeySequence.StandardKey.Undo, ("body",)),
        (QKeySequence.StandardKey.Undo, ()),
        (QKeySequence.StandardKey.Redo, ("body",)),
    ):
        qtbot.keySequence(dialog, QKeySequence(keys))
        assert compose.draft.spec.training.freeze == patterns
        qtbot.waitUntil(lambda: compose.is_planned)
    table.selectAll()
    qtbot.mouseClick(dialog.findChild(QPushButton, "layers-train"), Qt.MouseButton.LeftButton)
    assert compose.draft.spec.training.freeze == ()


def test_that_a_layer_is_found_by_a_part_of_its_name(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    tell(qtbot, compose, RunSpec(), Survey(model=small_model()))
    click(qtbot, compose, "look-at-layers")
    dialog = compose.findChild(QDialog, "layers-dialog")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "layers-find"), "NORM")
    assert dialog.findChild(QTableView).model().rowCount() == 2
    table = dialog.findChild(QTableView)
    assert table.whatsThis() and table.accessibleName()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    before = shown_help()
    qtbot.keyClick(table, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: shown_help() != before)
    (explained,) = shown_help() - before
    explained.close()


def shown_help() -> set[QWidget]:
    """The notes of What's This that can be seen."""
    every = QApplication.topLevelWidgets()
    return {one for one in every if one.metaObject().className() == "QWhatsThat" and one.isVisible()}


@pytest.mark.parametrize("name", ["training-more", "strategy-more"])
def test_that_what_is_opened_comes_into_view(qtbot: QtBot, compose: ComposeWorkspace, name: str) -> None:
    compose.draft.edit({"strategy.kind": "ddp"})
    compose.open_spec(compose.draft.spec)
    area = compose.findChild(QScrollArea, "compose-left")
    button = compose.findChild(QPushButton, name)
    area.ensureWidgetVisible(button, 0, 0)
    button.click()
    first = {"training-more": "training.optimizer.beta1", "strategy-more": "strategy.bucket_megabytes"}[name]
    field = next(one for one in compose.findChildren(QLineEdit) if one.objectName() == first)
    qtbot.waitUntil(lambda: not field.visibleRegion().isEmpty())
