"""The composition root: builds everything, connects everything."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gui import startup

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.wiring import Window


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        arguments: Words of the command line, `--runs DIR` among them.

    Returns:
        Exit code: 0, or 2 where no window can open here.
    """
    parser = argparse.ArgumentParser(prog="paraloom", description="Opens Paraloom's window.")
    parser.add_argument("--runs", type=Path, help="folder of the runs")
    options, _ = parser.parse_known_args(sys.argv[1:] if arguments is None else arguments)
    if (problem := startup.problem()) is not None:
        print(problem, file=sys.stderr)
        return startup.EXIT_CODE
    application, window = open_window(options.runs)
    try:
        return application.exec()
    finally:
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
    from gui.wiring import Window

    application = cast(QApplication, QApplication.instance() or QApplication(["paraloom"]))
    application.setApplicationName("Paraloom")
    settings = Settings()
    install_language(settings.language)
    keeper = ThemeKeeper(application)
    keeper.set_mode(settings.theme)
    window = Window(keeper, settings, settings.runs_dir if runs_dir is None else runs_dir)
    window.show()
    return application, window
