from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.settings import Settings
from gui.settings_dialog import SettingsDialog
from gui.theme import ThemeKeeper


@pytest.fixture
def settings(tmp_path: Path, runs_dir: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings, keeper: ThemeKeeper) -> Iterator[SettingsDialog]:
    yield shown(qtbot, settings, keeper)
    keeper.set_mode("system")


def shown(qtbot: QtBot, settings: Settings, keeper: ThemeKeeper) -> SettingsDialog:
    dialog = SettingsDialog(settings, keeper)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(qtbot: QtBot, dialog: SettingsDialog, name: str, value: str) -> None:
    """With the arrow keys, as a person does."""
    box = dialog.findChild(QComboBox, name)
    row = box.findData(value)
    while (by := row - box.currentIndex()) != 0:
        qtbot.keyClick(box, Qt.Key.Key_Down if by > 0 else Qt.Key.Key_Up)


def press(qtbot: QtBot, dialog: SettingsDialog, button: QDialogButtonBox.StandardButton) -> None:
    qtbot.mouseClick(dialog.findChild(QDialogButtonBox).button(button), Qt.MouseButton.LeftButton)


def folder(dialog: SettingsDialog) -> QLineEdit:
    return dialog.findChild(QLineEdit, "settings-runs-dir")


def test_that_it_shows_what_is_in_force(qtbot: QtBot, settings: Settings, keeper: ThemeKeeper) -> None:
    settings.set_theme("dark")
    settings.set_language("zh_CN")
    dialog = shown(qtbot, settings, keeper)
    assert dialog.findChild(QComboBox, "settings-theme").currentText() == "dark"
    assert dialog.findChild(QComboBox, "settings-language").currentText() == "简体中文"
    assert folder(dialog).text() == str(settings.runs_dir)


def test_that_a_theme_is_seen_at_once_and_kept_by_ok(
    qtbot: QtBot, dialog: SettingsDialog, settings: Settings, keeper: ThemeKeeper
) -> None:
    choose(qtbot, dialog, "settings-theme", "dark")
    assert keeper.theme.name == "dark"
    assert settings.theme == "system"
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    assert (settings.theme, keeper.theme.name) == ("dark", "dark")
    assert not dialog.isVisible()


@pytest.mark.parametrize("by_key", [True, False], ids=["escape", "cancel"])
def test_that_what_was_tried_is_taken_back(
    qtbot: QtBot,
    dialog: SettingsDialog,
    settings: Settings,
    keeper: ThemeKeeper,
    tmp_path: Path,
    by_key: bool,
) -> None:
    choose(qtbot, dialog, "settings-theme", "dark")
    choose(qtbot, dialog, "settings-language", "zh_CN")
    folder(dialog).setText(str(tmp_path / "elsewhere"))
    before = settings.runs_dir
    if by_key:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Cancel)
    assert keeper.theme.name == "light"
    assert (settings.theme, settings.language, settings.runs_dir) == ("system", "system", before)


@pytest.mark.parametrize("typed", ["~/experiments", " ~/experiments ", "experiments"])
def test_that_language_and_folder_are_kept_for_a_next_time_in_another_folder(
    qtbot: QtBot,
    dialog: SettingsDialog,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    typed: str,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    choose(qtbot, dialog, "settings-language", "zh_CN")
    folder(dialog).setText(typed)
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    assert settings.language == "zh_CN"
    assert settings.runs_dir == tmp_path / "experiments"


def test_that_a_folder_nobody_changed_still_follows_the_machines_default(
    qtbot: QtBot, dialog: SettingsDialog, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    monkeypatch.setenv("PARALOOM_RUNS", str(tmp_path / "another disk"))
    assert settings.runs_dir == tmp_path / "another disk"


def test_that_an_emptied_folder_is_the_machines_default_again(
    qtbot: QtBot, settings: Settings, keeper: ThemeKeeper, runs_dir: Path, tmp_path: Path
) -> None:
    settings.set_runs_dir(tmp_path / "elsewhere")
    dialog = shown(qtbot, settings, keeper)
    folder(dialog).clear()
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    assert settings.runs_dir == runs_dir


def test_that_a_folder_is_chosen_from_the_disk(
    qtbot: QtBot, dialog: SettingsDialog, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    (tmp_path / "picked").mkdir()

    def pick() -> None:
        chooser = qapp.activeModalWidget()
        assert isinstance(chooser, QFileDialog)
        chooser.findChild(QLineEdit).setText(str(tmp_path / "picked"))
        chooser.accept()

    try:
        qtbot.waitExposed(dialog)
        QTimer.singleShot(0, pick)
        qtbot.mouseClick(dialog.findChild(QPushButton, "settings-browse"), Qt.MouseButton.LeftButton)
    finally:
        qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)
    assert folder(dialog).text() == str(tmp_path / "picked")


def test_that_everything_has_a_name_and_nothing_is_cut_off(dialog: SettingsDialog) -> None:
    dialog.grab()  # lays it out
    for label in dialog.findChildren(QLabel):
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    named = {label.buddy() for label in dialog.findChildren(QLabel)}
    for name in ("settings-theme", "settings-language", "settings-runs-dir"):
        widget = dialog.findChild(QWidget, name)
        assert widget.accessibleName() or widget in named, name
