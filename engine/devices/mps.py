"""Whether a CUDA MPS daemon runs, without which a GPU's compute cannot be shared out.

Source: https://docs.nvidia.com/deploy/mps/index.html
"""

from collections.abc import Mapping
from pathlib import Path

PIPE_VARIABLE = "CUDA_MPS_PIPE_DIRECTORY"
_PIPE_DIRECTORY = "/tmp/nvidia-mps"
_PID_FILE = "nvidia-cuda-mps-control.pid"


def mps_problem(environ: Mapping[str, str]) -> str:
    """Why compute cannot be shared out here, as a sentence; empty where it can.

    Args:
        environ: In which a rank would look for the daemon.
    """
    folder = Path(environ.get(PIPE_VARIABLE) or _PIPE_DIRECTORY)
    try:
        pid = int((folder / _PID_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return f"No CUDA MPS daemon has its pipes in {folder}, and without one a rank gets a whole GPU."
    if not Path(f"/proc/{pid}").is_dir():
        return f"The CUDA MPS daemon of {folder} has ended, and without it a rank gets a whole GPU."
    return ""
