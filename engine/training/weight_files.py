"""Reading weights from a file or a checkpoint's folder, without running what it may hold."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict_loader import load

from engine.errors import CheckpointError, WeightsError
from engine.layers.safetensors_file import read_safetensors
from engine.training.checkpoint import alone_on_purpose
from engine.training.checkpoint_files import CarefulReader, tensor_shapes
from engine.training.checkpoint_state import MODEL

_NESTED = ("state_dict", "model_state_dict", "model")
"""Where training scripts put the weights among other things."""
_ADDED_BY_WRAPPERS = ("module.", "_orig_mod.")
_ANOTHER_FILE = "Name a file of tensors, or start at random."


def read_weights(path: Path, *, allow_pickle: bool) -> dict[str, Tensor]:
    """Name to tensor, on the CPU, under the names that the module itself has.

    Args:
        path: A .safetensors file, a file that torch saved, or the folder of a checkpoint.
        allow_pickle: Whether a file may hold more than tensors, and so run code.

    Raises:
        WeightsError: It is missing, damaged, holds no weights, or more than tensors without leave.
    """
    try:
        found = _read(path, allow_pickle=allow_pickle)
    except (OSError, ValueError, RuntimeError, EOFError, CheckpointError, pickle.UnpicklingError) as error:
        raise _unreadable(path, error, allow_pickle=allow_pickle) from error
    if not found:
        raise WeightsError(f"{path} holds no weights.", field="weights.file", mend=_ANOTHER_FILE)
    return without_wrappers(found)


def without_wrappers(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights without what DistributedDataParallel and torch.compile put before every name."""
    for added in _ADDED_BY_WRAPPERS:
        if all(name.startswith(added) for name in weights):
            return without_wrappers({name.removeprefix(added): one for name, one in weights.items()})
    return dict(weights)


def _read(path: Path, *, allow_pickle: bool) -> dict[str, Tensor]:
    if path.is_dir():
        return read_checkpoint_tensors(path, MODEL)
    if path.suffix == ".safetensors":
        return read_safetensors(path)
    return _tensors_of(torch.load(path, map_location="cpu", weights_only=not allow_pickle))


def read_checkpoint_tensors(path: Path, prefix: str) -> dict[str, Tensor]:
    """Name to whole tensor, on the CPU, of a checkpoint that was saved on any mesh.

    Args:
        path: Its folder.
        prefix: Of the names that are wanted; it is taken off.

    Raises:
        OSError, UnpicklingError, EOFError, ValueError, CheckpointException: It is damaged.
    """
    reader = CarefulReader(path)
    shapes = tensor_shapes(reader.read_metadata())
    room = {
        name: torch.empty(size, dtype=dtype)
        for name, (size, dtype) in shapes.items()
        if name.startswith(prefix)
    }
    with alone_on_purpose():
        load(room, storage_reader=reader, no_dist=True)
    return {name.removeprefix(prefix): tensor for name, tensor in room.items()}


def _tensors_of(found: Any) -> dict[str, Tensor]:
    """The weights in what was saved: a module, its state, or a dictionary with the state in it."""
    if isinstance(found, nn.Module):
        found = found.state_dict()
    if not isinstance(found, Mapping):
        return {}
    for name in _NESTED:
        if isinstance(found.get(name), Mapping | nn.Module):
            return _tensors_of(found[name])
    return {str(name): one.detach() for name, one in found.items() if isinstance(one, Tensor)}


def _unreadable(path: Path, error: Exception, *, allow_pickle: bool) -> WeightsError:
    if isinstance(error, pickle.UnpicklingError) and not allow_pickle and path.is_file():
        return WeightsError(
            f"{path} holds more than tensors, and reading it would run the code in it.",
            field="weights.file",
            mend="Save its state_dict() alone; or, if you trust whoever made it, set weights.allow_pickle.",
        )
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
    else:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")[:200]
    return WeightsError(f"{path} cannot be read: {reason}.", field="weights.file", mend=_ANOTHER_FILE)
