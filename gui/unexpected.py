"""Faults of the window itself: told in a sentence, kept in a file, and nothing of a run is lost."""

import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import QCoreApplication, QObject, Signal

_NAME = "window.log"


class Unexpected(QObject):
    """Takes the place of the traceback on a terminal that nobody sees."""

    happened = Signal(str)
    """A sentence with the name of the file that has the details; in the thread this object lives in."""

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Watches for nothing before `install`.

        Args:
            folder: Where the log is kept; by default the person's folder for logs.
            parent: Its owner.
        """
        super().__init__(parent)
        self.path = (folder or user_log_path("paraloom")) / _NAME
        self._before: Callable[..., object] = sys.excepthook
        self._before_in_threads = threading.excepthook

    def install(self) -> None:
        """From now on, of every thread."""
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread

    def uninstall(self) -> None:
        """As it was before."""
        sys.excepthook, threading.excepthook = self._before, self._before_in_threads

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        words = "".join(traceback.format_exception(kind, error, trace))
        print(words, file=sys.stderr)
        pattern = QCoreApplication.translate("Unexpected", "A fault of the window: {}. Details are in {}.")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{words}\n")
        except OSError as problem:
            place = f"stderr ({problem})"
        else:
            place = str(self.path)
        self.happened.emit(pattern.format(f"{kind.__name__}: {error}", place))

    def _take_of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
