"""The process that a study lives in: free of whoever started it, and steered by the study's folder alone."""

import json
import os
import subprocess
import sys

from engine.devices.inventory import read_inventory
from engine.errors import LaunchError, ParaloomError
from engine.lab.signals import terminated_as_interrupted
from engine.lab.study.folder import StudyFolder
from engine.lab.study.race import Race
from engine.launcher.rank_env import clean_environment
from engine.launcher.warm import Loom

_BOOT = (
    "import json, os, sys; "
    "os.fork() and os._exit(0); "  # whoever started us waits for the first process only
    "os.setsid(); "
    "sys.path[:] = json.loads(sys.argv[1]); "
    "from engine.lab.study.process import main; sys.exit(main(sys.argv[2]))"
)


def start_study(folder: StudyFolder) -> None:
    """Let a study race in a process of its own; comes back at once.

    The process outlives this one. Follow `StudyFolder.events_path`; `StudyFolder.ask_to_stop` stops it.

    Args:
        folder: A study that has not begun (`create_study`).

    Raises:
        LaunchError: No process could be started.
        RunFolderError: The folder cannot be written.
    """
    command = [sys.executable, "-c", _BOOT, json.dumps(sys.path), str(folder.path.absolute())]
    try:
        with folder.log_path.open("ab") as log:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(os.environ),
                check=True,
            )
    except (OSError, subprocess.CalledProcessError) as error:
        raise LaunchError(
            f"No process could be started for the study: {error}.",
            mend="Free some memory or end other processes, then try again.",
        ) from error


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
