import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.theme import ThemeKeeper
from gui.views.compose.view import ComposeWorkspace
from gui.widgets.tab_order import tab_stops


def test_that_tab_follows_the_layouts_whatever_was_made_last(qtbot: QtBot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    scrolled, inner, tabs, sides = QScrollArea(top), QWidget(), QTabWidget(top), QSplitter(top)
    last, first, second, third = (QPushButton(top) for _ in range(4))
    hidden, page, other = QLineEdit(top), QLineEdit(), QLineEdit()
    tabs.addTab(page, "shown")
    tabs.addTab(other, "not shown")
    QHBoxLayout(inner).addWidget(first)
    scrolled.setWidget(inner)
    sides.addWidget(second)
    sides.addWidget(third)
    column = QVBoxLayout(top)
    row = QHBoxLayout()
    row.addWidget(scrolled)
    row.addWidget(hidden)
    column.addLayout(row)
    for part in (sides, tabs, last):
        column.addWidget(part)
    top.show()
    hidden.hide()
    expected = [scrolled, first, second, third, tabs.tabBar(), page, last]
    assert list(tab_stops(top)) == expected


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_that_the_keyboard_comes_to_all_of_a_page_and_back(
    qtbot: QtBot, keeper: ThemeKeeper, key: Qt.Key
) -> None:
    window = MainWindow(keeper)
    window.closing.connect(lambda event: event.accept())
    qtbot.addWidget(window)
    window.add_page("compose", "Compose")
    window.set_factory("compose", lambda: ComposeWorkspace(keeper, window))
    window.show()
    window.show_page("compose")
    window.activateWindow()
    expected = [stop for stop in tab_stops(window.centralWidget()) if stop.isEnabled()]
    assert len(expected) > 15
    assert [stop for stop in expected if not (stop.accessibleName() or stop.property("text"))] == []
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    assert window.focusWidget().objectName() == "name", "the first of the page that is shown"
    expected[0].setFocus()
    qtbot.waitUntil(expected[0].hasFocus)
    found = []
    for _ in expected:
        found.append(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), key)
    if key is Qt.Key.Key_Backtab:
        found = [found[0], *reversed(found[1:])]
    assert found == expected
    assert window.focusWidget() is expected[0]
