from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.theme import ThemeKeeper
from gui.views.run.header import RunHeader
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
