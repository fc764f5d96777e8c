"""A window that opens, says when it was there, and closes: a contestant of bench_window.

    python -m tests.benchmarks.opening bare|paraloom|bare-plot|paraloom-plots RUNS_DIR

Prints the Unix time of the paint that was waited for.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

SIZE = (1280, 800)
_LOOK_MS = 5


class PaintWatch(QObject):
    """Prints the time of a widget's first paint that counts, then ends the program."""

    def __init__(
        self,
        widget: QWidget,
        counts: Callable[[], bool] = lambda: True,
        then: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(widget)
        self._counts = counts
        self._then = then or finish
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """The paint itself comes after this: the time is taken when that is over."""
        if event.type() is QEvent.Type.Paint and self._counts():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def leave() -> None:
    """Say when, and end at once: nothing else has begun."""
    print(repr(time.time()), flush=True)
    os._exit(0)


def finish() -> None:
    """Say when, and end."""
    print(repr(time.time()), flush=True)
    application = QApplication.instance()
    assert application is not None
    application.exit(0)  # not quit, which would ask what to do with the run that is alive


def open_bare(*, plot: bool) -> tuple[QApplication, QMainWindow]:
    """A main window with nothing in it, or with one pyqtgraph plot that comes after its first paint."""
    application = QApplication([])
    window = QMainWindow()
    window.resize(*SIZE)

    def add_plot() -> None:
        import pyqtgraph

        widget = pyqtgraph.PlotWidget()
        widget.plot([0, 1, 2], [2, 1, 0])
        window.setCentralWidget(widget)
        PaintWatch(widget.viewport(), then=leave)

    if plot:
        QTimer.singleShot(0, add_plot)
    else:
        PaintWatch(window, then=leave)
    window.show()
    return application, window


def open_paraloom(runs_dir: Path, *, plot: bool) -> None:
    """What `paraloom` does; with `plot` it has a run alive and its curves are waited for."""
    from engine.cli import main as paraloom
    from gui import app, main_window

    class WatchedFrame(main_window.MainWindow):
        def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
            super().showEvent(event)
            PaintWatch(self, then=leave)

    really_open = app.open_window

    def open_watched(runs_dir: Path | None = None) -> tuple[QApplication, Any]:
        application, window = really_open(runs_dir)
        window.main.resize(*SIZE)
        _wait_for_curves(window)
        return application, window

    if plot:
        app.open_window = open_watched
    else:
        main_window.MainWindow = WatchedFrame  # type: ignore[misc]
    paraloom(["--runs", str(runs_dir)])


def _wait_for_curves(window: Any) -> None:
    timer = QTimer(window)

    def look() -> None:
        if not window.main.has_page("run"):
            return
        page: Any = window.main.page("run")
        tab = next((page.tab(row.path) for row in window.table.rows if page.tab(row.path)), None)
        if tab is not None:
            timer.stop()
            loss = tab.plots.plot("loss")
            PaintWatch(loss.area, lambda: not loss.is_empty, leave)
            loss.area.update()  # it may be there already

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)


def main() -> None:
    """Open what was asked for."""
    kind, runs_dir = sys.argv[1], Path(sys.argv[2])
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.NativeFormat, scope, str(runs_dir.parent / "settings"))
    plot = kind.endswith(("-plot", "-plots"))
    if kind.startswith("bare"):
        application, window = open_bare(plot=plot)
        application.exec()
        window.close()
    else:
        open_paraloom(runs_dir, plot=plot)


if __name__ == "__main__":
    main()
