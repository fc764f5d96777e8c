import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from engine.spec import FileModelSpec
from gui.theme import ThemeKeeper
from gui.widgets.brought_form import BroughtForm
from tests.engine.brought.files import MODEL, SMALL_CNN, write


@pytest.fixture
def form(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[BroughtForm]:
    form = BroughtForm(FileModelSpec, "model")
    qtbot.addWidget(form)
    form.show_values(FileModelSpec(), {})
    form.show()
    form.activateWindow()
    yield form


def shown(form: BroughtForm) -> list[str]:
    """The fields that can be edited."""
    editors = [one for kind in (QLineEdit, QComboBox, QSpinBox) for one in form.findChildren(kind)]
    names = [one.objectName() for one in editors if one.isVisibleTo(form)]
    return sorted(name.removeprefix("model.") for name in names if name.startswith("model."))


def test_that_a_files_functions_and_arguments_become_a_form_without_running_it(
    qtbot: QtBot, form: BroughtForm, tmp_path: Path
) -> None:
    before = set(sys.modules)
    path = write(tmp_path, f"{MODEL}\nraise SystemExit\n")
    assert shown(form) == ["function", "path"]
    options = FileModelSpec(path=str(path), function="Net", arguments={"width": 12, "limit": 5})
    form.show_values(options, {})
    names = ["activation", "limit", "rate", "sizes", "width"]
    wanted = [*(f"arguments.{name}" for name in names), "function", "path"]
    qtbot.waitUntil(lambda: shown(form) == wanted)
    assert form.findChild(QSpinBox, "model.arguments.width").value() == 12
    assert form.findChild(QLineEdit, "model.arguments.limit").text() == "5"
    assert form.findChild(QLineEdit, "model.arguments.sizes").text() == "1, 2"
    assert form.findChild(QSpinBox, "model.arguments.width").toolTip() == "How wide the middle is."
    function = form.findChild(QComboBox, "model.function")
    assert [function.itemText(row) for row in range(function.count())] == ["Net", "needs"]
    assert "torch" not in set(sys.modules) - before


def test_that_a_chosen_file_brings_its_likeliest_function(
    qtbot: QtBot, form: BroughtForm, tmp_path: Path
) -> None:
    told: list[Any] = []
    form.changed.connect(told.append)
    path = str(write(tmp_path, MODEL))
    qtbot.mouseClick(form.findChild(QPushButton, "model.path.choose"), Qt.MouseButton.LeftButton)
    dialog = form.findChild(QFileDialog)
    dialog.fileSelected.emit(path)
    dialog.close()
    assert told == [{"model.path": path, "model.function": "needs", "model.arguments": {}}]
    told.clear()
    line = form.findChild(QLineEdit, "model.path")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "/x")
    assert told == [{"model.path": "/"}, {"model.path": "/x"}]


def test_that_the_example_has_the_default_functions_name_and_arguments_are_told(
    qtbot: QtBot, form: BroughtForm
) -> None:
    form.show_values(FileModelSpec(path=str(SMALL_CNN)), {})
    told: list[Any] = []
    form.changed.connect(told.append)
    width = form.findChild(QSpinBox, "model.arguments.width")
    width.setValue(40)
    assert told == [{"model.arguments.width": 40}]
    form.show_problems({"model.arguments.width": "Too wide."})
    assert "Too wide." in [label.text() for label in form.findChildren(QLabel) if not label.isHidden()]
    assert form.focus_field("model.arguments.width")
    assert isinstance(QWidget.focusWidget(form), QSpinBox)
