"""Python's garbage is collected on the window's thread, and on no other."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_TICK_MS = 2000
_OLDER_EVERY = 10
"""Of so many collections one looks at what survived those before it too."""


class Garbage(QObject):
    """Collects in place of Python, which does it on whichever thread happens to ask for memory.

    A plot that nobody holds any more is a cycle of Python's objects and Qt's items. Destroyed on a thread of
    the engine while the window's thread lives on, those take the program along.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_automatic = False
        self._num_collections = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """From now on Python collects nothing by itself."""
        self._was_automatic = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """As it was before."""
        self._timer.stop()
        if self._was_automatic:
            gc.enable()

    @Slot()
    def collect(self) -> None:
        """What Python would have done by now, on this thread."""
        if gc.get_count()[0] <= gc.get_threshold()[0]:
            return
        self._num_collections += 1
        if self._num_collections % _OLDER_EVERY:
            gc.collect(0)
        elif self._num_collections % _OLDER_EVERY**2:
            gc.collect(1)
        else:
            gc.collect(2)
