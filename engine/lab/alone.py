"""A process of its own for an experiment: free of whoever started it, steered by its folder alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from engine.errors import LaunchError, ParaloomError
from engine.lab.signals import terminated_as_interrupted
from engine.launcher.rank_env import clean_environment
from engine.launcher.warm import Loom

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


def go_through(events: Callable[[Loom], Iterable[object]]) -> int:
    """What such a process does: everything that comes, with a warm loom. Gives the exit code.

    Args:
        events: Of an experiment, which goes on as they are taken.
    """
    loom = Loom()
    try:
        loom.warm()
        with terminated_as_interrupted():
            for _ in events(loom):
                pass
    except ParaloomError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        loom.close()
    return 0
