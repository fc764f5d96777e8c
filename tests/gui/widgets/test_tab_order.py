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


def test_that_the_window_goes_through_its_page_from_top_to_bottom(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    window = MainWindow(keeper)
    window.closing.connect(lambda event: event.accept())
    qtbot.addWidget(window)
    page = QWidget()
    column = QVBoxLayout(page)
    below = QLineEdit(page)
    above = QLineEdit(page)
    column.addWidget(above)
    column.addWidget(below)
    window.add_page("runs", "Runs")
    window.set_factory("runs", lambda: page)
    window.show()
    window.show_page("runs")
    window.activateWindow()
    above.setFocus()
    qtbot.waitUntil(above.hasFocus)
    window.focusNextPrevChild(True)
    assert window.focusWidget() is below
