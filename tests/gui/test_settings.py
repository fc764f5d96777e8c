from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def opened(file: Path) -> Settings:
    """As a window that is opened later finds them."""
    return Settings(QSettings(str(file), QSettings.Format.IniFormat))


def test_that_a_new_person_has_the_systems_theme_and_language_and_no_spec(file: Path, runs_dir: Path) -> None:
    settings = opened(file)
    assert (settings.theme, settings.language, settings.last_spec) == ("system", "system", "")
    assert settings.runs_dir == runs_dir, "the default of this machine"
    assert settings.geometry.isEmpty()


def test_that_everything_is_there_the_next_time(file: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(777, 555)
    geometry = window.saveGeometry()
    spec = 'name = "größer, 更大"\n\n[training]\nmax_epochs = 3\n# = ; [x] \\n "quoted"\n'
    settings = opened(file)
    settings.set_theme("dark")
    settings.set_language("zh_CN")
    settings.set_runs_dir(tmp_path / "my runs, 运行")
    settings.set_last_spec(spec)
    settings.set_geometry(geometry)
    del settings
    later = opened(file)
    assert (later.theme, later.language) == ("dark", "zh_CN")
    assert later.runs_dir == tmp_path / "my runs, 运行"
    assert later.last_spec == spec
    other = QWidget()
    qtbot.addWidget(other)
    assert other.restoreGeometry(later.geometry)
    assert (other.width(), other.height()) == (777, 555)


@pytest.mark.parametrize(
    "text",
    [
        "theme=sepia\nlanguage=tlh\n",
        "theme=dark, light\nlanguage=en, de\nlast_spec=a, b\nruns_dir=\n",
        "geometry=words\nlast_spec=@Invalid()\n",
        "theme=@Variant(\\0\\0\\0\n\\x1\\x2[[[==",
    ],
)
def test_that_a_damaged_file_is_as_good_as_none(file: Path, runs_dir: Path, text: str) -> None:
    file.write_text(f"[General]\n{text}", encoding="utf-8")
    settings = opened(file)
    assert settings.theme == "system"
    assert settings.language == "system"
    assert settings.last_spec == ""
    assert settings.runs_dir == runs_dir
    assert settings.geometry == QByteArray()
