"""The run's lock on its way from who starts the run to its launcher: held at every moment in between."""

import os
import time

from engine.errors import LaunchError
from engine.record.disk import disk_errors
from engine.record.folder import RunFolder

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_WAIT_SECONDS = 2.0


def take_run_lock(folder: RunFolder) -> int:
    """Lock a run for the launcher that is about to be forked.

    A `flock` belongs to the open file, not to the process: the lock holds while any copy of the descriptor is
    open, so it can be handed over without a gap in which the run would look dead.

    Returns:
        The open descriptor that carries the lock.

    Raises:
        LaunchError: Another launcher holds it, or the folder cannot be written.
    """
    if fcntl is None:
        raise LaunchError(
            "This system has no flock, by which Paraloom knows which runs are alive.",
            mend="Start runs on Linux or macOS; their folders can be looked at here.",
        )
    try:
        lock = os.open(folder.lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise LaunchError(
            f"The run folder {folder.path} cannot be written: {error.strerror}.",
            mend="Check its permissions and the disk.",
        ) from error
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # perhaps someone only looks whether the run lives: that takes a moment
            if time.monotonic() > deadline:
                os.close(lock)
                raise LaunchError(
                    f"{folder.name} is already running.", mend="Attach to it instead, or stop it first."
                ) from None
            time.sleep(0.005)
        else:
            return lock


def write_launcher_pid(folder: RunFolder) -> None:
    """Say in the lock's file which process is the launcher: this one.

    Raises:
        RunFolderError: The folder cannot be written.
    """
    with disk_errors(folder.lock_path):
        folder.lock_path.write_text(str(os.getpid()))


def read_launcher_pid(folder: RunFolder) -> int | None:
    """The launcher's process id, where the run lives on this machine and says so."""
    if not folder.is_alive():
        return None
    try:
        text = folder.lock_path.read_text()
    except OSError:
        return None
    return int(text) if text.isdecimal() else None
