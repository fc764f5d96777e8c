"""Writing to disk: whole files at once, whole lines at once, and errors as sentences."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import RunFolderError

CLOEXEC_BINARY = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Flags for every os.open: not passed on to other programs, no translation of line ends."""
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, getattr(errno, "ESTALE", errno.ENOENT)})
_TOO_MANY_FILES = frozenset({errno.EMFILE, errno.ENFILE})
_BROKEN = frozenset({errno.EIO})


def folder_error(error: OSError, path: Path) -> RunFolderError:
    """The sentence and the mend for an operating system's error about a file."""
    if error.errno in _FULL:
        sentence, mend = f"The disk is full: {path} could not be written.", "Free some space, then resume."
    elif error.errno in _FORBIDDEN:
        sentence = f"{path} may not be read or written."
        mend = "Give yourself the right to write there, or choose another runs folder."
    elif error.errno in _GONE:
        sentence = f"{path} is gone."
        mend = "Was the run folder moved or deleted? Put it back, or start the run anew."
    elif error.errno in _TOO_MANY_FILES:
        sentence = f"Too many files are open: {path} could not be opened."
        mend = "Raise the limit (`ulimit -n 4096`) and start again."
    elif error.errno in _BROKEN:
        sentence, mend = f"The disk failed at {path}.", "Check the disk, or choose another runs folder."
    else:
        sentence = f"{path} could not be used: {error.strerror or error}."
        mend = "Check the disk and the rights of the runs folder."
    return RunFolderError(sentence, mend=mend)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns any OSError inside into a RunFolderError about `path`."""
    try:
        yield
    except OSError as error:
        raise folder_error(error, path) from error


def write_whole(path: Path, data: bytes | str) -> None:
    """Puts a file in place at once: who reads sees the old content or the new, never a part.

    Raises:
        RunFolderError: the disk is full, read-only, or the folder is gone.
    """
    content = data.encode() if isinstance(data, str) else data
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with disk_errors(path):
        try:
            _write_through(scratch, content)
            scratch.replace(path)
        except OSError:
            scratch.unlink(missing_ok=True)
            raise


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def append_line(path: Path, line: str) -> None:
    """Appends one line with one write, so that lines of several writers never mix.

    Where an earlier writer died in the middle of its last line, that line is ended first: it is lost,
    this one is not.

    Raises:
        RunFolderError: the disk is full, read-only, or the folder is gone.
    """
    with disk_errors(path):
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | CLOEXEC_BINARY, 0o644)
        try:
            data = b"\n" * _is_torn(file) + line.encode() + b"\n"
            if os.write(file, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(file)


def _is_torn(file: int) -> bool:
    size = os.fstat(file).st_size
    if size == 0:
        return False
    os.lseek(file, size - 1, os.SEEK_SET)  # O_APPEND writes at the end all the same
    return os.read(file, 1) != b"\n"
