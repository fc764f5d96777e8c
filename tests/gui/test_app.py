"""The program as a person starts it: a process of its own, from the first word to its exit code."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.app import show_window
from gui.i18n import install_language
from gui.settings import Settings
from gui.theme import ThemeKeeper
from tests.gui.windows import end_window

_ROOT = Path(__file__).parents[2]
_LOOK = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QToolButton

application = QApplication(["paraloom"])
looks = QTimer()

def main_window():
    found = (each for each in application.topLevelWidgets() if each.objectName() == "main-window")
    return next(found, None)

def look():
    window = main_window()
    stack = window and window.findChild(QStackedWidget)
    if stack is not None and stack.count():
        looks.stop()
        then(window)

looks.timeout.connect(look)
looks.start(20)
"""


def run(then: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Start the program; do that as soon as its first workspace is shown.

    Args:
        then: Body of a function of `window`.
        folder: The person's: settings, logs, runs.
        words: Of the command line.
    """
    body = "\n".join(f"    {line}" for line in then.splitlines())
    code = (
        f"{_LOOK}\ndef then(window):\n{body}\n\nfrom engine.cli import main\nsys.exit(main({list(words)!r}))"
    )
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONUTF8": "1",
        **{f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "STATE", "DATA")},
        "PARALOOM_RUNS": str(folder / "default-runs"),
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def test_that_it_opens_as_it_was_left_and_ends_in_order(tmp_path: Path) -> None:
    (tmp_path / "config" / "Paraloom").mkdir(parents=True)
    store = QSettings(str(tmp_path / "config" / "Paraloom" / "Paraloom.conf"), QSettings.Format.IniFormat)
    settings = Settings(store)
    settings.set_language("zh_CN")
    settings.set_theme("dark")
    store.sync()
    done = run(
        'print(window.findChild(QToolButton, "rail-compose").text())\n'
        "print(application.palette().window().color().name())\n"
        "window.close()",
        tmp_path,
        "--runs",
        str(tmp_path / "my-runs"),
    )
    assert done.returncode == 0, done.stderr
    word, ground = done.stdout.split()
    assert word == "编排"
    assert ground == "#121419"
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "default-runs").exists()


def test_that_a_fault_of_the_window_is_told_in_it_kept_in_a_file_and_does_not_end_it(tmp_path: Path) -> None:
    done = run(
        "def say():\n"
        "    print(window.banner.sentence)\n"
        "    print(window.isVisible())\n"
        "    window.close()\n"
        "QTimer.singleShot(0, application, say)\n"
        'raise ValueError("no such colour")',
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    sentence, visible = done.stdout.splitlines()
    assert "ValueError: no such colour" in sentence
    assert visible == "True"
    (log,) = (tmp_path / "state").rglob("window.log")
    assert str(log) in sentence
    assert "no such colour" in log.read_text(encoding="utf-8")


def test_that_a_place_that_cannot_hold_runs_opens_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    words = ("--runs", str(tmp_path / "a file" / "runs"))
    done = run("print(window.isVisible())\nwindow.close()", tmp_path, *words)
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr


def test_that_the_window_has_its_rail_its_name_and_its_icon(
    qtbot: QtBot, keeper: ThemeKeeper, settings: Settings, runs_dir: Path
) -> None:
    install_language("en")
    window = show_window(keeper, settings, runs_dir)
    try:
        rail = [each for each in window.main.findChildren(QToolButton) if "rail-" in each.objectName()]
        assert [each.text() for each in rail] == ["Compose", "Run", "Runs", "Lab", "Monitor", "Settings"]
        qtbot.waitUntil(lambda: all(each.isVisible() for each in rail))
        assert window.main.windowTitle() == "Paraloom"
        assert not window.main.windowIcon().isNull()
    finally:
        end_window(window)
