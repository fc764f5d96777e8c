"""The connected window: what opens first, what the keyboard does, and how it closes while runs live."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.devices.inventory import read_inventory
from engine.planning import plan_run
from engine.record.commands import CommandTail
from engine.record.events import RunState, StateChanged, append_event
from engine.record.folder import RunFolder, create_run
from engine.spec import DevicesSpec, MlpSpec, RunSpec
from gui.app import show_window
from gui.closing import ClosingDialog
from gui.i18n import install_language
from gui.palette import CommandPalette
from gui.settings import Settings
from gui.settings_dialog import SettingsDialog
from gui.theme import ThemeKeeper
from gui.views.compose.view import ComposeWorkspace
from gui.views.run.view import RunWorkspace
from gui.wiring import Window
from tests.gui.windows import end_window
from tests.running import small_spec

CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = ("compose", "run", "runs", "lab", "monitor")


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    """With patience: a busy machine answers late."""
    qtbot.waitUntil(condition, timeout=30_000)


@pytest.fixture
def opened(
    qtbot: QtBot,
    keeper: ThemeKeeper,
    settings: Settings,
    runs_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Window]]:
    """Opens a window, shown with its first workspace; all are closed in the end."""
    # On a machine so busy that the first look takes longer than a second, it would not be waited for.
    monkeypatch.setattr("gui.wiring._LONGEST_LOOK_MS", 30_000, raising=False)
    install_language("en")
    windows: list[Window] = []

    def open_one() -> Window:
        window = show_window(keeper, settings, runs_dir)
        windows.append(window)
        wait(qtbot, lambda: window.main.shown != "")
        return window

    yield open_one
    for window in windows:
        end_window(window)


@pytest.fixture
def window(opened: Callable[[], Window]) -> Window:
    """Of a machine on which no run lives."""
    return opened()


@pytest.fixture
def living(runs_dir: Path) -> Iterator[tuple[RunFolder, ...]]:
    """Two runs whose launcher lives: here, this test, which holds their locks."""
    first, second = (new_run(runs_dir, RunState.RUNNING) for _ in range(2))
    with first.hold_lock(), second.hold_lock():
        yield first, second


def new_run(runs_dir: Path, state: RunState) -> RunFolder:
    """The folder of a run in that state."""
    made = plan_run(small_spec(strategy="single", devices=1), read_inventory()).plan
    assert made is not None
    folder = create_run(runs_dir, small_spec(strategy="single", devices=1), made)
    append_event(folder, StateChanged(time=1e9, state=state))
    return folder


def compose(window: Window) -> ComposeWorkspace:
    return cast(ComposeWorkspace, window.main.page("compose"))


def press(qtbot: QtBot, window: Window, key: Qt.Key) -> None:
    qtbot.keyClick(window.main, key, CONTROL)


def on_top(kind: type[QWidget]) -> QWidget | None:
    """The dialog or popup of that kind that can be seen."""
    found = (each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())
    return next(found, None)


def tabs(window: Window, folders: tuple[RunFolder, ...]) -> list[bool]:
    """Whether each run has a tab."""
    page = cast(RunWorkspace, window.main.page("run"))
    return [page.tab(folder.path) is not None for folder in folders]


# --- what opens first


def test_that_a_machine_without_living_runs_opens_on_compose(window: Window, runs_dir: Path) -> None:
    assert window.main.shown == "compose"
    assert compose(window).isVisible()


def test_that_living_runs_open_on_their_tabs(
    qtbot: QtBot, living: tuple[RunFolder, ...], opened: Callable[[], Window]
) -> None:
    window = opened()
    assert window.main.shown == "run"
    wait(qtbot, lambda: tabs(window, living) == [True, True])


def test_that_a_living_run_among_hundreds_has_its_tab_though_it_is_found_late(
    qtbot: QtBot, living: tuple[RunFolder, ...], opened: Callable[[], Window], runs_dir: Path
) -> None:
    ended = new_run(runs_dir, RunState.COMPLETED)
    for number in range(300):
        shutil.copytree(ended.path, runs_dir / f"2099-01-01T00-00-00-{number:03}")  # looked at first
    window = opened()
    wait(qtbot, lambda: tabs(window, living) == [True, True])


def test_that_what_was_composed_last_is_there_again(
    qtbot: QtBot, opened: Callable[[], Window], settings: Settings
) -> None:
    mine = RunSpec(name="mine", devices=DevicesSpec(count=1), model=MlpSpec(hidden=(24,)))
    first = opened()
    wait(qtbot, lambda: first.inventory is not None)
    compose(first).set_spec(mine)
    qtbot.keyClicks(compose(first).findChild(QLineEdit, "name"), "!")
    first.main.resize(1000, 700)
    first.main.close()
    assert not first.main.isVisible()
    same = QWidget()
    qtbot.addWidget(same)
    same.restoreGeometry(settings.geometry)  # no larger than the screen
    again = opened()
    wait(qtbot, lambda: again.inventory is not None)
    assert compose(again).draft.spec == mine.model_copy(update={"name": "mine!"})
    assert again.main.size() == same.size()


def test_that_a_spec_of_another_time_is_told_and_a_preset_opened(
    qtbot: QtBot, opened: Callable[[], Window], settings: Settings
) -> None:
    settings.set_last_spec("[training]\nmax_epochs = 'for ever'\n")
    window = opened()
    wait(qtbot, window.main.banner.isVisible)
    assert "max_epochs" in window.main.banner.sentence or "for ever" in window.main.banner.sentence
    wait(qtbot, lambda: compose(window).draft.spec.name.startswith("digits"))


def test_that_a_run_that_is_opened_is_the_one_that_is_seen(
    qtbot: QtBot, window: Window, runs_dir: Path
) -> None:
    for _ in range(2):  # the second beside the tab of the first
        folder = new_run(runs_dir, RunState.COMPLETED)
        window.open_run(folder.path)
        page = cast(RunWorkspace, window.main.page("run"))
        wait(qtbot, lambda: tabs(window, (folder,)) == [True])  # noqa: B023
        shown = page.tab(folder.path)
        assert shown is not None
        wait(qtbot, shown.isVisible)


# --- the keyboard


def test_that_control_and_a_number_go_to_each_workspace(qtbot: QtBot, window: Window) -> None:
    for number in (4, 3, 2, 1):
        press(qtbot, window, Qt.Key(Qt.Key.Key_0 + number))
        wait(qtbot, lambda: window.main.shown == KEYS[number - 1])  # noqa: B023
        assert window.main.page(KEYS[number - 1]).isVisible()


def test_that_control_r_starts_what_is_composed_from_anywhere_with_what_was_just_typed(
    qtbot: QtBot, window: Window
) -> None:
    page = compose(window)
    wait(qtbot, lambda: page.forecast is not None and page.forecast.can_start)
    batch = page.findChild(QSpinBox, "training.micro_batch_size")
    batch.setFocus()
    batch.selectAll()
    qtbot.keyClicks(batch, "48")  # neither Enter nor Tab: the next key is Ctrl+R
    with qtbot.waitSignal(page.start_requested) as asked:
        press(qtbot, window, Qt.Key.Key_R)
    assert asked.args[0].training.micro_batch_size == 48
    window.main.show_page("monitor")
    with qtbot.waitSignal(page.start_requested):
        press(qtbot, window, Qt.Key.Key_R)
    assert window.main.shown == "compose", "where it cannot start, the reason is to be seen"


def test_that_control_k_finds_and_does_every_action(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_K)
    palette = on_top(CommandPalette)
    assert palette is not None
    assert {
        "Go to Monitor",
        "Settings",
        "Start what is composed",
        "Help for this field",
        "Close the window",
    } <= {*cast(CommandPalette, palette).found}
    line = palette.focusWidget()
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "monitor")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.main.shown == "monitor"
    assert on_top(CommandPalette) is None


def test_that_the_palette_tells_keys_and_finds_what_the_page_offers(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_K)
    palette = on_top(CommandPalette)
    assert palette is not None
    found = palette.findChild(QListWidget)
    keys = {found.item(row).text(): found.item(row).toolTip() for row in range(found.count())}
    palette.close()
    own = list(keys)[:9]
    assert [name for name in own if not keys[name]] == []
    assert (keys["Go to Monitor"], own[-1]) == ("Ctrl+5", "Close the window")
    assert "Run a script of my own…" in keys, "Compose is shown"


def test_that_control_comma_opens_the_settings(qtbot: QtBot, window: Window, keeper: ThemeKeeper) -> None:
    press(qtbot, window, Qt.Key.Key_Comma)
    dialog = on_top(SettingsDialog)
    assert dialog is not None
    qtbot.keyClick(dialog.findChild(QComboBox, "settings-theme"), Qt.Key.Key_End)
    assert keeper.theme.name == "dark"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert keeper.theme.name == "light"


def test_that_f1_explains_the_field_one_is_in(qtbot: QtBot, window: Window) -> None:
    field = compose(window).findChild(QSpinBox, "training.micro_batch_size")
    field.setFocus()
    wait(qtbot, field.hasFocus)
    before = shown_help()
    qtbot.keyClick(field, Qt.Key.Key_F1)
    wait(qtbot, lambda: shown_help() != before)
    (explained,) = shown_help() - before
    explained.close()


def shown_help() -> set[QWidget]:
    """The notes of What's This that can be seen."""
    return {
        each
        for each in QApplication.topLevelWidgets()
        if each.metaObject().className() == "QWhatsThat" and each.isVisible()
    }


