"""The process that a sweep lives in: free of whoever started it, and steered by the sweep's folder alone."""

from pathlib import Path

from engine.devices.inventory import read_inventory
from engine.lab.alone import go_through, start_alone
from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.runner import SweepRunner


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
    folder = SweepFolder(Path(path))
    return go_through(lambda loom: SweepRunner(folder, loom, read_inventory()).run())
