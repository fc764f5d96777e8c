"""Downloads that go on where they were broken off, are checked, and tell how far they are.

Only HTTP and HTTPS. Source of resuming: RFC 9110, section 14 (Range).
"""

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from engine.errors import DataError
from engine.record.locks import FileLock

_CHUNK_BYTES = 1 << 16
_STALLED_SECONDS = 15.0
_TOLD_SECONDS = 2.0
_BREATH_SECONDS = 0.2
"""At least as often whoever waits is given the chance to give up."""
_TRIES = 3
"""Of each address; those in which something came do not count."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that lies at several addresses."""

    name: str
    md5: str


def download(file: RemoteFile, addresses: Sequence[str], folder: Path) -> Iterator[str]:
    """Brings a file into a folder, unless it is there: whole and checked, or not at all.

    Args:
        file: Which.
        addresses: Web folders that have it, the best first.
        folder: Where to; what came of it so far waits there for the next time.

    Yields:
        Sentences about how far it is, and empty ones in between.

    Raises:
        DataError: No address gave it, or not as it should be.
    """
    target = folder / file.name
    if target.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f".{file.name}.lock")
    waiting = False
    while not lock.acquire(wait_seconds=_BREATH_SECONDS):
        yield "" if waiting else f"Another run downloads {file.name}: this one waits for it."
        waiting = True
    try:
        if not target.exists():  # whoever held the lock has perhaps brought it
            yield from _bring(file, addresses, target)
    finally:
        lock.release()


def _bring(file: RemoteFile, addresses: Sequence[str], target: Path) -> Iterator[str]:
    draft = target.with_name(f"{target.name}.partial")
    reason = ""
    for address in addresses:
        tries = 0
        while tries < _TRIES:
            before = _size(draft)
            try:
                yield from _continue(f"{address.rstrip('/')}/{file.name}", draft)
            except (OSError, http.client.HTTPException) as error:
                reason = f"{urlsplit(address).netloc}: {_words(error)}"
                tries += 1 if _size(draft) <= before else 0
                if isinstance(error, urllib.error.HTTPError) and error.code < 500:
                    break  # it will not come by asking again
                continue
            if _md5(draft) == file.md5:
                draft.rename(target)
                yield f"{file.name} is downloaded, and its checksum is right."
                return
            draft.unlink()
            reason = f"{urlsplit(address).netloc}: the checksum is wrong"
            tries += 1 if before == 0 else 0  # what was there before may have been the bad part
    raise DataError(
        f"{file.name} could not be downloaded ({reason}).",
        field="data",
        mend=f"Check the connection, then resume; or bring the files from {addresses[0]} here by other means "
        "and give their folder as data.folder.",
    )


def _continue(url: str, draft: Path) -> Iterator[str]:
    """Appends to what is there; starts anew where the server cannot go on in the middle."""
    have = _size(draft)
    request = urllib.request.Request(url, headers={"User-Agent": "Paraloom"})
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        answer = urllib.request.urlopen(request, timeout=_STALLED_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            return  # it is all there: the checksum tells
        raise
    with answer:
        goes_on = answer.status == http.HTTPStatus.PARTIAL_CONTENT and have
        total = int(answer.headers.get("Content-Length", 0)) + (have if goes_on else 0)
        with draft.open("ab" if goes_on else "wb") as file:
            yield from _copy(answer, file, total=total, name=url.rpartition("/")[2])
    if total and _size(draft) < total:
        raise ConnectionError("the connection broke off")


def _copy(answer: IO[bytes], file: IO[bytes], *, total: int, name: str) -> Iterator[str]:
    breath = told = time.monotonic()
    while chunk := answer.read(_CHUNK_BYTES):
        file.write(chunk)
        now = time.monotonic()
        if now - told >= _TOLD_SECONDS:
            breath = told = now
            yield _progress(name, file.tell(), total)
        elif now - breath >= _BREATH_SECONDS:
            breath = now
            yield ""


def _progress(name: str, have: int, total: int) -> str:
    if not total:
        return f"Downloading {name}: {have / 1e6:.1f} MB."
    return f"Downloading {name}: {have / 1e6:.1f} of {total / 1e6:.1f} MB, {have / total:.0%}."


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _md5(path: Path) -> str:
    with path.open("rb") as file:  # against damage, not against malice: it is what is published
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _words(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.reason}"
    reason = getattr(error, "reason", None) or error
    return getattr(reason, "strerror", None) or str(reason) or type(error).__name__
