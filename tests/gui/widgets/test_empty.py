import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.theme import ThemeKeeper
from gui.widgets.empty import EmptyState
from tests.gui.pixels import colours

SENTENCE = "Start one in Compose: it trains in processes of its own, and shows here what it does. " * 2


@pytest.fixture
def empty(qtbot: QtBot, keeper: ThemeKeeper) -> EmptyState:
    empty = EmptyState("No run yet", SENTENCE, (("compose", "Compose a run"), ("runs", "See all runs")))
    qtbot.addWidget(empty)
    empty.resize(1196, 770)
    empty.show()
    empty.grab()  # lays it out
    return empty


def test_that_it_says_all_and_is_not_cut_off(empty: EmptyState) -> None:
    labels = empty.findChildren(QLabel)
    assert [label.text() for label in labels] == ["No run yet", SENTENCE]
    for label in labels:
        assert label.height() >= max(label.heightForWidth(label.width()), label.sizeHint().height())
        assert empty.rect().contains(label.geometry())


@pytest.mark.parametrize("key", ["compose", "runs"])
def test_that_a_button_tells_which_it_is(qtbot: QtBot, empty: EmptyState, key: str) -> None:
    with qtbot.waitSignal(empty.chosen) as told:
        qtbot.mouseClick(empty.findChild(QPushButton, f"empty-{key}"), Qt.MouseButton.LeftButton)
    assert told.args == [key]


def test_that_the_keyboard_reaches_the_buttons_in_order(qtbot: QtBot, empty: EmptyState) -> None:
    first, second = empty.findChildren(QPushButton)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert empty.window().focusWidget() is second
    with qtbot.waitSignal(empty.chosen) as told:
        qtbot.keyClick(second, Qt.Key.Key_Space)
    assert told.args == ["runs"]


def test_that_the_first_button_stands_out(empty: EmptyState) -> None:
    first, second = (colours(button).most_common(1) for button in empty.findChildren(QPushButton))
    assert first[0][0] != second[0][0]
