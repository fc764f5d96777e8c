"""The binary version of the CIFAR data sets: records of class bytes and 3,072 bytes of a picture.

It needs no unpickling, as the version for Python would. Source: https://www.cs.toronto.edu/~kriz/cifar.html
"""

import secrets
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.paths import problem_with

_PIXELS = 3 * 32 * 32


@dataclass(frozen=True, slots=True)
class CifarFiles:
    """How one of the two data sets lies in its files."""

    archive: str
    """File name of what is downloaded."""
    inside: str
    """Folder in the archive."""
    train: tuple[str, ...]
    test: tuple[str, ...]
    class_bytes: int
    """Bytes of a record before the picture; the last of them is the class."""

    @property
    def record_bytes(self) -> int:
        """Of a class and its picture."""
        return self.class_bytes + _PIXELS


_JOINED = (("train.bin",), ("test.bin",))
"""Files of the parts after `unpack`."""


def count_records(files: CifarFiles, folder: Path) -> tuple[int, int] | None:
    """Training and test pictures by the sizes of the .bin files; None: there is the archive instead.

    Raises:
        PlanError: There is neither, or the files are no whole records.
    """
    unpacked = _unpacked(files, folder)
    if unpacked is not None:
        train, test = unpacked
        return _count(files, train), _count(files, test)
    if (folder / files.archive).is_file():
        return None
    raise problem_with(
        "data.folder",
        f"There is neither {files.archive} nor {files.train[0]} in {folder}.",
        "Put the binary version of the data set there; the one for Python is not read.",
    )


def read_records(files: CifarFiles, folder: Path, *, train: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """A part's pictures and classes; a single file of records is mapped, not read.

    Returns:
        uint8 [N, 3, 32, 32] and uint8 [N].

    Raises:
        OSError, EOFError, ValueError: A file is missing or damaged.
    """
    unpacked = _unpacked(files, folder)
    if unpacked is None:
        content = _read_archive(folder / files.archive, files.train if train else files.test)
    else:
        paths = unpacked[0] if train else unpacked[1]
        content = np.memmap(paths[0], np.uint8, "r") if len(paths) == 1 else _join(paths)
    records = content.reshape(-1, files.record_bytes)
    return records[:, files.class_bytes :].reshape(-1, 3, 32, 32), records[:, files.class_bytes - 1]


def unpack(files: CifarFiles, folder: Path) -> None:
    """Writes the records of the archive beside it, a file for each part, whole or not at all."""
    for (name,), names in zip(_JOINED, (files.train, files.test), strict=True):
        draft = folder / f".{name}.{secrets.token_hex(4)}"
        _read_archive(folder / files.archive, names).tofile(draft)
        draft.rename(folder / name)


def is_unpacked(files: CifarFiles, folder: Path) -> bool:
    """Whether the records need not be taken out of the archive any more."""
    return _unpacked(files, folder) is not None


def _unpacked(files: CifarFiles, folder: Path) -> tuple[list[Path], list[Path]] | None:
    """The files of both parts."""
    for below in (folder, folder / files.inside):
        for names in ((files.train, files.test), _JOINED):
            train, test = ([below / name for name in part] for part in names)
            if all(path.is_file() for path in (*train, *test)):
                return train, test
    return None


def _join(paths: Sequence[Path]) -> NDArray[Any]:
    return np.concatenate([np.fromfile(path, np.uint8) for path in paths])


def _count(files: CifarFiles, paths: Sequence[Path]) -> int:
    count = 0
    for path in paths:
        size = path.stat().st_size
        if not size or size % files.record_bytes:
            raise problem_with(
                "data.folder",
                f"{path} has {size:,} bytes, which are no records of {files.record_bytes:,}.",
                "Bring it anew.",
            )
        count += size // files.record_bytes
    return count


def _read_archive(archive: Path, names: Sequence[str]) -> NDArray[Any]:
    parts: dict[str, bytes] = {}
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for entry in tar:  # one pass: an archive cannot be read backwards without unpacking it again
                name = Path(entry.name).name
                if entry.isfile() and name in names:
                    content = tar.extractfile(entry)
                    assert content is not None
                    parts[name] = content.read()
                if len(parts) == len(names):
                    break
    except tarfile.TarError as error:
        raise ValueError(f"{archive.name} is no whole archive: {error}") from error
    missing = [name for name in names if name not in parts]
    if missing:
        raise ValueError(f"there is no {missing[0]} in {archive.name}")
    return np.frombuffer(b"".join(parts[name] for name in names), dtype=np.uint8)
