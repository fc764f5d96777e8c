"""The real window from preset to finished run, on real processes."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from engine.launcher.steer import kill_and_wait
from engine.record.events import RunState
from engine.record.folder import RunFolder, list_runs
from engine.record.series import read_points
from engine.record.status import read_status
from engine.spec.toml import apply_changes
from gui.app import show_window
from gui.settings import Settings
from gui.theme import ThemeKeeper
from gui.views.compose.problem_list import ProblemRow
from gui.views.compose.strategy_tile import StrategyTile
from gui.views.compose.view import ComposeWorkspace
from gui.views.run.tab import RunTab
from gui.views.run.view import RunWorkspace
from gui.wiring import Window
from tests.gui.windows import end_window
from tests.outcome import values, weights
from tests.running import kill, processes_of, wait_for_end

_TIMEOUT_MS = 60_000


@pytest.fixture
def window(qtbot: QtBot, runs_dir: Path, tmp_path: Path) -> Iterator[Window]:
    opened = _open(runs_dir, tmp_path)
    yield opened
    end_window(opened)
    for path in list_runs(runs_dir):
        if RunFolder(path).is_alive():
            kill_and_wait(RunFolder(path))


def _open(runs_dir: Path, tmp_path: Path) -> Window:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(cast(QApplication, QApplication.instance()))
    return show_window(keeper, Settings(store), runs_dir)


def _compose(window: Window, qtbot: QtBot) -> ComposeWorkspace:
    qtbot.waitUntil(lambda: window.main.has_page("compose"), timeout=_TIMEOUT_MS)
    page = cast(ComposeWorkspace, window.main.page("compose"))
    qtbot.waitUntil(lambda: page.forecast is not None, timeout=_TIMEOUT_MS)
    return page


def _start(window: Window, qtbot: QtBot, **training: object) -> RunTab:
    page = _compose(window, qtbot)
    changes = {f"training.{name}": value for name, value in training.items()}
    page.set_spec(apply_changes(page.draft.spec, changes))
    page.start()
    return _only_tab(window, qtbot)


def _only_tab(window: Window, qtbot: QtBot) -> RunTab:
    found: list[RunTab] = []

    def is_open() -> bool:
        paths = list_runs(window.runs_dir)
        page = cast(RunWorkspace, window.main.page("run"))
        found[:] = [tab for path in paths if (tab := page.tab(path)) is not None]
        return bool(found)

    qtbot.waitUntil(is_open, timeout=_TIMEOUT_MS)
    return found[0]


def test_that_a_preset_trains_and_the_curves_hold_the_runs_own_numbers(window: Window, qtbot: QtBot) -> None:
    tab = _start(window, qtbot, max_epochs=2)
    qtbot.waitUntil(lambda: tab.state is RunState.COMPLETED, timeout=_TIMEOUT_MS)
    folder = RunFolder(tab.path)
    for metric in ("loss", "accuracy"):
        points = read_points(folder.series_path("train", metric))
        plot = tab.plots.plot(metric)
        qtbot.waitUntil(lambda: len(plot.curve_data(f"train/{metric}")[0]) == len(points), timeout=5_000)  # noqa: B023
        steps, values = plot.curve_data(f"train/{metric}")
        np.testing.assert_array_equal(steps, points["step"])
        np.testing.assert_array_equal(values, points["value"])
    device = folder.read_plan().devices[0]
    busy = read_points(folder.series_path(device.source, "utilisation_percent"))
    strip = tab.plots.plot("utilisation_percent")
    key = f"{device.source}/utilisation_percent"
    qtbot.waitUntil(lambda: len(strip.curve_data(key)[0]) == len(busy), timeout=5_000)
    np.testing.assert_array_equal(strip.curve_data(key)[1], busy["value"])


def test_that_a_run_stopped_and_resumed_from_the_window_ends_as_one_never_stopped(
    window: Window, qtbot: QtBot
) -> None:
    tab = _start(window, qtbot, max_epochs=12)
    qtbot.waitUntil(lambda: tab.step > 3, timeout=_TIMEOUT_MS)
    tab.header.button("stop").click()
    qtbot.waitUntil(lambda: tab.state is RunState.STOPPED, timeout=_TIMEOUT_MS)
    qtbot.waitUntil(tab.header.button("resume").isEnabled, timeout=_TIMEOUT_MS)
    wait_for_end(RunFolder(tab.path))
    tab.header.button("resume").click()
    qtbot.waitUntil(lambda: tab.state is RunState.COMPLETED, timeout=_TIMEOUT_MS)
    status = read_status(RunFolder(tab.path))
    assert status.attempt == 2
    assert status.step == status.total_steps
    cast(ComposeWorkspace, window.main.page("compose")).start()
    qtbot.waitUntil(lambda: len(list_runs(window.runs_dir)) == 2, timeout=_TIMEOUT_MS)
    (whole,) = (RunFolder(path) for path in list_runs(window.runs_dir) if path != tab.path)
    assert wait_for_end(whole).state is RunState.COMPLETED
    for metric in ("loss", "accuracy", "learning_rate"):
        assert values(RunFolder(tab.path), "train", metric) == values(whole, "train", metric)
    assert values(RunFolder(tab.path), "eval", "loss") == values(whole, "eval", "loss")
    assert weights(RunFolder(tab.path)) == weights(whole)


@pytest.mark.slow
def test_that_a_run_stopped_on_one_slice_goes_on_elsewhere_under_ddp_on_two(
    window: Window, qtbot: QtBot
) -> None:
    page = _compose(window, qtbot)
    page.set_spec(apply_changes(page.draft.spec, {"strategy.kind": "single", "devices.count": 1}))
    tab = _start(window, qtbot, max_epochs=None, max_steps=150)
    qtbot.waitUntil(lambda: tab.step > 3, timeout=_TIMEOUT_MS)
    tab.header.button("stop").click()
    elsewhere = tab.header.button("elsewhere")
    qtbot.waitUntil(elsewhere.isVisible, timeout=_TIMEOUT_MS)
    elsewhere.click()
    qtbot.waitUntil(page.resumption.isVisible, timeout=_TIMEOUT_MS)
    checkpoint = RunFolder(tab.path).latest_checkpoint()
    assert checkpoint is not None
    assert page.resumption.sentence == f"{tab.path.name} goes on from step {checkpoint.step}."
    page.findChild(QSpinBox, "devices.count").setValue(2)
    qtbot.mouseClick(page.findChild(StrategyTile, "strategy-ddp"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_planned)
    row = page.findChild(ProblemRow, "problem-training.micro_batch_size")
    row.findChild(QPushButton, "fix").click()
    page.findChild(QPushButton, "compose-start").click()
    qtbot.waitUntil(lambda: tab.state is RunState.COMPLETED, timeout=_TIMEOUT_MS)
    folder = RunFolder(tab.path)
    assert (folder.read_plan(1).world_size, folder.read_plan(2).world_size) == (1, 2)
    assert list(values(folder, "train", "loss")) == list(range(1, 151))
    assert not page.resumption.isVisible()


def test_that_a_run_that_was_killed_or_interrupted_goes_on_from_its_header(
    window: Window, qtbot: QtBot
) -> None:
    tab = _start(window, qtbot, max_epochs=None, max_steps=300, checkpoint_every_steps=25)
    resume = tab.header.button("resume")
    qtbot.waitUntil(lambda: tab.step > 30, timeout=_TIMEOUT_MS)
    window.engine.send_command(tab.path, "kill")
    qtbot.waitUntil(lambda: tab.state is RunState.KILLED and resume.isVisible(), timeout=_TIMEOUT_MS)
    resume.click()  # its launcher may still be on its way out
    qtbot.waitUntil(lambda: tab.step > 60 and tab.state is RunState.RUNNING, timeout=_TIMEOUT_MS)
    kill(processes_of(RunFolder(tab.path)).launcher)
    qtbot.waitUntil(lambda: tab.state is RunState.INTERRUPTED and resume.isVisible(), timeout=_TIMEOUT_MS)
    resume.click()
    qtbot.waitUntil(lambda: tab.state is RunState.COMPLETED, timeout=_TIMEOUT_MS)
    status = read_status(RunFolder(tab.path))
    assert (status.attempt, status.step) == (3, 300)
    assert not resume.isVisible()


def test_that_a_closed_window_leaves_the_run_and_a_new_one_finds_it(
    window: Window, qtbot: QtBot, runs_dir: Path, tmp_path: Path
) -> None:
    tab = _start(window, qtbot, max_epochs=100_000)
    qtbot.waitUntil(lambda: tab.step > 3, timeout=_TIMEOUT_MS)
    path = tab.path
    window.close()
    assert RunFolder(path).is_alive()
    again = _open(runs_dir, tmp_path)
    try:
        qtbot.waitUntil(lambda: again.main.shown == "run", timeout=_TIMEOUT_MS)
        found = _only_tab(again, qtbot)
        assert found.path == path
        qtbot.waitUntil(lambda: found.step > tab.step, timeout=_TIMEOUT_MS)
        found.header.button("stop").click()
        qtbot.waitUntil(lambda: found.state is RunState.STOPPED, timeout=_TIMEOUT_MS)
    finally:
        end_window(again)
    wait_for_end(RunFolder(path))


def test_that_two_windows_follow_and_steer_the_same_run(
    window: Window, qtbot: QtBot, runs_dir: Path, tmp_path: Path
) -> None:
    tab = _start(window, qtbot, max_epochs=100_000)
    qtbot.waitUntil(lambda: tab.step > 3, timeout=_TIMEOUT_MS)
    other = _open(runs_dir, tmp_path)
    try:
        twin = _only_tab(other, qtbot)
        qtbot.waitUntil(lambda: twin.step > 3, timeout=_TIMEOUT_MS)
        twin.header.button("pause").click()
        qtbot.waitUntil(lambda: tab.state is RunState.PAUSED, timeout=_TIMEOUT_MS)
        tab.header.button("stop").click()
        qtbot.waitUntil(lambda: twin.state is tab.state is RunState.STOPPED, timeout=_TIMEOUT_MS)
    finally:
        end_window(other)
    wait_for_end(RunFolder(tab.path))
    assert read_status(RunFolder(tab.path)).damaged_events == 0
