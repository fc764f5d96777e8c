"""The end of a window in a test that opens several in one process."""

import shiboken6

from gui.wiring import Window


def end_window(window: Window) -> None:
    """Close it and end its Qt objects here and now.

    Left to the garbage collector, they would be ended on whichever thread it happens to run, perhaps on the
    next window's engine thread; and until then, every change of theme would dress them.
    """
    window.close()
    for thing in (window.main, window.engine, window):
        if shiboken6.isValid(thing):
            shiboken6.delete(thing)
