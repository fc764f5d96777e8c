from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.palette import CommandPalette, actions_within, keys_of, score, words_of
from gui.theme import ThemeKeeper

WORDS = ("Go to Compose", "Go to Run", "Go to Runs", "Start what is composed", "Settings", "Close the window")


@pytest.fixture
def done() -> list[str]:
    """The actions that were done."""
    return []


@pytest.fixture
def palette(qtbot: QtBot, keeper: ThemeKeeper, done: list[str]) -> Iterator[CommandPalette]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    actions = []
    for word in WORDS:
        action = QAction(word, window)
        action.triggered.connect(lambda _checked, word=word: done.append(word))
        actions.append(action)
    palette = CommandPalette(actions, window)
    palette.open()
    yield palette


def line(palette: CommandPalette) -> QLineEdit:
    return palette.findChild(QLineEdit, "palette-search")


def chosen(palette: CommandPalette) -> str:
    """What Enter would do."""
    item = palette.findChild(QListWidget).currentItem()
    return item.text() if item else ""


def test_that_it_offers_everything_and_the_keyboard_is_in_its_line(palette: CommandPalette) -> None:
    assert palette.found == WORDS
    assert palette.focusWidget() is line(palette)
    assert chosen(palette) == WORDS[0]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("settings", "Settings"),
        ("SET", "Settings"),
        ("runs", "Go to Runs"),
        ("gtrun", "Go to Run"),
        ("start comp", "Start what is composed"),
        ("close", "Close the window"),
        ("compose", "Go to Compose"),
    ],
)
def test_that_a_few_letters_find_it(qtbot: QtBot, palette: CommandPalette, typed: str, first: str) -> None:
    qtbot.keyClicks(line(palette), typed)
    assert chosen(palette) == first


def test_that_enter_does_the_first_once_and_closes(
    qtbot: QtBot, palette: CommandPalette, done: list[str]
) -> None:
    qtbot.keyClicks(line(palette), "settings")
    qtbot.keyClick(line(palette), Qt.Key.Key_Return)
    assert done == ["Settings"]
    assert not palette.isVisible()


def test_that_arrows_move_within_the_list_while_the_line_keeps_the_words(
    qtbot: QtBot, palette: CommandPalette, done: list[str]
) -> None:
    qtbot.keyClicks(line(palette), "go to")
    qtbot.keyClick(line(palette), Qt.Key.Key_Up)
    assert chosen(palette) == palette.found[0]
    for _ in range(9):
        qtbot.keyClick(line(palette), Qt.Key.Key_Down)
    assert chosen(palette) == palette.found[-1]
    assert line(palette).text() == "go to"
    qtbot.keyClick(line(palette), Qt.Key.Key_Up)
    qtbot.keyClick(line(palette), Qt.Key.Key_Enter)
    assert done == [palette.found[-2]]


def test_that_a_click_does_what_it_hits(qtbot: QtBot, palette: CommandPalette, done: list[str]) -> None:
    found = palette.findChild(QListWidget)
    at = found.visualItemRect(found.item(3)).center()
    qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert done == [WORDS[3]]
    assert not palette.isVisible()


def test_that_nothing_found_does_nothing_and_escape_closes(
    qtbot: QtBot, palette: CommandPalette, done: list[str]
) -> None:
    qtbot.keyClicks(line(palette), "xyzzy")
    assert palette.found == ()
    qtbot.keyClick(line(palette), Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(line(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert done == []


def test_that_what_cannot_be_done_now_is_not_offered(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    stop = QAction("Stop", window)
    stop.setEnabled(False)
    assert CommandPalette([stop, QAction("Start", window)], window).found == ("Start",)


def test_that_letters_must_come_in_their_order_and_near_ones_count_more() -> None:
    assert score("snur", "Go to Runs") is None
    assert score("", "Go to Runs") == 0
    near, far = score("run", "Runs"), score("run", "Redo until now")
    assert near is not None and far is not None and near < far


def test_that_it_tells_the_keys_of_an_action(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    plain, by_keys, by_button = (QAction("Go", window) for _ in range(3))
    by_keys.setShortcut("Ctrl+R")
    by_button.setToolTip("Ctrl+1")
    assert [keys_of(action) for action in (plain, by_keys, by_button)] == ["", "Ctrl+R", "Ctrl+1"]
    palettes = [CommandPalette([action], window) for action in (plain, by_keys)]
    without, told = (palette.findChild(QListWidget).grab().toImage() for palette in palettes)
    assert without != told


def test_that_it_says_where_nothing_fits(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClicks(line(palette), "qqq")
    assert palette.found == ()
    assert [label.text() for label in palette.findChildren(QLabel) if label.isVisible()] == [
        "Nothing is called that: try fewer letters."
    ]
    line(palette).clear()
    assert palette.found == WORDS
    assert palette.findChild(QListWidget).isVisible()


def test_that_what_is_in_sight_on_a_page_is_found_with_the_name_of_its_menu(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    shown, hidden = QPushButton(page), QPushButton(page)
    for button, title in ((shown, "Export"), (hidden, "Elsewhere")):
        menu = QMenu(title, button)
        button.setMenu(menu)
        menu.addAction("As W&&B…")
        menu.addSeparator()
        menu.addAction("A choice").setCheckable(True)
        menu.addMenu("More")
    page.show()
    hidden.hide()
    assert [words_of(action) for action in actions_within(page)] == ["Export: As W&B…"]
    assert list(actions_within(None)) == []
