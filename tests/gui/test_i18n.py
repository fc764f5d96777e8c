import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine.record.events import RunState
from gui.engine_texts import translate_engine
from gui.i18n import install_language, listed
from gui.widgets.pill import state_word


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    install_language("en")


@pytest.mark.parametrize(
    ("desktop", "spoken"),
    [
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh_TW.UTF-8", "zh_CN"),
        ("en_GB.UTF-8", "en"),
        ("de_DE.UTF-8", "en"),
        ("C", "en"),
    ],
)
def test_that_it_speaks_as_the_desktop_does(desktop: str, spoken: str) -> None:
    code = (
        "from PySide6.QtCore import QCoreApplication\n"
        "application = QCoreApplication([])\n"
        "from gui.i18n import install_language\n"
        "print(install_language('system'), QCoreApplication.translate('MainWindow', 'Compose'))"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, "LC_ALL": desktop, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    language, word = done.stdout.split()
    assert language == spoken
    assert (word == "Compose") is (spoken == "en")


def test_that_an_unknown_language_is_refused_and_the_last_one_spoken_on(qapp: QApplication) -> None:
    install_language("zh_CN")
    with pytest.raises(ValueError, match="There is no language tlh; choose one of system, en, zh_CN"):
        install_language("tlh")
    assert state_word(RunState.RUNNING) != "running"


def test_that_what_qt_itself_says_is_translated_too(qtbot: QtBot) -> None:
    def words() -> list[str]:
        roles = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(roles.Ok | roles.Cancel)
        qtbot.addWidget(box)
        line = QLineEdit()
        qtbot.addWidget(line)
        menu = line.createStandardContextMenu()
        entries = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
        menu.deleteLater()
        return [button.text() for button in box.buttons()] + entries

    install_language("zh_CN")
    chinese = words()
    install_language("en")
    english = words()
    assert any(word.replace("&", "") == "Cancel" for word in english)
    assert len(chinese) == len(english)
    assert [word for word in chinese if word in english] == []


def test_that_a_change_of_language_reaches_texts_of_window_and_engine_alike(qapp: QApplication) -> None:
    def told() -> tuple[str, str]:
        return (
            QCoreApplication.translate("MainWindow", "Compose"),
            translate_engine("Rank 1 on CPU 1 was ended by SIGKILL."),
        )

    install_language("en")
    english = told()
    install_language("zh_CN")
    chinese = told()
    install_language("en")
    assert told() == english == ("Compose", "Rank 1 on CPU 1 was ended by SIGKILL.")
    assert all(new != old for new, old in zip(chinese, english, strict=True))


def test_that_translators_do_not_pile_up(qapp: QApplication) -> None:
    """Each change would leave the last language behind where the new one has a gap."""
    for language in ("zh_CN", "en") * 3:
        install_language(language)
    assert QCoreApplication.translate("MainWindow", "Compose") == "Compose"
    assert state_word(RunState.FAILED) == "failed"


def test_that_a_list_has_the_comma_of_the_language(qapp: QApplication) -> None:
    assert listed(["CPU 0", "CPU 1"]) == "CPU 0, CPU 1"
    install_language("zh_CN")
    assert listed(["CPU 0", "CPU 1"]) == "CPU 0、CPU 1"
