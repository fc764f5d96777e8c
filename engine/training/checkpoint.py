"""Saving where training stands, whole or not at all, and going on from there bit by bit."""

import pickle
import shutil
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.distributed.checkpoint.api import CheckpointException
from torch.distributed.checkpoint.filesystem import FileSystemWriter
from torch.distributed.checkpoint.state_dict_loader import load
from torch.distributed.checkpoint.state_dict_saver import save
from torch.optim import Optimizer

from engine.contracts import Carried
from engine.errors import CheckpointError
from engine.plan.records import Mesh
from engine.record.disk import disk_errors, folder_error
from engine.record.folder import RunFolder
from engine.record.run_folder import free_name
from engine.training.average import WeightAverage
from engine.training.checkpoint_files import (
    CarefulReader,
    Manifest,
    TensorShape,
    check_files,
    check_fit,
    damaged,
    fingerprint,
    mark_files,
    merge_fingerprints,
    read_manifest,
    sync_folder,
    tensor_shapes,
    write_manifest,
)
from engine.training.checkpoint_state import (
    apply_carried,
    apply_random,
    holds_average,
    make_room,
    make_room_of_rank,
    read_state,
)
from engine.training.failure import chain_of
from engine.training.peers import Peers
from engine.training.state import TrainingState

_REMOVED = ".removed-"
_DRAWN_ANEW = (
    "The checkpoint is of other ranks, whose random states no rank of this attempt can go on from: from here "
    "on dropout draws otherwise than it would have. All else goes on as it was."
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a checkpoint says beside its tensors."""

    state: TrainingState
    draws_anew: bool
    """Whether the random states could not be had: they belong to the ranks of one mesh."""

    def notices(self, *, matters: bool) -> tuple[str, ...]:
        """What a person has to know; `matters`: whether training draws random numbers."""
        return (_DRAWN_ANEW,) if self.draws_anew and matters else ()


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The checkpoints of a run. All ranks call at the same step; rank 0 gives the folder its name."""

    folder: RunFolder
    peers: Peers
    module: nn.Module
    optimizer: Optimizer
    device: torch.device
    keep: int
    average: WeightAverage | None = None
    carried: Carried | None = None
    """What the step keeps besides."""
    mesh: Mesh = field(default_factory=Mesh)
    """Where the ranks lie. A checkpoint fits any other, too."""

    def save(self, state: TrainingState) -> tuple[str, float]:
        """A new checkpoint, on disk when this returns: its name, and the seconds it took.

        Written beside its place and renamed into it once it is complete and synced.

        Raises:
            RunFolderError: The disk is full or read-only, or the folder is gone.
        """
        started = time.perf_counter()
        target = self.folder.checkpoints_dir / f"step-{state.step:08d}"
        partial = target.with_name(f"{target.name}.partial")
        self._write(partial)
        model = self.peers.gather_all(fingerprint(self.module))
        if self.peers.is_first:
            self._complete(partial, target, state, merge_fingerprints(model))
            self._prune()
        return target.name, time.perf_counter() - started

    def load(self, name: str) -> Loaded:
        """Put model, optimizer and random states where a checkpoint has them, on whichever mesh it was saved.

        Raises:
            CheckpointError: It is missing, damaged, or belongs to another model.
        """
        path = self.folder.checkpoints_dir / name
        manifest = find_manifest(path)
        wanted = merge_fingerprints(self.peers.gather_all(fingerprint(self.module)))
        check_fit(path, manifest.model, wanted)
        check_files(path, manifest.files[self.peers.rank :: self.peers.world_size])
        same_ranks = (manifest.world_size, manifest.mesh) == (self.peers.world_size, self.mesh)
        room = self._read(path, same_ranks=same_ranks)
        if self.average is not None and not holds_average(room):
            self.average.restart()
        if self.carried is not None:
            apply_carried(room, self.carried, rank=self.peers.rank)
        goes_on = apply_random(room, rank=self.peers.rank, device=self.device)
        return Loaded(manifest.state, draws_anew=not goes_on)

    def tidy(self) -> None:
        """Put what earlier attempts left half written or half removed out of the way."""
        self.folder.set_aside_partial_checkpoints()
        for path in self.folder.checkpoints_dir.glob(f"{_REMOVED}*"):
            shutil.rmtree(path, ignore_errors=True)

    def _write(self, partial: Path) -> None:
        state = read_state(
            self.module,
            self.optimizer,
            self._averages(),
            self.carried,
            rank=self.peers.rank,
            device=self.device,
        )
        try:
            with alone_on_purpose():
                save(
                    state,
                    storage_writer=FileSystemWriter(partial),
                    process_group=self.peers.side,
                    no_dist=self.peers.side is None,
                )
        except (CheckpointException, OSError) as error:
            raise _trouble(error, self.peers.rank, self.folder.checkpoints_dir) from error

    def _averages(self) -> dict[str, Tensor]:
        return self.average.tensors if self.average is not None else {}

    def _complete(
        self, partial: Path, target: Path, state: TrainingState, model: tuple[TensorShape, ...]
    ) -> None:
        with disk_errors(partial):
            manifest = Manifest(
                world_size=self.peers.world_size,
                mesh=self.mesh,
                state=state,
                model=model,
                files=mark_files(partial),
            )
        write_manifest(partial, manifest)
        sync_folder(partial)
        with disk_errors(target):
            if target.exists():  # never into an existing folder, and nothing is lost
                target.rename(free_name(target.with_name(f"{target.name}.set-aside")))
            partial.rename(target)
        sync_folder(target.parent)

    def _prune(self) -> None:
        for entry in self.folder.checkpoints()[: -self.keep]:
            going = entry.path.with_name(f"{_REMOVED}{entry.name}")
            with disk_errors(entry.path):
                entry.path.rename(going)
            shutil.rmtree(going, ignore_errors=True)  # what stays is removed by the next attempt

    def _read(self, path: Path, *, same_ranks: bool) -> dict[str, Tensor]:
        reader = CarefulReader(path)
        try:
            shapes = tensor_shapes(reader.read_metadata())
            room = make_room(self.module, self.optimizer, self._averages(), shapes)
            if same_ranks:
                room |= make_room_of_rank(self.carried, shapes, rank=self.peers.rank, device=self.device)
            with alone_on_purpose():
                load(
                    room,
                    storage_reader=reader,
                    process_group=self.peers.side,
                    no_dist=self.peers.side is None,
                )
        except (CheckpointException, OSError, pickle.UnpicklingError, EOFError, ValueError) as error:
            raise damaged(path, _first_line(_own_failure(error, self.peers.rank))) from error
        return room


def find_manifest(path: Path) -> Manifest:
    """The manifest of a checkpoint that there should be.

    Raises:
        CheckpointError: It is gone or damaged.
    """
    if not path.is_dir():
        raise CheckpointError(
            f"The checkpoint {path.name} is gone.",
            mend="Put it back, or resume again: the latest is then used.",
        )
    return read_manifest(path)


@contextmanager
def alone_on_purpose() -> Iterator[None]:
    """Torch warns where a checkpoint has one rank only; here that is meant."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="torch.distributed is disabled", category=UserWarning)
        yield


def _trouble(error: BaseException, rank: int, path: Path) -> BaseException:
    """What went wrong while saving: the disk's trouble on whichever rank, else this rank's own error."""
    failures = error.failures if isinstance(error, CheckpointException) else {rank: (error, None)}
    for cause, _ in failures.values():
        for seen in chain_of(cause):
            if isinstance(seen, OSError):
                return folder_error(seen, path)
    return _own_failure(error, rank)


def _own_failure(error: BaseException, rank: int) -> BaseException:
    """This rank's part in an error that torch tells to all ranks."""
    if not isinstance(error, CheckpointException):
        return error
    if rank in error.failures:
        return error.failures[rank][0]
    other = min(error.failures)
    return RuntimeError(f"The peer with rank {other} has gone: {error.failures[other][0]}")


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")[:300]
