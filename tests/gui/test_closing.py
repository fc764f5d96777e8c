from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.closing import Choice, ClosingDialog
from gui.i18n import install_language
from gui.theme import ThemeKeeper


@pytest.fixture
def dialog(qtbot: QtBot, keeper: ThemeKeeper) -> ClosingDialog:
    dialog = ClosingDialog(2)
    qtbot.addWidget(dialog)
    return dialog


def answer(dialog: ClosingDialog, how: Callable[[], object]) -> Choice:
    """What it gives back when a person does that as soon as it is shown."""
    QTimer.singleShot(0, dialog, how)
    return dialog.ask()


@pytest.mark.parametrize(
    ("text", "choice"),
    [("Leave running", Choice.LEAVE), ("Save and stop", Choice.STOP), ("Cancel", Choice.CANCEL)],
)
def test_that_every_button_gives_its_choice(
    qtbot: QtBot, dialog: ClosingDialog, text: str, choice: Choice
) -> None:
    (button,) = (each for each in dialog.findChildren(QPushButton) if each.text() == text)
    assert answer(dialog, lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton)) is choice


def test_that_enter_leaves_the_runs_alone(qtbot: QtBot, dialog: ClosingDialog) -> None:
    assert answer(dialog, lambda: qtbot.keyClick(dialog, Qt.Key.Key_Return)) is Choice.LEAVE


def test_that_escape_and_closing_the_question_change_nothing(qtbot: QtBot, dialog: ClosingDialog) -> None:
    assert answer(dialog, lambda: qtbot.keyClick(dialog, Qt.Key.Key_Escape)) is Choice.CANCEL
    assert answer(dialog, dialog.close) is Choice.CANCEL


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("en", 1, "1 run still alive."),
        ("en", 2, "2 runs still alive."),
        ("zh_CN", 2, "仍有 2 个运行未结束。"),
    ],
)
def test_that_it_says_how_many_run_and_that_they_need_no_window(
    qtbot: QtBot, keeper: ThemeKeeper, language: str, number: int, words: str
) -> None:
    install_language(language)
    try:
        dialog = ClosingDialog(number)
    finally:
        install_language("en")
    qtbot.addWidget(dialog)
    assert dialog.text() == words
    assert dialog.informativeText()
