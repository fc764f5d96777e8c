"""Follows the logs that are open in the window."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot

from engine.errors import ParaloomError
from engine.record.lines import NewLines
from gui.engine_thread.worker import Worker, trouble_of
from gui.models.messages import LogText

POLL_MS = 250
FIRST_BYTES = 256 * 1024
"""Of a long log only the end is read at first."""
SLICE_BYTES = 64 * 1024
"""Read at one look: what the window can show without a hitch."""


class LogTail:
    """The end of a log, then what is new in it, as text."""

    def __init__(self, path: Path) -> None:
        self._lines = NewLines(path, first_bytes=FIRST_BYTES, slice_bytes=SLICE_BYTES)

    def poll(self) -> tuple[str, bool]:
        """The lines completed since the last look, and whether they replace all that came before.

        Raises:
            RunFolderError: the file exists but cannot be read.
        """
        data, restarted = self._lines.read()
        return data.decode("utf-8", errors="replace"), restarted


class LogsWorker(Worker):
    """One log a run at most: the one that is looked at."""

    log_text = Signal(LogText)

    def __init__(self) -> None:
        super().__init__()
        self._tails: dict[Path, tuple[str, LogTail]] = {}

    @Slot()
    def begin(self) -> None:
        """Waits until a log is looked at."""
        self._timer = self.new_timer(self._poll)
        self._poll()

    @Slot(object, str)
    def watch_log(self, path: Path, name: str) -> None:
        """Tells of a run's log, its end first; no more of the one before. An empty name: of none."""
        if not name:
            self._tails.pop(path, None)
            return
        self._tails[path] = (name, LogTail(path / "logs" / f"{name}.log"))
        self._poll()

    @Slot()
    def _poll(self) -> None:
        try:
            for path, (name, tail) in tuple(self._tails.items()):
                try:
                    text, restarted = tail.poll()
                except ParaloomError as error:
                    self.trouble.emit(trouble_of(error, path))
                    del self._tails[path]  # told once, not four times a second
                    continue
                if text or restarted:
                    self.log_text.emit(LogText(path=path, name=name, text=text, restarted=restarted))
        finally:
            if self._tails:
                self._timer.start(POLL_MS)
