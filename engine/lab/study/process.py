"""The process that a study lives in: free of whoever started it, and steered by the study's folder alone."""

from pathlib import Path

from engine.devices.inventory import read_inventory
from engine.lab.alone import go_through, start_alone
from engine.lab.study.folder import StudyFolder
from engine.lab.study.race import Race


def start_study(folder: StudyFolder) -> None:
    """Let a study race in a process of its own; comes back at once.

    The process outlives this one. Follow `StudyFolder.events_path`; `StudyFolder.ask_to_stop` stops it.

    Args:
        folder: A study that has not begun (`create_study`).

    Raises:
        LaunchError: No process could be started.
        RunFolderError: The folder cannot be written.
    """
    start_alone(__name__, folder.path, folder.log_path)


def main(path: str) -> int:
    """Race a study to its end. Gives the exit code.

    Args:
        path: Its folder.
    """
    folder = StudyFolder(Path(path))
    return go_through(lambda loom: Race(folder, loom, read_inventory()).run())
