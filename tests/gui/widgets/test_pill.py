from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from engine.record.events import RunState
from gui.i18n import install_language
from gui.theme import DARK, LIGHT, Theme, ThemeKeeper
from gui.widgets.pill import Pill, state_word
from tests.gui.pixels import colours, legibility


@pytest.fixture
def pill(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[Pill]:
    place = QFrame()  # the ground of the window
    qtbot.addWidget(place)
    place.resize(200, 40)
    yield Pill(keeper, place)
    keeper.set_mode("system")


def show(pill: Pill, state: RunState) -> Pill:
    pill.set_state(state)
    pill.resize(pill.sizeHint())
    return pill


def ground(pill: Pill) -> str:
    """The colour that most of it has."""
    return colours(pill.parentWidget(), pill.geometry()).most_common(1)[0][0]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_every_state_can_be_read(pill: Pill, keeper: ThemeKeeper, theme: Theme) -> None:
    keeper.set_mode(theme.name)
    found = {
        state: legibility(show(pill, state).parentWidget(), pill.geometry().adjusted(5, 3, -5, -3))
        for state in RunState
    }
    assert {state: ratio for state, ratio in found.items() if ratio < 4.5} == {}


def test_that_good_bad_and_going_on_differ_in_colour(pill: Pill) -> None:
    states = (RunState.COMPLETED, RunState.FAILED, RunState.RUNNING, RunState.PAUSED, RunState.QUEUED)
    assert len({ground(show(pill, state)) for state in states}) == len(states)


def test_that_it_follows_the_theme(pill: Pill, keeper: ThemeKeeper) -> None:
    show(pill, RunState.RUNNING)
    before = ground(pill)
    keeper.set_mode("dark")
    assert ground(pill) != before


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_it_is_as_wide_as_its_word_and_says_it_to_a_screen_reader(
    pill: Pill, qapp: QApplication, language: str
) -> None:
    install_language(language)
    try:
        for state in RunState:
            show(pill, state)
            assert pill.accessibleName() == state_word(state)
            assert pill.width() > pill.fontMetrics().horizontalAdvance(state_word(state))
        assert len({state_word(state) for state in RunState}) == len(RunState)
    finally:
        install_language("en")


def test_that_nothing_is_painted_before_a_state_is_known(pill: Pill) -> None:
    pill.resize(pill.sizeHint())
    assert pill.state is None
    assert len(colours(pill.parentWidget(), pill.geometry())) == 1
