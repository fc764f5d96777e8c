"""A process of its own for an experiment: free of whoever started it, steered by its folder alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

from engine.errors import LaunchError
from engine.launcher.rank_env import clean_environment

_BOOT = (
    "import importlib, json, os, sys; "
    "os.fork() and os._exit(0); "  # whoever started us waits for the first process only
    "os.setsid(); "
    "sys.path[:] = json.loads(sys.argv[1]); "
    "sys.exit(importlib.import_module(sys.argv[2]).main(sys.argv[3]))"
)


def start_alone(module: str, folder: Path, log: Path) -> None:
    """Call `main(folder)` of a module in a process that outlives this one; comes back at once.

    Args:
        module: Its name.
        folder: What it is called with.
        log: Where it prints.

    Raises:
        LaunchError: No process could be started.
    """
    command = [sys.executable, "-c", _BOOT, json.dumps(sys.path), module, str(folder.absolute())]
    try:
        with log.open("ab") as file:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=clean_environment(os.environ),
                check=True,
            )
    except (OSError, subprocess.CalledProcessError) as error:
        raise LaunchError(
            f"No process could be started for {folder.name}: {error}.",
            mend="Free some memory or end other processes, then try again.",
        ) from error
