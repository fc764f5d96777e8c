import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine.spec import TrainingSpec
from engine.survey.records import ModelSurvey
from gui.i18n import install_language
from gui.models.layer_table import KIND, NAME, OUTPUT, PARAMETERS, TRAINING, LayerTable, count_trained
from tests.gui.models.layers import layer, small_model

CHECK = Qt.ItemDataRole.CheckStateRole
ROWS = [
    "stem",
    "body",
    "body.0",
    "body.0.conv",
    "body.0.norm",
    "body.1",
    "body.1.conv",
    "body.1.norm",
    "head",
]


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> None:
    install_language("en")


def shown(table: LayerTable, column: int) -> list[str]:
    return [str(table.index(row, column).data()).strip() for row in range(table.rowCount())]


def states(table: LayerTable) -> str:
    marks = {Qt.CheckState.Checked: "x", Qt.CheckState.Unchecked: ".", Qt.CheckState.PartiallyChecked: "-"}
    return "".join(marks[table.index(row, NAME).data(CHECK)] for row in range(table.rowCount()))


def test_that_each_block_stands_before_its_layers(qtmodeltester: ModelTester) -> None:
    table = LayerTable()
    qtmodeltester.check(table)
    table.show_model(small_model(), TrainingSpec())
    assert shown(table, NAME) == ROWS
    assert shown(table, KIND)[:4] == ["Linear", "4 layers", "2 layers", "Linear"]
    assert shown(table, OUTPUT)[:2] == ["3 × 4", ""]
    assert shown(table, PARAMETERS)[:4] == ["10", "40", "20", "10"]
    assert set(shown(table, TRAINING)) == {"trained"}
    words = table.index(3, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "body.0.conv, Linear, 3 × 4, 10, trained"


def test_that_marks_and_words_follow_the_patterns() -> None:
    table, model = LayerTable(), small_model()
    training = TrainingSpec(freeze=("body.0", "stem", "*.norm.bias"), unfreeze=("body.0.conv: 2",))
    table.show_model(model, training)
    assert states(table) == ".-...-x-x"
    told = dict(zip(ROWS, shown(table, TRAINING), strict=True))
    assert told == {
        "stem": "frozen",
        "body": "partly frozen",
        "body.0": "frozen at first",
        "body.0.conv": "from epoch 2",
        "body.0.norm": "frozen",
        "body.1": "partly frozen",
        "body.1.conv": "trained",
        "body.1.norm": "partly frozen",
        "head": "trained",
    }
    assert count_trained(model, training) == 30


def test_that_a_switch_asks_and_shows_only_what_the_spec_has(qtbot: QtBot) -> None:
    table = LayerTable()
    table.show_model(small_model(), TrainingSpec(freeze=("stem",)))
    with qtbot.waitSignal(table.freeze_asked) as asked:
        assert table.setData(table.index(2, NAME), Qt.CheckState.Unchecked.value, CHECK)
    assert asked.args == ["body.0", True]
    assert states(table) == ".xxxxxxxx"
    with qtbot.waitSignal(table.freeze_asked) as asked:
        table.setData(table.index(0, NAME), Qt.CheckState.Checked.value, CHECK)
    assert asked.args == ["stem", False]
    with qtbot.waitSignals([table.dataChanged], raising=True), qtbot.assertNotEmitted(table.modelReset):
        table.show_model(small_model(), TrainingSpec(freeze=("body.0",)))
    assert states(table) == "x-...xxxx"


def test_that_thousands_of_layers_are_shown_and_switched_in_a_moment() -> None:
    names = [f"block{number}.part{part}.linear" for number in range(400) for part in range(10)]
    model = ModelSurvey(layers=tuple(layer(name) for name in names))
    table = LayerTable()
    began = time.process_time()
    table.show_model(model, TrainingSpec())
    table.show_model(model, TrainingSpec(freeze=("block7", "*.bias")))
    for row in range(40):  # what a window shows
        for column in range(TRAINING + 1):
            table.index(row, column).data()
            table.index(row, column).data(CHECK)
    assert table.rowCount() == 4400
    assert time.process_time() - began < 1.0
