"""File locks that end with the process that holds them.

`flock`, not POSIX record locks: those vanish as soon as the process closes *any* descriptor of the file,
so a launcher that only looked whether its own run is alive would lose its lock, and within one process
they never exclude anyone. `flock` has one trap: a forked child shares the lock, and ranks are forked. So a
child gives up its share as soon as it is forked (by closing, which leaves the parent's lock alone); after a
SIGKILL of the holder the lock is free at once, whoever of its children still lives. Descriptors are closed
on exec.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import RunFolderError
from engine.record.disk import disk_errors

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_RETRY_SECONDS = 0.002
_BUSY = (errno.EWOULDBLOCK, errno.EACCES)


class FileLock:
    """An exclusive lock on a file, held by at most one holder on this machine, also within one process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock (in this process: a forked child never does)."""
        return self._file is not None

    def acquire(self, *, wait_seconds: float = 0.02) -> bool:
        """Whether the lock is now held. Waits a little, since who looks if it is free disturbs for a moment.

        Raises:
            RunFolderError: the file cannot be made, or this system has no such locks.
        """
        if self._file is not None:
            return True
        _need_locks()
        deadline = time.monotonic() + wait_seconds
        with disk_errors(self.path):
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                while not _try_lock(file, fcntl.LOCK_EX):
                    if time.monotonic() >= deadline:
                        os.close(file)
                        return False
                    time.sleep(_RETRY_SECONDS)
            except OSError:
                os.close(file)
                raise
        self._file = file
        _held.add(self)
        return True

    def release(self) -> None:
        """Lets others have it; nothing where it is not held."""
        if self._file is None:
            return
        _held.discard(self)
        os.close(self._file)
        self._file = None

    def close_in_child(self) -> None:
        """Gives up a forked child's share, not the parent's lock. Every fork does it by itself."""
        self.release()

    def write(self, text: str) -> None:
        """Says in the file who holds the lock. Only while held."""
        assert self._file is not None
        with disk_errors(self.path):
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, text.encode(), 0)


_held: set[FileLock] = set()


def _close_all_in_child() -> None:
    for lock in tuple(_held):
        lock.close_in_child()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_all_in_child)


def is_locked(path: Path) -> bool:
    """Whether someone holds the lock on that file. Works in folders that may only be read.

    Looks with a shared lock for a moment, so that two who look never take each other for the holder.
    """
    if fcntl is None:
        return False
    with disk_errors(path):
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            return not _try_lock(file, fcntl.LOCK_SH)
        finally:
            os.close(file)


@contextmanager
def locked(path: Path, *, wait_seconds: float, sentence: str, mend: str) -> Iterator[FileLock]:
    """Holds the lock inside.

    Raises:
        RunFolderError: with that sentence and mend, where someone else keeps holding it.
    """
    lock = FileLock(path)
    if not lock.acquire(wait_seconds=wait_seconds):
        raise RunFolderError(sentence, mend=mend)
    try:
        yield lock
    finally:
        lock.release()


def _try_lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    return True


def _need_locks() -> None:
    if fcntl is None:
        raise RunFolderError(
            "This system has no flock, by which Paraloom knows which devices are in use.",
            mend="Start runs on Linux or macOS; their folders can be looked at here.",
        )
