"""The files of one checkpoint: what they must be, and reading them without trusting them."""

import os
import pickle
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from torch import nn
from torch.distributed.checkpoint.filesystem import FileSystemReader
from torch.distributed.checkpoint.metadata import Metadata, StorageMeta, TensorStorageMetadata

from engine.base import Record
from engine.errors import CheckpointError
from engine.parallel.pieces import piece_names
from engine.plan.records import Mesh
from engine.record.disk import disk_errors, write_whole
from engine.training.joined import join_pieces
from engine.training.state import TrainingState

MANIFEST_NAME = "training.json"
_CHUNK_BYTES = 1 << 22
_TRUSTED_MODULES = frozenset(
    {
        "torch.distributed.checkpoint.metadata",
        "torch.distributed.checkpoint.filesystem",
        "torch.distributed.checkpoint.planner",
    }
)
_TRUSTED_NAMES = frozenset(
    {
        ("torch", "Size"),
        ("torch.serialization", "_get_layout"),
        ("torch", "device"),
        ("builtins", "getattr"),
        ("collections", "OrderedDict"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
    }
)


class TensorShape(Record):
    """One weight or buffer of the model."""

    name: str
    shape: tuple[int, ...]
    dtype: str


class FileMark(Record):
    """By which a damaged file is known."""

    name: str
    num_bytes: int
    crc32: int


class Manifest(Record):
    """`training.json`: where training stood, whose weights these are, and which files hold them."""

    version: int = 1
    world_size: int
    mesh: Mesh
    """Where its ranks lay: random states belong to a rank, all else to the model."""
    state: TrainingState
    model: tuple[TensorShape, ...]
    files: tuple[FileMark, ...]


def fingerprint(module: nn.Module) -> tuple[TensorShape, ...]:
    """Names, shapes and types of all weights and buffers: what a checkpoint must have to fit."""
    return tuple(
        TensorShape(name=name, shape=tuple(tensor.shape), dtype=str(tensor.dtype).removeprefix("torch."))
        for name, tensor in join_pieces(module.state_dict(), piece_names(module)).items()
    )


def merge_fingerprints(each: Sequence[tuple[TensorShape, ...]]) -> tuple[TensorShape, ...]:
    """Of a model of which every rank may hold some blocks only: all tensors, in the order of the ranks."""
    return tuple({one.name: one for ranks in each for one in ranks}.values())


def mark_files(path: Path) -> tuple[FileMark, ...]:
    """The mark of every file in a folder."""
    return tuple(
        FileMark(name=file.name, num_bytes=file.stat().st_size, crc32=_crc32(file))
        for file in sorted(path.iterdir())
    )


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Puts it among the files. Raises RunFolderError where the disk does not take it."""
    write_whole(path / MANIFEST_NAME, manifest.model_dump_json())


def read_manifest(path: Path) -> Manifest:
    """The manifest of a checkpoint.

    Raises:
        CheckpointError: It is missing or damaged.
    """
    try:
        return Manifest.model_validate_json((path / MANIFEST_NAME).read_bytes())
    except FileNotFoundError as error:
        raise damaged(path, f"{MANIFEST_NAME} is missing") from error
    except (ValidationError, OSError) as error:
        raise damaged(path, f"{MANIFEST_NAME} cannot be read") from error


def damaged(path: Path, what: str) -> CheckpointError:
    """A checkpoint that cannot be used, as a sentence with its mend."""
    return CheckpointError(
        f"The checkpoint {path.name} is damaged: {what}.",
        mend=f"Move the folder {path.name} out of checkpoints/ and resume: the one before it is then used.",
    )


def check_files(path: Path, marks: tuple[FileMark, ...]) -> None:
    """Raise CheckpointError for the first file that is missing, cut off or changed."""
    for mark in marks:
        file = path / mark.name
        try:
            num_bytes = file.stat().st_size
            if num_bytes != mark.num_bytes:
                raise damaged(
                    path, f"{mark.name} has a size of {num_bytes} instead of {mark.num_bytes} bytes"
                )
            if _crc32(file) != mark.crc32:
                raise damaged(path, f"the content of {mark.name} has changed")
        except FileNotFoundError as error:
            raise damaged(path, f"{mark.name} is missing") from error
        except OSError as error:
            raise damaged(path, f"{mark.name} cannot be read ({error.strerror})") from error


def check_fit(path: Path, saved: tuple[TensorShape, ...], wanted: tuple[TensorShape, ...]) -> None:
    """Raise CheckpointError where a checkpoint belongs to another model; the first difference is named."""
    if sorted(saved, key=_name) == sorted(wanted, key=_name):
        return
    theirs = {one.name: one for one in saved}
    ours = {one.name: one for one in wanted}
    name = next(name for name in (*ours, *theirs) if ours.get(name) != theirs.get(name))
    there, here = _describe(theirs.get(name)), _describe(ours.get(name))
    raise CheckpointError(
        f"The checkpoint {path.name} belongs to another model: {name} is {there} in it, {here} in this run.",
        mend="Put this run's own checkpoint back, or start a new run with the model that it belongs to.",
    )


def _name(shape: TensorShape) -> str:
    return shape.name


def _describe(shape: TensorShape | None) -> str:
    return "missing" if shape is None else f"{shape.dtype} {list(shape.shape)}"


def sync_folder(path: Path) -> None:
    """Have the names in a folder reach the disk. Raises RunFolderError."""
    if os.name == "nt":  # a folder cannot be opened there
        return
    with disk_errors(path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _crc32(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            value = zlib.crc32(chunk, value)
    return value


class CarefulReader(FileSystemReader):
    """Reads a checkpoint, and of its pickled index only what an index is made of.

    Torch reads the tensors themselves with `weights_only`, but unpickles the index without a check.
    """

    def read_metadata(self, *_arguments: Any, **_options: Any) -> Metadata:
        """The index of all tensors. Raises UnpicklingError where it holds anything else."""
        with (Path(self.path) / ".metadata").open("rb") as file:
            metadata = _IndexUnpickler(file).load()
        if not isinstance(metadata, Metadata):
            raise pickle.UnpicklingError("this is no index of a checkpoint")
        if metadata.storage_meta is None:
            metadata.storage_meta = StorageMeta()
        metadata.storage_meta.load_id = self.load_id
        return metadata


class _IndexUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == "pathlib._local":  # what Python 3.13, and no other, calls the module of its paths
            module = "pathlib"
        known = module in _TRUSTED_MODULES and "." not in name
        if known or (module, name) in _TRUSTED_NAMES or _is_dtype(module, name):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"the index names {module}.{name}")


def _is_dtype(module: str, name: str) -> bool:
    return module == "torch" and isinstance(getattr(torch, name, None), torch.dtype)


def tensor_shapes(metadata: Metadata) -> dict[str, tuple[torch.Size, torch.dtype]]:
    """Name to shape and type of every tensor in a checkpoint."""
    return {
        name: (entry.size, entry.properties.dtype)
        for name, entry in metadata.state_dict_metadata.items()
        if isinstance(entry, TensorStorageMetadata)
    }
