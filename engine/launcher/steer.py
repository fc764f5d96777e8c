"""Telling a running run what to do."""

import os
import signal
import time

from engine.errors import LaunchError, RunFolderError
from engine.launcher.run_lock import read_launcher_pid
from engine.record.commands import Action, append_command
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.record.status import RunStatus, mark_if_interrupted, read_status

_KILL_PATIENCE_SECONDS = 5.0
_KILL_LIMIT_SECONDS = 15.0
_LOOK_SECONDS = 0.05


def send(folder: RunFolder, action: Action, reason: str = "") -> None:
    """Ask a run for something; it obeys a moment later, all ranks at the same step.

    Args:
        folder: The run.
        action: What for.
        reason: Of a stop: why, where it is not a person's wish; the run tells it.

    Raises:
        LaunchError: In its state the run cannot do that.
        RunFolderError: The folder cannot be read or written.
    """
    mark_if_interrupted(folder)
    status = read_status(folder)
    _check(folder, status, action)
    try:
        append_command(folder, action, reason)
    except RunFolderError:
        if action != "kill" or not _kill_launcher(folder):
            raise


class Kill:
    """A run that is being ended.

    It is asked first. Where its launcher does not obey (it is stopped, or its folder is full), the launcher
    itself is ended: every process of the run dies with it.
    """

    def __init__(self, folder: RunFolder) -> None:
        """Asks the run to end.

        Raises:
            LaunchError: It does not run.
            RunFolderError: The folder cannot be read.
        """
        send(folder, "kill")
        self._folder = folder
        self._since = time.monotonic()
        self._is_forced = False

    def is_over(self) -> bool:
        """Whether nothing is left of the run; does not wait, and is to be asked again until it is so.

        Raises:
            LaunchError: It could not be ended.
            RunFolderError: The folder cannot be read.
        """
        if not self._folder.is_alive():
            mark_if_interrupted(self._folder)
            return True
        passed = time.monotonic() - self._since
        if passed > _KILL_PATIENCE_SECONDS and not self._is_forced:
            self._is_forced = _kill_launcher(self._folder)
        if passed > _KILL_LIMIT_SECONDS:
            raise LaunchError(
                f"{self._folder.name} could not be ended.",
                mend="A process of it may hang in the kernel (a driver or a network disk). Look with `ps`.",
            )
        return False

    def wait(self) -> None:
        """Comes back when nothing is left of the run.

        Raises:
            LaunchError: It could not be ended.
            RunFolderError: The folder cannot be read.
        """
        while not self.is_over():
            time.sleep(_LOOK_SECONDS)


def kill_and_wait(folder: RunFolder) -> None:
    """End a run now, and wait until nothing of it is left.

    Raises:
        LaunchError: It does not run, or could not be ended.
        RunFolderError: The folder cannot be read.
    """
    Kill(folder).wait()


def _kill_launcher(folder: RunFolder) -> bool:
    pid = read_launcher_pid(folder)
    if pid is None:
        return False
    os.kill(pid, signal.SIGKILL)
    return True


_WAITS = frozenset({RunState.CREATED, RunState.QUEUED, RunState.STARTING})


def _check(folder: RunFolder, status: RunStatus, action: Action) -> None:
    """Raise LaunchError where a run in this state cannot do that."""
    state, is_script = status.state, folder.read_spec().script is not None
    if state.is_over or not status.alive:
        what = "Nothing is left to end." if action in ("kill", "stop") else f"It cannot {action}."
        mend = "Start a new run from its spec."
        if state is not RunState.COMPLETED and not is_script:
            mend = "Resume it to go on."
        raise LaunchError(f"{folder.name} does not run: it is {state}. {what}", mend=mend)
    if action in ("checkpoint", "evaluate") and is_script:
        raise LaunchError(
            f"{folder.name} is a script: it saves and evaluates when it wants to.",
            mend="Have the script itself do so.",
        )
    if action == "pause" and state in _WAITS:
        raise LaunchError(f"{folder.name} is still {state}.", mend="Pause it once it trains, or stop it.")
    if action == "pause" and state is RunState.PAUSED:
        raise LaunchError(f"{folder.name} is already paused.", mend="`continue` lets it go on.")
    if action == "continue" and state is not RunState.PAUSED:
        raise LaunchError(
            f"{folder.name} is not paused: it is {state}.", mend="There is nothing to continue."
        )
    if action in ("checkpoint", "evaluate") and state in _WAITS:
        raise LaunchError(f"{folder.name} is still {state}.", mend=f"Ask for the {action} once it trains.")
