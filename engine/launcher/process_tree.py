"""Who lives under whom: dying with a parent, taking in orphans, ending a whole tree of processes."""

import ctypes
import os
import signal
import sys
import time

import psutil

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when its parent ends (Linux); end at once where it already has.

    It fires when the parent's *thread* that forked ends, so fork from the main thread.

    Args:
        parent: Process id that the parent had before the fork.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Make this process the parent of descendants whose own parent ends, so that it can end and reap them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def descendants(pid: int) -> list[psutil.Process]:
    """Every living process below `pid`; empty where it is gone."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def is_stopped(pid: int) -> bool:
    """Whether the process is held by a signal such as SIGSTOP, or by a debugger."""
    try:
        return psutil.Process(pid).status() in (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP)
    except psutil.NoSuchProcess:
        return False


def send_signal(pid: int, number: int) -> bool:
    """Send a signal; False where the process is gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def reap_children() -> list[tuple[int, int]]:
    """(process id, wait status) of every child that ended since the last call, without waiting."""
    ended: list[tuple[int, int]] = []
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended.append((pid, status))


def end_descendants(timeout: float = 5.0) -> list[int]:
    """SIGKILL everything below this process and reap it.

    Args:
        timeout: Seconds to go on trying; a process in an uninterruptible read can outlast it.

    Returns:
        Process ids that are still there.
    """
    deadline = time.monotonic() + timeout
    while True:
        alive = [child for child in descendants(os.getpid()) if _is_running(child)]
        for child in alive:
            send_signal(child.pid, signal.SIGKILL)
        reap_children()
        if not alive:
            return []
        if time.monotonic() > deadline:
            return [child.pid for child in alive]
        time.sleep(0.01)


def _is_running(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