def test_that_f1_outside_any_field_does_nothing(qtbot: QtBot, window: Window) -> None:
    window.main.setFocus()
    qtbot.keyClick(window.main, Qt.Key.Key_F1)
    assert shown_help() == set()


# --- what the engine tells


def test_that_the_status_bar_goes_to_the_runs_that_live(
    qtbot: QtBot, living: tuple[RunFolder, ...], opened: Callable[[], Window]
) -> None:
    window = opened()
    window.main.show_page("monitor")
    button = window.main.findChild(QPushButton, "status-runs")
    wait(qtbot, lambda: button.text() == "2 runs alive")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.main.shown == "run"
    wait(qtbot, lambda: tabs(window, living) == [True, True])


def test_that_a_command_that_cannot_be_obeyed_is_told(
    qtbot: QtBot,
    window: Window,
    runs_dir: Path,
) -> None:
    ended = new_run(runs_dir, RunState.COMPLETED)
    window.stop(ended.path)
    wait(qtbot, window.main.banner.isVisible)
    assert window.main.banner.sentence


def test_that_a_fault_of_the_window_is_told_and_the_window_lives(window: Window) -> None:
    window.tell_unexpected("A fault of the window: ValueError: no. Details are in a file.")
    assert window.main.banner.isVisible()
    assert "Runs are not touched" in " ".join(
        label.text() for label in window.main.banner.findChildren(QLabel)
    )


