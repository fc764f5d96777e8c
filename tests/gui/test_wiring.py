from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from gui.app import show_window
from gui.models.messages import InventoryFound
from gui.settings import Settings
from gui.theme import ThemeKeeper
from gui.views.monitor.view import MonitorWorkspace
from gui.wiring import Window

_TIMEOUT_MS = 20_000
Opener = Callable[[], Window]


@pytest.fixture
def open_window(runs_dir: Path, tmp_path: Path, keeper: ThemeKeeper) -> Iterator[Opener]:
    """Opens the real window, again and again with the same settings."""
    opened: list[Window] = []

    def open_one() -> Window:
        store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        opened.append(show_window(keeper, Settings(store), runs_dir))
        return opened[-1]

    yield open_one
    for window in opened:
        window.close()


@pytest.fixture
def window(open_window: Opener) -> Window:
    return open_window()


def test_that_monitor_shows_what_came_before_it_was_opened(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.inventory is not None, timeout=_TIMEOUT_MS)
    (device, *_) = cast(InventoryFound, window.inventory).inventory.cpu_slices(1)
    points = window.history.points(device.id, "memory")
    qtbot.waitUntil(lambda: len(points) >= 3, timeout=_TIMEOUT_MS)
    assert not window.main.has_page("monitor")
    before = points.times.tolist()
    window.main.show_page("monitor")
    page = cast(MonitorWorkspace, window.main.page("monitor"))
    plot = page.card(device.id).plot("memory")
    assert plot.curve_data("memory")[0][: len(before)].tolist() == before
    qtbot.waitUntil(lambda: len(plot.curve_data("memory")[0]) > len(before), timeout=_TIMEOUT_MS)
