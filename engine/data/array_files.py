"""Arrays in files: what a file holds is read from its headers, the arrays themselves when they are needed.

Nothing is ever unpickled. Arrays of .npy files and of uncompressed .npz files stay in the file and are mapped
into memory: they may be larger than it. Source of the formats:
https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, https://github.com/huggingface/safetensors
"""

import importlib.util
import math
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import PlanError
from engine.kept import kept
from engine.paths import Stamp, problem_with, stamp_of, unreadable

_FIELD = "data.file"
_LOCAL_HEADER = struct.Struct("<26xHH")
"""Of an entry of a zip file: after 26 bytes the lengths of its name and of what follows the name."""
_SAFETENSORS_TYPES = {
    "BOOL": "?",
    "U8": "u1",
    "I8": "i1",
    "I16": "<i2",
    "U16": "<u2",
    "I32": "<i4",
    "U32": "<u4",
    "I64": "<i8",
    "U64": "<u8",
    "F16": "<f2",
    "F32": "<f4",
    "F64": "<f8",
}


@dataclass(frozen=True, slots=True)
class ArrayHead:
    """What an array is, without its numbers."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]


def stamp_arrays(stamp: Stamp) -> tuple[Stamp, ...]:
    """The file as it is, or a folder's .npy files. Raises PlanError where they cannot be looked at."""
    if not stamp.path.is_dir():
        return (stamp,)
    try:
        return tuple(stamp_of(path) for path in sorted(stamp.path.glob("*.npy")))
    except OSError as error:
        raise unreadable(stamp.path, _FIELD, error) from error


@kept
def read_heads(path: Path, stamps: tuple[Stamp, ...]) -> Mapping[str, ArrayHead]:
    """Name to what it is, of every array of numbers.

    Args:
        path: A file, or a folder of .npy files.
        stamps: What `stamp_arrays` says of it now.

    Raises:
        PlanError: It is no such file, is damaged, or needs a package that is not there.
    """
    try:
        if path.is_dir():
            heads = {stamp.path.stem: _head_of_npy(stamp.path) for stamp in stamps}
        elif path.suffix == ".npz":
            heads = _heads_of_npz(path)
        elif path.suffix == ".safetensors":
            heads = _heads_of_safetensors(path)
        else:
            raise problem_with(
                _FIELD,
                f"{path.name} is no file of arrays.",
                "Give a .npz or .safetensors file, or a folder of .npy files.",
            )
    except PlanError:
        raise
    except OSError as error:
        raise unreadable(path, _FIELD, error) from error
    except Exception as error:  # each format's reader has errors of its own for a damaged file
        raise problem_with(
            _FIELD, f"{path} is damaged: {error}.", "Write it anew with NumPy or safetensors."
        ) from error
    if not heads:
        raise problem_with(_FIELD, f"There are no arrays in {path}.", "Write inputs and targets into it.")
    return heads


def open_array(path: Path, name: str) -> NDArray[Any]:
    """An array by its name, read-only; mapped from the file where that is possible."""
    if path.is_dir():
        mapped: NDArray[Any] = np.load(path / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return mapped
    if path.suffix == ".npz":
        return _open_npz(path, f"{name}.npy")
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        tensor: NDArray[Any] = file.get_tensor(name)
        return tensor


def _head_of_npy(path: Path) -> ArrayHead:
    with path.open("rb") as file:
        return _whole_head(file, path.stat().st_size)


def _heads_of_npz(path: Path) -> dict[str, ArrayHead]:
    heads = {}
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(".npy"):
                with archive.open(entry) as file:
                    heads[entry.filename.removesuffix(".npy")] = _whole_head(file, entry.file_size)
    return heads


def _whole_head(file: IO[bytes], size: int) -> ArrayHead:
    """What the array is. Raises ValueError where a file of that size cannot hold all of it."""
    head, _ = _read_head(file)
    wanted = file.tell() + math.prod(head.shape) * head.dtype.itemsize
    if size < wanted:
        raise ValueError(f"it ends after {size:,} of {wanted:,} bytes")
    return head


def _read_head(file: IO[bytes]) -> tuple[ArrayHead, bool]:
    """What the array is, and whether it lies column by column; the file then stands at its numbers."""
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0 if version[0] == 1 else np.lib.format.read_array_header_2_0
    shape, by_column, dtype = read(file)
    return ArrayHead(tuple(shape), np.dtype(dtype)), bool(by_column)


def _open_npz(path: Path, entry_name: str) -> NDArray[Any]:
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(entry_name)
        if entry.compress_type != zipfile.ZIP_STORED:
            with archive.open(entry) as compressed:
                read: NDArray[Any] = np.lib.format.read_array(compressed, allow_pickle=False)
                return read
    with path.open("rb") as file:
        file.seek(entry.header_offset)
        name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
        file.seek(name_length + extra_length, 1)
        head, by_column = _read_head(file)
        return np.memmap(
            path, head.dtype, "r", offset=file.tell(), shape=head.shape, order="F" if by_column else "C"
        )


def _heads_of_safetensors(path: Path) -> dict[str, ArrayHead]:
    if importlib.util.find_spec("safetensors") is None:
        raise problem_with(
            _FIELD,
            "The package safetensors, which reads such files, is not installed.",
            "Install it: pip install 'paraloom[safetensors]'.",
        )
    from safetensors import safe_open

    heads = {}
    with safe_open(path, framework="numpy") as file:
        for name in file.keys():  # noqa: SIM118 it is no dictionary
            part = file.get_slice(name)
            kind = _SAFETENSORS_TYPES.get(part.get_dtype())
            if kind is not None:  # NumPy has no bfloat16 and no float8
                heads[name] = ArrayHead(tuple(part.get_shape()), np.dtype(kind))
    return heads
