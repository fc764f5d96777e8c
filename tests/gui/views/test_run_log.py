from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from engine.devices.inventory import read_inventory
from engine.planning import plan_run
from gui.models.messages import LogText
from gui.theme import ThemeKeeper
from gui.views.run.log_page import LogPage, level_of
from tests.running import small_spec

LINES = (
    "loading data",
    "a.py:1: UserWarning: slow",
    "  warn(slow)",
    "step 1",
    "Traceback (most recent call last):",
    '  File "a.py", line 1, in <module>',
    "ValueError: no such thing",
    "after",
)


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> LogPage:
    page = LogPage(keeper)
    qtbot.addWidget(page)
    plan = plan_run(small_spec(), read_inventory()).plan
    assert plan is not None
    page.show_plan(plan)
    page.resize(500, 300)
    return page


def tell(page: LogPage, *lines: str, name: str = "rank-0", restarted: bool = False) -> None:
    page.take(
        LogText(path=Path("run"), name=name, text="".join(f"{x}\n" for x in lines), restarted=restarted)
    )


def test_that_a_line_has_a_level() -> None:
    levels, before = [], "info"
    for line in LINES:
        before = level_of(line, before)
        levels.append(before)
    assert levels == ["info", "warning", "warning", "info", "error", "error", "error", "info"]


def test_that_only_the_log_that_is_looked_at_is_wanted(page: LogPage, qtbot: QtBot) -> None:
    wanted: list[str] = []
    page.wanted.connect(wanted.append)
    page.show()
    assert wanted[-1] == "rank-0"
    source = page.findChild(QComboBox, "log-source")
    source.setCurrentIndex(source.findData("launcher"))
    assert wanted[-1] == "launcher"
    page.hide()
    assert wanted[-1] == ""


def test_that_lines_come_in_order_and_a_new_file_replaces_them(page: LogPage) -> None:
    page.show()
    tell(page, *LINES[:4])
    tell(page, *LINES[4:])
    assert page.shown_text.splitlines() == list(LINES)
    tell(page, "of somebody else", name="rank-1")
    assert "somebody" not in page.shown_text
    tell(page, "anew", restarted=True)
    assert page.shown_text == "anew"


@pytest.mark.parametrize(("level", "first", "num"), [("error", "Traceback", 3), ("warning", "a.py:1", 5)])
def test_that_a_level_hides_the_rest(page: LogPage, level: str, first: str, num: int) -> None:
    page.show()
    tell(page, *LINES)
    choice = page.findChild(QComboBox, "log-level")
    choice.setCurrentIndex(choice.findData(level))
    shown = page.shown_text.splitlines()
    assert len(shown) == num
    assert shown[0].startswith(first)
    tell(page, "step 2", "RuntimeError: again")
    assert page.shown_text.splitlines()[-1] == "RuntimeError: again"
    choice.setCurrentIndex(choice.findData("all"))
    assert len(page.shown_text.splitlines()) == len(LINES) + 2


def test_that_enter_goes_from_one_finding_to_the_next(page: LogPage, qtbot: QtBot) -> None:
    page.show()
    tell(page, *(f"step {number}" for number in range(50)))
    search = page.findChild(QLineEdit, "log-search")
    text = page.findChild(QPlainTextEdit, "log-text")
    qtbot.keyClicks(search, "step 4")
    found = []
    for _ in range(12):
        qtbot.keyClick(search, Qt.Key.Key_Return)
        found.append(text.textCursor().blockNumber())
    assert sorted(set(found)) == [4, *range(40, 50)], "step 4 and 40 to 49, from the start again at the end"
    assert len(found) > len(set(found))


def test_that_it_stays_at_the_end_unless_told_otherwise(page: LogPage) -> None:
    page.show()
    text = page.findChild(QPlainTextEdit, "log-text")
    bar = text.verticalScrollBar()
    tell(page, *(f"line {number}" for number in range(500)))
    assert bar.value() == bar.maximum() > 0
    page._follow.setChecked(False)
    bar.setValue(0)
    tell(page, "one more")
    assert bar.value() == 0
