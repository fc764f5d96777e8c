"""What makes the window open sooner, while it does: imports that cost no more than they must."""

import builtins
import gc


def begin() -> None:
    """From here on much is imported.

    PySide reads the source of every module imported after it, to see whether that switches `snake_case` names
    on (https://doc.qt.io/qtforpython-6/developer/feature-motivation.html). Nothing here does, so Python's own
    import, which PySide keeps beside its own, is put back for good. And the garbage collector would walk over
    all that is imported again and again, to find nothing.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    gc.disable()


def end() -> None:
    """The first workspace is there. What was imported stays for good: no collection looks at it again.

    Python itself goes on collecting nothing: the engine's threads live, and `Garbage` does it.
    """
    gc.freeze()
