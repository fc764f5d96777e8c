from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeKeeper
from gui.widgets.banner import Banner
from tests.gui.pixels import colours

LONG = "Rank 1 on CPU 1 was ended by SIGKILL, most likely for want of memory. " * 3


@pytest.fixture
def banner(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[Banner]:
    """In a page that is shown."""
    page = QWidget()
    qtbot.addWidget(page)
    banner = Banner(page)
    column = QVBoxLayout(page)
    column.addWidget(banner)
    column.addStretch(1)
    page.resize(700, 300)
    page.show()
    yield banner


def words(banner: Banner) -> list[str]:
    """What can be read in it."""
    return [label.text() for label in banner.findChildren(QLabel) if label.isVisible()]


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_it_is_not_there_until_it_has_something_to_say(banner: Banner) -> None:
    assert not banner.isVisible()
    banner.tell("The disk is full.", "Delete runs.")
    assert banner.isVisible()
    assert words(banner) == ["The disk is full.", "Delete runs."]
    assert banner.accessibleName() == "The disk is full. Delete runs."


def test_that_only_what_was_told_last_is_left(banner: Banner) -> None:
    banner.tell("The disk is full.", "Delete runs.", action="Open Runs")
    banner.tell("The loom broke.")
    assert words(banner) == ["The loom broke."]
    assert not banner.findChild(QPushButton, "banner-action").isVisible()


def test_that_its_button_tells_and_leaves_it_there(qtbot: QtBot, banner: Banner) -> None:
    banner.tell("The disk is full.", action="Open Runs")
    button = banner.findChild(QPushButton, "banner-action")
    assert button.text() == "Open Runs"
    with qtbot.waitSignal(banner.action_clicked):
        click(qtbot, button)
    assert banner.isVisible()


def test_that_it_is_sent_away_and_comes_back_with_news(qtbot: QtBot, banner: Banner) -> None:
    banner.tell("The disk is full.")
    with qtbot.waitSignal(banner.closed):
        click(qtbot, banner.findChild(QToolButton, "banner-close"))
    assert not banner.isVisible()
    banner.tell("The loom broke.")
    assert banner.isVisible()


def test_that_one_that_must_stay_cannot_be_sent_away(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    banner = Banner(closable=False)
    qtbot.addWidget(banner)
    banner.tell("The run failed.")
    assert not banner.findChild(QToolButton, "banner-close").isVisible()


def test_that_error_warning_and_note_have_a_line_of_their_own_colour(banner: Banner) -> None:
    lines = []
    for severity in ("error", "warning", "note"):
        banner.tell("Something happened.", severity=severity)
        top = banner.rect().adjusted(20, 0, -20, 1 - banner.height())
        lines.append(colours(banner, top).most_common(1)[0][0])
    assert len(set(lines)) == 3


def test_that_a_long_sentence_is_told_in_full(banner: Banner) -> None:
    banner.tell(LONG, LONG)
    banner.parentWidget().grab()  # lays it out
    for label in banner.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_that_a_sentence_is_no_markup(banner: Banner) -> None:
    """Errors quote names and types of other people."""
    banner.tell("No layer <b>head</b>.", "Expected <i>int</i>.")
    for label in banner.findChildren(QLabel):
        plain = QLabel(label.text())
        plain.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(False)
        assert label.sizeHint().width() == plain.sizeHint().width()
