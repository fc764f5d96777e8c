import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.step_bars import _COLOURS, PHASES, StepBars
from gui.theme import ThemeKeeper

SECONDS = {
    "data": 0.001,
    "forward": 0.003,
    "backward": 0.004,
    "communication": 0.001,
    "optimizer": 0.0005,
    "rest": 0.0005,
}


@pytest.fixture
def bars(qtbot: QtBot, qapp: QApplication) -> StepBars:
    bars = StepBars(ThemeKeeper(qapp))
    qtbot.addWidget(bars)
    bars.resize(500, 200)
    return bars


def widths(bars: StepBars, y: int) -> dict[str, int]:
    """Pixels of each phase's colour in one line of the picture."""
    image = bars.grab().toImage()
    found = [image.pixelColor(x, y).name() for x in range(image.width())]
    return {phase: found.count(QColor(_COLOURS[phase]).name()) for phase in PHASES}


def test_that_bars_are_as_long_as_their_seconds(bars: StepBars) -> None:
    bars.set_rank(0, SECONDS)
    bars.set_rank(1, {phase: seconds / 2 for phase, seconds in SECONDS.items()})
    whole, half = widths(bars, 10), widths(bars, 40)
    for phase in ("forward", "backward"):
        assert whole[phase] == pytest.approx(2 * half[phase], abs=4)
    assert whole["backward"] / whole["forward"] == pytest.approx(4 / 3, rel=0.05)


def test_that_shares_add_up(bars: StepBars) -> None:
    bars.set_rank(0, SECONDS)
    assert sum(bars.shares().values()) == pytest.approx(1.0)
    assert bars.shares()["forward"] == pytest.approx(0.3)
    assert "rank 0" in bars.accessibleDescription()


def test_that_nothing_known_is_said_in_words(bars: StepBars) -> None:
    assert bars.shares() == {}
    empty = bars.grab().toImage()
    bars.set_rank(0, SECONDS)
    bars.clear()
    assert bars.grab().toImage() == empty
