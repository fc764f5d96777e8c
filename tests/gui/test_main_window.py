from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.i18n import install_language
from gui.main_window import MainWindow
from gui.theme import ThemeKeeper
from tests.gui.pixels import colours

KEYS = ("compose", "run", "runs", "lab", "monitor")


@pytest.fixture
def made() -> list[str]:
    """The workspaces that were made, in order."""
    return []


@pytest.fixture
def window(qtbot: QtBot, keeper: ThemeKeeper, made: list[str]) -> Iterator[MainWindow]:
    """With a page of one label each."""
    window = MainWindow(keeper)
    window.closing.connect(QCloseEvent.accept)
    qtbot.addWidget(window)

    def make(key: str) -> QWidget:
        made.append(key)
        return QLabel(f"The page {key}", window)

    for key in KEYS:
        window.add_page(key, key.title())
        window.set_factory(key, lambda key=key: make(key))
    window.show()
    window.activateWindow()
    yield window


def button(window: MainWindow, key: str) -> QToolButton:
    return window.findChild(QToolButton, f"rail-{key}")


def seen(window: MainWindow) -> list[str]:
    """The pages that can be seen."""
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.text()]


def test_that_a_page_is_made_when_it_is_first_shown_and_only_then(
    qtbot: QtBot, window: MainWindow, made: list[str]
) -> None:
    assert (made, window.shown) == ([], "")
    for key in ("run", "compose", "run"):
        qtbot.mouseClick(button(window, key), Qt.MouseButton.LeftButton)
        assert window.shown == key
        assert seen(window) == [f"The page {key}"]
    assert made == ["run", "compose"]
    assert [window.has_page(key) for key in KEYS] == [True, True, False, False, False]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_that_control_and_a_number_go_to_a_workspace(qtbot: QtBot, window: MainWindow, number: int) -> None:
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    key = KEYS[number - 1]
    qtbot.waitUntil(lambda: window.shown == key)
    assert f"Ctrl+{number}" in button(window, key).toolTip()


def test_that_the_rail_marks_the_page_that_is_shown_and_no_other(window: MainWindow) -> None:
    for key in ("monitor", "run"):
        window.show_page(key)
        grounds = [colours(window, button(window, each).geometry()).most_common(1)[0][0] for each in KEYS]
        (marked,) = (each for each, ground in zip(KEYS, grounds, strict=True) if grounds.count(ground) == 1)
        assert marked == key


def test_that_no_button_looks_chosen_when_it_opens(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("run")
    qtbot.waitUntil(window.isActiveWindow)
    assert not any(button(window, key).hasFocus() for key in KEYS)


def test_that_a_rail_without_pages_yet_does_nothing(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    """So long as what makes them is still being imported."""
    window = MainWindow(keeper)
    window.closing.connect(QCloseEvent.accept)
    qtbot.addWidget(window)
    window.add_page("compose", "Compose")
    window.show()
    qtbot.mouseClick(button(window, "compose"), Qt.MouseButton.LeftButton)
    assert window.shown == ""


def test_that_an_action_at_the_foot_of_the_rail_is_done_by_its_button(
    qtbot: QtBot, window: MainWindow
) -> None:
    action = QAction("Settings", window)
    window.add_rail_action("settings", action)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button(window, "settings"), Qt.MouseButton.LeftButton)
    last = button(window, KEYS[-1])
    qtbot.waitUntil(lambda: button(window, "settings").y() > last.geometry().bottom() + 100)
    assert button(window, "settings").accessibleName() == "Settings"


def test_that_the_first_paint_is_told_once(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    window = MainWindow(keeper)
    window.closing.connect(QCloseEvent.accept)
    qtbot.addWidget(window)
    told: list[bool] = []
    window.painted.connect(lambda: told.append(True))
    window.show()
    qtbot.waitUntil(lambda: bool(told))
    window.grab()
    window.repaint()
    assert told == [True]


@pytest.mark.parametrize("allowed", [True, False])
def test_that_it_closes_only_where_whoever_knows_allows_it(
    qtbot: QtBot, keeper: ThemeKeeper, allowed: bool
) -> None:
    window = MainWindow(keeper)
    window.show()
    window.closing.connect(QCloseEvent.accept if allowed else QCloseEvent.ignore)
    window.close()
    assert window.isVisible() is not allowed
    window.closing.disconnect()
    window.closing.connect(QCloseEvent.accept)
    qtbot.addWidget(window)


def test_that_a_message_stands_above_the_page_that_stays(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("run")
    window.banner.tell("The disk is full.", "Delete runs.")
    page = window.page("run")
    qtbot.waitUntil(window.banner.isVisible)
    window.grab()  # lays it out
    top = page.mapTo(window, page.rect().topLeft()).y()
    assert window.banner.mapTo(window, window.banner.rect().bottomLeft()).y() <= top
    assert page.isVisible()
    window.show_page("compose")
    assert window.banner.isVisible(), "it is of the window, not of a page"


def test_that_icons_follow_the_theme(window: MainWindow, keeper: ThemeKeeper) -> None:
    def ink() -> set[str]:
        image = button(window, "run").icon().pixmap(22, 22).toImage()
        pixels = [image.pixelColor(x, y) for x in range(22) for y in range(22)]
        return {pixel.name() for pixel in pixels if pixel.alpha() == 255}

    light = ink()
    keeper.set_mode("dark")
    try:
        assert ink().isdisjoint(light)
    finally:
        keeper.set_mode("system")


def test_that_words_on_the_rail_are_not_cut_off_in_either_language(
    qtbot: QtBot, keeper: ThemeKeeper, window: MainWindow
) -> None:
    install_language("zh_CN")
    try:
        for key in KEYS:
            word = QCoreApplication.translate("MainWindow", key.title())
            assert word != key.title()
            for text in (key.title(), word):
                wide = button(window, key)
                assert wide.fontMetrics().horizontalAdvance(text) <= wide.width() - 4
    finally:
        install_language("en")
