"""Whether files are as they were: their times and sizes in one short text."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

_MOST_CHILDREN = 2000


def stamp_files(paths: Sequence[Path]) -> str:
    """A text that is another one when a file changes, or what lies directly in a folder.

    Of a folder of folders the sub-folders' times tell whether a file was added or removed there. Nothing is
    opened. What is not there has a stamp, too: it may come.

    Args:
        paths: Files and folders.

    Returns:
        Hexadecimal digits; empty where there are no paths.
    """
    if not paths:
        return ""
    lines = [line for path in paths for line in _lines(path)]
    return hashlib.blake2b("\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _lines(path: Path) -> Iterator[str]:
    try:
        found = path.stat()
        yield f"{path} {found.st_mtime_ns} {found.st_size}"
        if path.is_dir():
            with os.scandir(path) as entries:
                yield from sorted(map(_line, islice(entries, _MOST_CHILDREN)))
    except OSError as error:
        yield f"{path} {error.errno}"


def _line(entry: os.DirEntry[str]) -> str:
    try:
        found = entry.stat()
    except OSError as error:
        return f"{entry.name} {error.errno}"
    return f"{entry.name} {found.st_mtime_ns} {found.st_size}"
