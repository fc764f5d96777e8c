import pytest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeKeeper
from gui.widgets.meter import Meter
from tests.gui.pixels import colours

INK = "#228833"


@pytest.fixture
def meter(qtbot: QtBot, keeper: ThemeKeeper) -> Meter:
    meter = Meter(keeper, INK)
    qtbot.addWidget(meter)
    meter.resize(100, 6)
    return meter


def filled(meter: Meter) -> float:
    """The share of the bar that is painted in its colour."""
    found = colours(meter)
    return found[INK] / sum(found.values())


@pytest.mark.parametrize("share", [0.25, 0.5, 0.97])
def test_that_the_bar_is_as_full_as_it_is_told(meter: Meter, share: float) -> None:
    meter.set_share(share)
    assert filled(meter) == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(("told", "shown"), [(1.7, 1.0), (-0.2, 0.0)])
def test_that_a_share_beyond_its_ends_stays_within_the_bar(meter: Meter, told: float, shown: float) -> None:
    meter.set_share(told)
    assert meter.share == shown
    assert filled(meter) == pytest.approx(shown, abs=0.05)


def test_that_the_least_load_is_seen_and_none_is_not(meter: Meter) -> None:
    meter.set_share(0.001)
    assert filled(meter) > 0
    for share in (0.0, None):
        meter.set_share(0.5)
        meter.set_share(share)
        assert filled(meter) == 0


def test_that_it_follows_the_theme(meter: Meter, keeper: ThemeKeeper) -> None:
    before = colours(meter).most_common(1)[0][0]
    keeper.set_mode("dark")
    try:
        assert colours(meter).most_common(1)[0][0] != before
    finally:
        keeper.set_mode("system")


def test_that_it_takes_what_room_there_is_only_where_told(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    row = QHBoxLayout(place)
    fixed = Meter(keeper, INK, width=46)
    wide = Meter(keeper, INK, width=46, stretches=True)
    for meter in (fixed, wide):
        row.addWidget(meter)
    place.resize(400, 20)
    place.grab()  # lays it out
    assert fixed.width() == 46
    assert wide.width() > 250
