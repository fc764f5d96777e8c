import pytest
from PySide6.QtWidgets import QApplication

from gui.theme import ThemeKeeper


@pytest.fixture(scope="module")
def keeper(qapp: QApplication) -> ThemeKeeper:
    """One a module: a keeper dresses every widget there is when it is made."""
    return ThemeKeeper(qapp)
