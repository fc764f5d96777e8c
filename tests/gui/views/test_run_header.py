from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.record.events import RunState
from gui.theme import ThemeKeeper
from gui.views.run.header import RunHeader
from gui.views.run.steering import Steering
from tests.gui.pixels import colours


@pytest.fixture
def header(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[RunHeader]:
    header = RunHeader(keeper)
    qtbot.addWidget(header)
    header.resize(1150, 50)
    header.show()
    yield header


def title(header: RunHeader) -> QLabel:
    label = header.findChild(QLabel, "run-title")
    header.grab()  # lays it out
    return label


def inks_at_the_end(label: QLabel) -> int:
    """How many colours the upper half of its last letter has; dots have none there."""
    return len(colours(label, QRect(label.width() - 9, 2, 9, label.height() // 2 - 2)))


def test_that_a_name_that_is_too_long_ends_in_dots_and_is_whole_under_the_mouse(header: RunHeader) -> None:
    header.show_name("M" * 200, "a folder")
    label = title(header)
    assert header.width() == 1150
    assert inks_at_the_end(label) == 1
    assert label.toolTip() == "M" * 200


def test_that_a_name_that_fits_is_shown_in_full(qtbot: QtBot, header: RunHeader) -> None:
    header.show_name("MMMM", "a folder")
    label = title(header)
    qtbot.waitUntil(lambda: label.width() >= label.fontMetrics().horizontalAdvance("MMMM"))
    assert inks_at_the_end(label) > 1


def shown_words(header: RunHeader) -> dict[str, str]:
    actions = ("pause", "checkpoint", "evaluate", "stop", "kill")
    return {action: header.button(action).text() for action in actions}


def test_that_buttons_give_up_their_words_one_by_one_before_the_title_is_cut(
    qtbot: QtBot, header: RunHeader
) -> None:
    header.show_steering(Steering(state=RunState.RUNNING))
    header.show_name("digits", "a folder")
    assert all(shown_words(header).values())
    header.show_name("digits-ddp · DistributedDataParallel · CPU 0, CPU 1", "a folder")
    label = title(header)
    qtbot.waitUntil(lambda: label.width() >= label.sizeHint().width())
    words = shown_words(header)
    assert words["evaluate"] == "" and words["pause"] and words["kill"]
    assert header.button("evaluate").toolTip().startswith("Evaluate")
    assert header.button("evaluate").accessibleName() == "Evaluate now"


def test_that_a_button_without_words_tells_what_it_is_doing(header: RunHeader) -> None:
    header.show_name("M" * 200, "a folder")
    header.show_steering(Steering(state=RunState.RUNNING))
    assert shown_words(header)["evaluate"] == ""
    header.show_steering(Steering(state=RunState.RUNNING, pending=frozenset({"evaluate"})))
    assert shown_words(header)["evaluate"] == "Evaluating…"


def test_that_words_come_back_with_more_room(header: RunHeader) -> None:
    header.show_steering(Steering(state=RunState.RUNNING))
    header.show_name("digits-ddp · DistributedDataParallel · CPU 0, CPU 1", "a folder")
    header.resize(1800, 50)
    assert all(shown_words(header).values())
