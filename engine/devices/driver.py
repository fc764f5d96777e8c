"""Whether there is an NVIDIA driver at all, asked without what takes long to import."""

import ctypes
import sys

NO_DRIVER = "No NVIDIA driver is installed here: its library NVML was not found."


def has_driver() -> bool:
    """Whether the driver's library NVML may be there; False only where it surely is not."""
    if sys.platform != "linux":
        return True  # the binding looks for it in several places there
    try:
        ctypes.CDLL("libnvidia-ml.so.1")
    except OSError:
        return False
    return True
