"""The C++ compiler of this machine, which torch.compile builds its kernels with."""

import os
import shutil
import sysconfig
from pathlib import Path

_NAMES = ("g++", "clang++", "c++", "cl")


def find_compiler() -> str:
    """The path of a C++ compiler, the one that CXX names before others; empty where there is none."""
    named = os.environ.get("CXX", "")
    found = (shutil.which(name) for name in (named, *_NAMES) if name)
    return next(filter(None, found), "")


def compiler_problem() -> str:
    """What torch.compile lacks here, as a sentence; empty where it lacks nothing."""
    if not find_compiler():
        return "torch.compile needs a C++ compiler; this machine has neither g++ nor clang++."
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return "torch.compile needs the headers of Python; this machine has no Python.h."
    return ""
