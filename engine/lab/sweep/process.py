"""The process that a sweep lives in: free of whoever started it, and steered by the sweep's folder alone."""

import sys
from pathlib import Path

from engine.devices.inventory import read_inventory
from engine.errors import ParaloomError
from engine.lab.alone import start_alone
from engine.lab.signals import terminated_as_interrupted
from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.runner import SweepRunner
from engine.launcher.warm import Loom


def start_sweep(folder: SweepFolder) -> None:
    """Let a sweep run, or go on, in a process of its own; comes back at once.

    The process outlives this one. Follow `SweepFolder.events_path`; `SweepFolder.ask_to_stop` stops it.

    Args:
        folder: A sweep that has not begun (`create_sweep`), or was interrupted.

    Raises:
        LaunchError: No process could be started.
    """
    start_alone(__name__, folder.path, folder.log_path)


def main(path: str) -> int:
    """Run a sweep to its end. Gives the exit code.

    Args:
        path: Its folder.
    """
    folder, loom = SweepFolder(Path(path)), Loom()
    try:
        loom.warm()
        with terminated_as_interrupted():
            for _ in SweepRunner(folder, loom, read_inventory()).run():
                pass
    except ParaloomError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        loom.close()
    return 0
