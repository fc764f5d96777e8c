"""A script in Compose: it takes the place of what Paraloom trains, and gives it back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory
from engine.spec import DevicesSpec, MlpSpec, RunSpec, ScriptSpec
from gui.models.messages import InventoryFound
from gui.theme import ThemeKeeper
from gui.views.compose.parts import PartsForms
from gui.views.compose.script_card import ScriptCard
from gui.views.compose.view import ComposeWorkspace

MACHINE = Inventory(gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "train.py"
    path.write_text("print(1)\n")
    return path


@pytest.fixture
def compose(qtbot: QtBot, keeper: ThemeKeeper) -> ComposeWorkspace:
    view = ComposeWorkspace(keeper)
    qtbot.addWidget(view)
    view.resize(1204, 772)  # what a window of 1280×800 leaves
    view.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    view.show()
    qtbot.waitExposed(view)
    view.open_spec(RunSpec(name="before", devices=DevicesSpec(count=2), model=MlpSpec()))
    view.header.menu.script_action.trigger()
    qtbot.waitUntil(lambda: view.is_planned)
    return view


def type_into(qtbot: QtBot, compose: ComposeWorkspace, field: str, text: str) -> None:
    line = compose.findChild(QLineEdit, field)
    line.setFocus()
    line.clear()
    qtbot.keyClicks(line, text)
    qtbot.waitUntil(lambda: compose.is_planned)


def test_that_a_script_is_composed_on_the_same_devices(
    qtbot: QtBot, compose: ComposeWorkspace, file: Path
) -> None:
    assert compose.findChild(ScriptCard).isVisible()
    assert not compose.findChild(PartsForms).isVisible()
    assert compose.forecast is not None
    assert [problem.sentence for problem in compose.forecast.errors] == ["No script is chosen."]
    with qtbot.assertNotEmitted(compose.start_requested):
        compose.start()
    assert compose.focusWidget() is compose.findChild(QLineEdit, "script.file")

    type_into(qtbot, compose, "script.file", str(file))
    type_into(qtbot, compose, "script.arguments", "--name 'two words' --lr 0.1")
    script = ScriptSpec(file=str(file), arguments=("--name", "two words", "--lr", "0.1"))
    words = compose.findChild(QLabel, "batch-sentence").text()
    assert f"torchrun --nproc-per-node 2 {file} --name 'two words' --lr 0.1" in words
    with qtbot.waitSignal(compose.start_requested) as started:
        compose.start()
    assert started.args == [RunSpec(name="script", devices=DevicesSpec(count=2), script=script)]


def test_that_an_open_quotation_mark_does_not_count_yet(
    qtbot: QtBot, compose: ComposeWorkspace, file: Path
) -> None:
    type_into(qtbot, compose, "script.file", str(file))
    type_into(qtbot, compose, "script.arguments", "--lr 0.1 'two")
    assert compose.draft.spec.script is not None
    assert compose.draft.spec.script.arguments == ("--lr", "0.1")
    assert compose.findChild(QLineEdit, "script.arguments").text() == "--lr 0.1 'two"


def test_that_what_was_composed_before_comes_back(qtbot: QtBot, compose: ComposeWorkspace) -> None:
    qtbot.mouseClick(compose.findChild(QPushButton, "script-leave"), Qt.MouseButton.LeftButton)
    assert compose.draft.spec == RunSpec(name="before", devices=DevicesSpec(count=2), model=MlpSpec())
    assert compose.findChild(PartsForms).isVisible()
    compose.undo()
    assert compose.draft.spec.script == ScriptSpec()
    assert compose.findChild(ScriptCard).isVisible()
