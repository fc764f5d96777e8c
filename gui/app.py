"""The composition root: builds everything, connects everything."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow
    from gui.settings import Settings
    from gui.theme import ThemeKeeper
    from gui.wiring import Window

_LONGEST_PAINT_MS = 1000
_WORDS = ["paraloom", "-style", "Fusion"]
"""The style is chosen here: choosing it later would make all enums of `QStyle` before the first paint."""


def main(runs_dir: Path | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        runs_dir: The folder of all runs; that of the settings where not given.

    Returns:
        Exit code: 0, or 2 where no window can open here.
    """
    from gui import startup

    if (problem := startup.problem()) is not None:
        print(problem, file=sys.stderr)
        return startup.EXIT_CODE
    from gui import quick_start

    quick_start.begin()
    application, window = open_window(runs_dir)
    window.opened.connect(quick_start.end)
    from gui.unexpected import Unexpected

    unexpected = Unexpected(parent=window)
    unexpected.happened.connect(window.tell_unexpected)
    unexpected.install()
    try:
        return application.exec()
    finally:
        unexpected.uninstall()
        window.close()


def open_window(runs_dir: Path | None = None) -> "tuple[QApplication, Window]":
    """The real window, shown, with its engine thread running.

    Args:
        runs_dir: The folder of all runs; that of the settings where not given.
    """
    from PySide6.QtWidgets import QApplication

    from gui.i18n import install_language
    from gui.settings import Settings
    from gui.theme import ThemeKeeper

    application = cast(QApplication, QApplication.instance() or QApplication(_WORDS))
    application.setApplicationName("Paraloom")
    settings = Settings()
    install_language(settings.language)
    keeper = ThemeKeeper(application, first=settings.last_look)
    return application, show_window(keeper, settings, runs_dir)


def show_window(keeper: "ThemeKeeper", settings: "Settings", runs_dir: Path | None) -> "Window":
    """The frame first; what takes long to import comes after its first paint.

    Args:
        keeper: The theme.
        settings: What is remembered.
        runs_dir: The folder of all runs; that of the settings where not given.
    """
    from PySide6.QtCore import QCoreApplication

    from gui.main_window import MainWindow

    main = MainWindow(keeper)
    for key, word in (
        ("compose", QCoreApplication.translate("MainWindow", "Compose")),
        ("run", QCoreApplication.translate("MainWindow", "Run")),
        ("runs", QCoreApplication.translate("MainWindow", "Runs")),
        ("lab", QCoreApplication.translate("MainWindow", "Lab")),
        ("monitor", QCoreApplication.translate("MainWindow", "Monitor")),
    ):
        main.add_page(key, word)
    if not settings.geometry.isEmpty():
        main.restoreGeometry(settings.geometry)
    main.show()
    _wait_for_paint(main)
    keeper.set_mode(settings.theme)
    settings.set_last_look(keeper.theme.name)
    from gui.wiring import Window

    window = Window(main, keeper, settings, settings.runs_dir if runs_dir is None else runs_dir)
    window.begin()
    return window


def _wait_for_paint(main: "MainWindow") -> None:
    """Until the window was painted; at most a second, for one that opens hidden is not painted."""
    from PySide6.QtCore import QEventLoop, QTimer

    waiting = QEventLoop()
    main.painted.connect(waiting.quit)
    longest = QTimer(waiting)
    longest.setSingleShot(True)
    longest.timeout.connect(waiting.quit)
    longest.start(_LONGEST_PAINT_MS)
    waiting.exec()