# --- the end


def close_and(window: Window, qtbot: QtBot, choice: str) -> None:
    """Close it, and press that button where it asks what becomes of the two runs."""
    wait(qtbot, lambda: window.main.findChild(QPushButton, "status-runs").text() == "2 runs alive")
    asked: list[str] = []
    looks = QTimer()

    def answer() -> None:
        dialog = on_top(ClosingDialog)
        if not isinstance(dialog, ClosingDialog):
            return
        looks.stop()
        asked.append(dialog.text())
        found = [each for each in dialog.findChildren(QPushButton) if each.text() == choice]
        for button in found:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        if not found:
            dialog.reject()  # or it would wait for ever

    looks.timeout.connect(answer)
    looks.start(10)
    window.main.close()
    looks.stop()
    assert asked == ["2 runs still alive."]


def commands(folders: tuple[RunFolder, ...]) -> list[list[str]]:
    """What each run was asked for."""
    return [
        [each.action for each in CommandTail(folder.commands_path, folder.attempt()).poll()]
        for folder in folders
    ]


def test_that_it_closes_unasked_where_no_run_lives(
    qtbot: QtBot,
    opened: Callable[[], Window],
    runs_dir: Path,
) -> None:
    new_run(runs_dir, RunState.COMPLETED)
    window = opened()
    press(qtbot, window, Qt.Key.Key_Q)
    assert not window.main.isVisible()


def test_that_runs_are_left_alone_where_that_is_chosen(
    qtbot: QtBot, living: tuple[RunFolder, ...], opened: Callable[[], Window]
) -> None:
    window = opened()
    close_and(window, qtbot, "Leave running")
    assert not window.main.isVisible()
    assert commands(living) == [[], []]


def test_that_cancel_keeps_the_window_and_the_runs(
    qtbot: QtBot, living: tuple[RunFolder, ...], opened: Callable[[], Window]
) -> None:
    window = opened()
    close_and(window, qtbot, "Cancel")
    assert window.main.isVisible()
    assert commands(living) == [[], []]
    window.main.show_page("monitor")
    assert window.main.shown == "monitor"


def test_that_it_waits_for_runs_that_are_stopped_and_closes_by_itself(
    qtbot: QtBot,
    runs_dir: Path,
    opened: Callable[[], Window],
) -> None:
    first, second = (new_run(runs_dir, RunState.RUNNING) for _ in range(2))
    with first.hold_lock(), second.hold_lock():
        window = opened()
        close_and(window, qtbot, "Save and stop")
        wait(qtbot, lambda: commands((first, second)) == [["stop"], ["stop"]])
        assert window.main.isVisible()
        assert "Waiting for the runs" in window.main.banner.sentence
        append_event(first, StateChanged(time=1e9, state=RunState.STOPPED))
    append_event(second, StateChanged(time=1e9, state=RunState.STOPPED))
    wait(qtbot, lambda: not window.main.isVisible())


def test_that_a_window_is_closed_twice_without_harm(window: Window) -> None:
    window.close()
    window.close()
    assert not window.main.isVisible()
