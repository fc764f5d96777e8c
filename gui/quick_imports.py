"""Imports that cost less: what the window's libraries do at import beyond what the window needs.

Called once, after the first paint and before anything heavy is imported.
"""

import builtins
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quick_imports() -> Iterator[None]:
    """What is imported inside costs less.

    - PySide reads the source of every module that is imported after it, to see whether that switches
      `snake_case` names on; nothing here does. (`shibokensupport.feature`; its own switch is the name under
      which it keeps Python's import.)
    - pyqtgraph imports CUDA's bindings, where there are some, for a widget that is not used here; they load
      the driver, which the window never touches.
    - The garbage collector walks over all that was imported again and again, and finds nothing to collect.
    """
    hooked = builtins.__import__
    builtins.__import__ = getattr(builtins, "__orig_import__", hooked)
    has_cuda = "cuda.bindings" in sys.modules
    if not has_cuda:
        sys.modules["cuda.bindings"] = None  # type: ignore[assignment]  # an ImportError for whoever asks
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        if not has_cuda:
            del sys.modules["cuda.bindings"]
        builtins.__import__ = hooked
