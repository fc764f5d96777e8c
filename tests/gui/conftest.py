from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from gui.i18n import install_language
from gui.settings import Settings
from gui.theme import ThemeKeeper


@pytest.fixture(scope="module")
def keeper(qapp: QApplication) -> ThemeKeeper:
    """One a module: a keeper dresses every widget there is when it is made."""
    return ThemeKeeper(qapp)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a person who has none yet."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """What is made meanwhile speaks Chinese."""
    install_language("zh_CN")
    yield
    install_language("en")
