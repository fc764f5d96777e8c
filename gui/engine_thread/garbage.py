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

    _num_started = 0
    """Of all that were started and not stopped: a window may open before another has closed."""
    _was_automatic = False
    """Before the first of them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._num_collections = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """From now on Python collects nothing by itself."""
        if not Garbage._num_started:
            Garbage._was_automatic = gc.isenabled()
            gc.disable()
        Garbage._num_started += 1
        self._timer.start()

    def stop(self) -> None:
        """As it was before, unless there is another that was started."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        Garbage._num_started -= 1
        if not Garbage._num_started and Garbage._was_automatic:
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
