"""pyqtgraph, imported without CUDA's bindings.

It imports them, where there are some (torch brings them), for a widget that is not used here: that takes a
third of its own import again, and loads the driver, which the window never touches.
"""

import sys

_BINDINGS = "cuda.bindings"

_is_new = _BINDINGS not in sys.modules
if _is_new:
    sys.modules[_BINDINGS] = None  # type: ignore[assignment]  # whoever imports it now is told that it is not there
try:
    import pyqtgraph as pg
finally:
    if _is_new:
        del sys.modules[_BINDINGS]

__all__ = ["pg"]
