"""The format of MNIST's files, packed or not.

Source: LeCun, Cortes and Burges, "The MNIST database", http://yann.lecun.com/exdb/mnist/
"""

import gzip
import struct
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from engine.paths import problem_with

_PICTURES, _CLASSES = 0x803, 0x801
"""Bytes in three dimensions, and in one."""
_BELOW = ("", "raw", "MNIST/raw", "FashionMNIST/raw")
"""Where torchvision puts them below its folder."""
_NAMES = {True: "train", False: "t10k"}


def count_pictures(folder: Path, *, train: bool) -> int:
    """How many pictures of 28×28 a part has, from its header.

    Raises:
        PlanError: Its files are not in the folder, or are other files.
    """
    counts = []
    for what, magic in (("images-idx3", _PICTURES), ("labels-idx1", _CLASSES)):
        name = f"{_NAMES[train]}-{what}-ubyte"
        path = _find(folder, name)
        if path is None:
            raise problem_with(
                "data.folder",
                f"There is no {name}.gz in {folder}.",
                "Put the four files of the data set there, packed or not.",
            )
        try:
            with _open(path) as file:
                counts.append(_read_header(file, magic)[0])
        except (OSError, EOFError, ValueError) as error:
            raise problem_with("data.folder", f"{path} cannot be read: {error}.", "Bring it anew.") from error
    if counts[0] != counts[1]:
        raise problem_with(
            "data.folder",
            f"There are {counts[0]:,} pictures and {counts[1]:,} classes in {folder}.",
            "Bring both files from the same place.",
        )
    return counts[0]


def read_pictures(folder: Path, *, train: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """A part's pictures and classes.

    Returns:
        uint8 [N, 1, 28, 28] and uint8 [N].

    Raises:
        OSError, EOFError, ValueError: A file is missing or damaged.
    """
    found = []
    for what, magic in (("images-idx3", _PICTURES), ("labels-idx1", _CLASSES)):
        path = _find(folder, f"{_NAMES[train]}-{what}-ubyte")
        if path is None:
            raise FileNotFoundError(f"there is no {_NAMES[train]}-{what}-ubyte")
        with _open(path) as file:
            shape = _read_header(file, magic)
            numbers = np.frombuffer(file.read(), dtype=np.uint8)
        found.append(numbers.reshape(shape))
    return found[0][:, None], found[1]


def _find(folder: Path, name: str) -> Path | None:
    for below in _BELOW:
        for ending in ("", ".gz"):
            path = folder / below / f"{name}{ending}"
            if path.is_file():
                return path
    return None


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _read_header(file: IO[bytes], magic: int) -> tuple[int, ...]:
    dimensions = magic & 0xFF
    header = file.read(4 * (1 + dimensions))
    if len(header) < 4 * (1 + dimensions):
        raise ValueError("it ends within its header")
    found, *shape = struct.unpack(f">{1 + dimensions}I", header)
    if found != magic:
        raise ValueError("it is no file of MNIST's format")
    if dimensions == 3 and shape[1:] != [28, 28]:
        raise ValueError(f"its pictures have {shape[1]}×{shape[2]} pixels instead of 28×28")
    return tuple(shape)
