"""The process that a study lives in: free of whoever started it, and steered by the study's folder alone."""

import sys

from engine.devices.inventory import read_inventory
from engine.errors import ParaloomError
from engine.lab.alone import start_alone
from engine.lab.signals import terminated_as_interrupted
from engine.lab.study.folder import StudyFolder
from engine.lab.study.race import Race
from engine.launcher.warm import Loom


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
    from pathlib import Path

    folder, loom = StudyFolder(Path(path)), Loom()
    try:
        loom.warm()
        with terminated_as_interrupted():
            for _ in Race(folder, loom, read_inventory()).run():
                pass
    except ParaloomError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        loom.close()
    return 0
