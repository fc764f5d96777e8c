"""A run's weights as a file: of any checkpoint, whichever mesh it was saved on."""

import os
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import torch
from torch import Tensor
from torch.distributed.checkpoint.api import CheckpointException

from engine.errors import CheckpointError, WeightsError
from engine.layers.safetensors_file import write_safetensors
from engine.models import model_for
from engine.plan.records import Plan
from engine.record.disk import disk_errors
from engine.record.folder import CheckpointEntry, RunFolder
from engine.training.checkpoint import find_manifest
from engine.training.checkpoint_files import check_files, damaged
from engine.training.checkpoint_state import AVERAGE, MODEL
from engine.training.precision import apply_precision
from engine.training.weight_files import read_checkpoint_tensors

Form = Literal["safetensors", "pt", "module"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of weights."""

    path: Path
    checkpoint: str
    step: int
    num_tensors: int
    num_bytes: int


def export_weights(
    folder: RunFolder,
    form: Form,
    *,
    checkpoint: str | None = None,
    averaged: bool = False,
    target: Path | None = None,
) -> Exported:
    """Write the weights and buffers of a checkpoint, whole or not at all.

    Args:
        folder: The run; it may still go on.
        form: `safetensors`; `pt`, a state dict that `torch.load` reads with `weights_only`; or `module`, the
            pickled module, which runs code when it is read.
        checkpoint: Its folder's name; the latest where not given.
        averaged: The moving average of the weights in their place.
        target: The file; by default one among the run's artifacts.

    Raises:
        CheckpointError: There is none, or it is damaged.
        WeightsError: It holds no averages.
        RunFolderError: The file cannot be written.
    """
    entry = _find(folder, checkpoint)
    manifest = find_manifest(entry.path)
    check_files(entry.path, manifest.files)
    weights = _read(entry, averaged=averaged)
    path = target or folder.artifacts_dir / f"{entry.name}.{_SUFFIXES[form]}"
    notes = {"format": "pt", "run": folder.name, "step": str(entry.step)}
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.partial")
        with draft.open("wb") as file:
            _WRITERS[form](file, weights, notes, folder)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        num_bytes = path.stat().st_size
    return Exported(path, entry.name, entry.step, len(weights), num_bytes)


def _find(folder: RunFolder, name: str | None) -> CheckpointEntry:
    there = folder.checkpoints()
    if not there:
        raise CheckpointError(
            f"{folder.name} has no complete checkpoint.", mend="`paraloom checkpoint` asks a run for one."
        )
    for entry in there:
        if entry.name == name:
            return entry
    if name is None:
        return there[-1]
    raise CheckpointError(
        f"{folder.name} has no checkpoint {name}.",
        mend=f"There are: {', '.join(entry.name for entry in there)}.",
    )


def _read(entry: CheckpointEntry, *, averaged: bool) -> dict[str, Tensor]:
    try:
        weights = read_checkpoint_tensors(entry.path, MODEL)
        averages = read_checkpoint_tensors(entry.path, AVERAGE) if averaged else {}
    except (CheckpointException, OSError, pickle.UnpicklingError, EOFError, ValueError) as error:
        raise damaged(entry.path, str(error).strip().splitlines()[0].rstrip(".")[:300]) from error
    if averaged and not averages:
        raise WeightsError(
            f"{entry.name} holds no moving average of the weights.",
            mend="Export the weights themselves; training.ema_decay keeps an average.",
        )
    return weights | averages


Notes = Mapping[str, str]
Writer = Callable[[BinaryIO, dict[str, Tensor], Notes, RunFolder], None]


def _write_safetensors(file: BinaryIO, weights: dict[str, Tensor], notes: Notes, _folder: RunFolder) -> None:
    write_safetensors(file, weights, notes)


def _write_state(file: BinaryIO, weights: dict[str, Tensor], _notes: Notes, _folder: RunFolder) -> None:
    torch.save(weights, file)


def _write_module(file: BinaryIO, weights: dict[str, Tensor], _notes: Notes, folder: RunFolder) -> None:
    spec, plan = folder.read_spec(), folder.read_plan()
    assert isinstance(plan, Plan)  # of a script there is no checkpoint
    module = apply_precision(model_for(spec).build(spec, plan.facts), spec.training)
    module.load_state_dict(weights)
    torch.save(module, file)


_SUFFIXES: dict[Form, str] = {"safetensors": "safetensors", "pt": "pt", "module": "module.pt"}
_WRITERS: dict[Form, Writer] = {
    "safetensors": _write_safetensors,
    "pt": _write_state,
    "module": _write_module,
}
