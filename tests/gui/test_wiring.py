from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.written import WrittenOption
from engine.spec import RunSpec
from engine.spec.presets import find_spec
from engine.spec.toml import read_spec, write_spec
from gui.app import show_window
from gui.models.column_choice import ColumnChoice
from gui.models.messages import InventoryFound
from gui.models.run_columns import Column
from gui.settings import Settings
from gui.theme import ThemeKeeper
from gui.views.lab.choices import THIS_SPEC
from gui.views.lab.sweep_form import SweepForm
from gui.views.lab.sweep_list import THIS_SPEC as SWEEP_OF_THIS_SPEC
from gui.views.lab.view import LabWorkspace
from gui.views.monitor.view import MonitorWorkspace
from gui.views.runs.table import RunsTable
from gui.views.runs.view import RunsWorkspace
from gui.wiring import Window
from tests.gui.studies import new_study, tell, whole
from tests.gui.windows import end_window
from tests.running import small_spec

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
        end_window(window)


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


def test_that_lab_plans_presets_and_what_is_composed_and_opens_a_study(
    window: Window, qtbot: QtBot, runs_dir: Path
) -> None:
    qtbot.waitUntil(lambda: window.inventory is not None, timeout=_TIMEOUT_MS)
    folder = new_study(runs_dir)
    tell(folder, *whole(folder))
    window.main.show_page("lab")
    page = cast(LabWorkspace, window.main.page("lab"))
    qtbot.waitUntil(lambda: page.setup.beforehand.can_start, timeout=_TIMEOUT_MS)
    page.setup.choices.choose(THIS_SPEC)
    assert not page.setup.beforehand.can_start
    qtbot.waitUntil(lambda: page.setup.beforehand.can_start, timeout=_TIMEOUT_MS)
    study = page.setup.choices.study
    assert study is not None and study.spec.model == window.composing.current().model
    page.open_study(folder.path)
    qtbot.waitUntil(lambda: page.shows_race, timeout=_TIMEOUT_MS)
    assert page.race.path == folder.path


def test_that_a_sweep_of_what_is_composed_is_planned_in_its_form(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.inventory is not None, timeout=_TIMEOUT_MS)
    form, start = open_sweep_form(window)
    assert form.sweep is not None and form.sweep.spec == window.composing.current()
    assert not start.isEnabled()
    qtbot.waitUntil(start.isEnabled, timeout=_TIMEOUT_MS)


@pytest.mark.slow
def test_that_a_sweep_is_started_from_its_form_and_finds_its_best(
    window: Window, qtbot: QtBot, runs_dir: Path
) -> None:
    qtbot.waitUntil(lambda: window.inventory is not None, timeout=_TIMEOUT_MS)
    window.main.show_page("compose")
    window.composing.page.set_spec(small_spec(strategy="single", devices=1, max_steps=40))
    form, start = open_sweep_form(window)
    form.options.show_options((WrittenOption("training.seed", "0, 1"),), window.composing.current())
    form.options.changed.emit()
    choose_method(form, "grid")
    qtbot.waitUntil(start.isEnabled, timeout=_TIMEOUT_MS)
    start.click()
    qtbot.waitUntil(lambda: start.text() == "Stop the sweep", timeout=60_000)
    page = cast(LabWorkspace, window.main.page("lab")).sweeps
    assert page is not None
    qtbot.waitUntil(lambda: [line[-1] for line in page.table.words()] == ["completed"] * 2, timeout=90_000)
    (folder,) = SweepFolder.all_in(runs_dir)
    assert folder.read_sweep() == form.sweep
    qtbot.waitUntil(lambda: not folder.is_alive(), timeout=_TIMEOUT_MS)


def open_sweep_form(window: Window) -> tuple[SweepForm, QPushButton]:
    """The form of a sweep of what is composed, and the button that starts it."""
    window.main.show_page("lab")
    page = cast(LabWorkspace, window.main.page("lab"))
    assert page.sweeps is None  # it is made when it is first looked at
    sweeps = page.findChild(QPushButton, "lab-sweeps")
    assert sweeps is not None
    sweeps.click()
    assert page.sweeps is not None
    page.sweeps.choices.choose(SWEEP_OF_THIS_SPEC)
    start = page.sweeps.findChild(QPushButton, "sweep-act")
    assert start is not None
    return page.sweeps.form, start


def choose_method(form: SweepForm, method: str) -> None:
    box = form.findChild(QComboBox, "sweep.method")
    assert box is not None
    box.setCurrentIndex(box.findData(method))
    box.activated.emit(box.currentIndex())


def test_that_the_first_spec_is_a_preset_that_fits_and_what_is_composed_is_remembered(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: window.main.has_page("compose"), timeout=_TIMEOUT_MS)
    page = window.composing.page
    qtbot.waitUntil(lambda: page.forecast is not None, timeout=_TIMEOUT_MS)
    several = len(cast(InventoryFound, window.inventory).inventory.cores) > 1
    assert page.draft.spec == read_spec(find_spec("digits-ddp" if several else "digits-single"))
    page.set_spec(RunSpec(name="mine"))
    window.close()
    assert open_window().composing.page.draft.spec == RunSpec(name="mine")


def test_that_a_run_a_preset_and_a_file_are_composed_from_and_can_be_undone(
    window: Window, qtbot: QtBot, runs_dir: Path, tmp_path: Path
) -> None:
    spec = RunSpec(name="cloned")
    (runs_dir / "a run").mkdir()
    write_spec(runs_dir / "a run" / "spec.toml", spec)
    write_spec(tmp_path / "kept.toml", RunSpec(name="kept"))
    window.main.show_page("runs")
    window.composing.clone(runs_dir / "a run")
    qtbot.waitUntil(lambda: window.main.shown == "compose", timeout=_TIMEOUT_MS)
    page = window.composing.page
    assert page.draft.spec == spec
    page.file_requested.emit(tmp_path / "kept.toml")
    qtbot.waitUntil(lambda: page.draft.spec == RunSpec(name="kept"), timeout=_TIMEOUT_MS)
    window.composing.open_preset("digits-mlp")
    assert page.draft.spec == read_spec(find_spec("digits-mlp"))
    page.undo()
    page.undo()
    assert page.draft.spec == spec


def test_that_a_run_whose_spec_is_gone_and_an_unknown_preset_are_told(
    window: Window, qtbot: QtBot, runs_dir: Path
) -> None:
    (runs_dir / "a run").mkdir()
    window.composing.clone(runs_dir / "a run")
    qtbot.waitUntil(lambda: "spec.toml" in _banner_words(window), timeout=_TIMEOUT_MS)
    window.composing.open_preset("nonesuch")
    assert "nonesuch" in _banner_words(window)


def test_that_the_columns_of_the_runs_are_remembered(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.main.show_page("runs")
    page = cast(RunsWorkspace, window.main.page("runs"))
    choice = ColumnChoice(shown=frozenset({Column.NAME, Column.NOTE}), widths={Column.NOTE: 333})
    page.columns_changed.emit(choice)
    window.close()
    again = open_window()
    again.main.show_page("runs")
    assert again.main.page("runs").findChild(RunsTable).columns() == choice


def _banner_words(window: Window) -> str:
    return " ".join(label.text() for label in window.main.banner.findChildren(QLabel))
