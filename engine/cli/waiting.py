"""The runs that wait for devices, on the command line."""

import argparse
from pathlib import Path

from engine.cli.exit_codes import COMPLETED
from engine.cli.listing import print_queue
from engine.errors import LaunchError
from engine.launcher.steer import send
from engine.record import queue
from engine.record.folder import find_run


def obey_queue(options: argparse.Namespace, runs_dir: Path) -> int:
    """What `queue` says; gives the exit code.

    Raises:
        LaunchError: The run does not wait.
        RunFolderError: There is no such run, or its folder cannot be written.
    """
    if options.queue_word == "list":
        print_queue(runs_dir, json=options.json)
        return COMPLETED
    folder = find_run(runs_dir, options.run)
    if folder.name not in {ticket.run for ticket in queue.waiting(runs_dir)}:
        raise LaunchError(
            f"{folder.name} does not wait for devices.", mend="`paraloom queue list` shows who does."
        )
    if options.queue_word == "move":
        queue.move(runs_dir, folder.name, options.place - 1)
        print_queue(runs_dir, json=False)
    else:
        send(folder, "stop")
        print(f"{folder.name} leaves the queue.")
    return COMPLETED
