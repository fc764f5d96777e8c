"""Checkpoints of one rank: whole or not at all, bit by bit, and nothing else accepted."""

import os
import pickle
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from engine.errors import CheckpointError, RunFolderError
from engine.record.folder import RunFolder
from engine.spec.training import AdamWSpec, OptimizerSpec, SgdSpec
from engine.training.checkpoint import Checkpoints, Loaded
from engine.training.checkpoint_files import MANIFEST_NAME
from engine.training.limits import Patience
from engine.training.optimizers import build_optimizer
from engine.training.peers import Peers
from engine.training.random_states import apply_random_states, read_random_states
from engine.training.state import Evaluation, TrainingState

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def same_generators_after() -> Iterator[None]:
    states = read_random_states(CPU)
    yield
    apply_random_states(states, CPU)


@pytest.fixture(name="folder")
def folder_fixture(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / "run")
    folder.checkpoints_dir.mkdir(parents=True)
    return folder


class Trained:
    """A small model, its optimizer, and its checkpoints."""

    def __init__(
        self, folder: RunFolder, optimizer: OptimizerSpec | None = None, width: int = 3, keep: int = 3
    ) -> None:
        self.module = nn.Sequential(nn.Linear(2, width), nn.BatchNorm1d(width), nn.Linear(width, 1))
        self.optimizer: Optimizer = build_optimizer(optimizer or AdamWSpec(), self.module)
        self.checkpoints = Checkpoints(folder, Peers(0, 1, None), self.module, self.optimizer, CPU, keep)

    def train(self, steps: int) -> list[float]:
        losses = []
        for _ in range(steps):
            loss = self.module(torch.rand(8, 2) * random.random()).square().mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            losses.append(loss.item())
        return losses

    @property
    def bits(self) -> list[Tensor]:
        return [tensor.clone() for tensor in self.module.state_dict().values()]


@pytest.mark.parametrize(
    "spec", [AdamWSpec(), SgdSpec(momentum=0.9), SgdSpec(momentum=0.0)], ids=["adamw", "momentum", "sgd"]
)
def test_that_training_goes_on_bit_by_bit(folder: RunFolder, spec: OptimizerSpec) -> None:
    one = Trained(folder, spec)
    one.train(5)
    name, _ = one.checkpoints.save(TrainingState(step=5))
    losses = one.train(5)
    other = Trained(folder, spec)
    other.checkpoints.load(name)
    assert other.train(5) == losses
    assert all(torch.equal(a, b) for a, b in zip(one.bits, other.bits, strict=True))


def test_that_a_checkpoint_before_the_first_step_can_be_loaded(folder: RunFolder) -> None:
    one = Trained(folder)
    name, _ = one.checkpoints.save(TrainingState())
    losses = one.train(3)
    other = Trained(folder)
    other.checkpoints.load(name)
    assert other.train(3) == losses


def test_that_the_state_comes_back_as_it_was(folder: RunFolder) -> None:
    state = TrainingState(
        step=12,
        seconds=0.1 + 0.2,
        train_loss=float("inf"),
        patience=Patience(best_loss=1 / 3, num_worse=2),
        evaluation=Evaluation(step=10, loss=2 / 3, accuracy=0.5, num_samples=4),
        scaler={"scale": 65536.0, "growth_factor": 2.0, "_growth_tracker": 3},
    )
    one = Trained(folder)
    name, seconds = one.checkpoints.save(state)
    assert (name, seconds > 0) == ("step-00000012", True)
    assert one.checkpoints.load(name) == Loaded(state, draws_anew=False)


def test_that_only_complete_checkpoints_have_the_name_of_one(folder: RunFolder) -> None:
    Trained(folder).checkpoints.save(TrainingState(step=3))
    (folder.checkpoints_dir / "step-00000004.partial").mkdir()
    (folder.checkpoints_dir / ".removed-step-00000001").mkdir()
    one = Trained(folder)
    one.checkpoints.tidy()
    names = sorted(path.name for path in folder.checkpoints_dir.iterdir())
    assert names == ["step-00000003", "step-00000004.set-aside"]
    assert [entry.step for entry in folder.checkpoints()] == [3]


def test_that_only_the_newest_are_kept(folder: RunFolder) -> None:
    one = Trained(folder, keep=2)
    for step in (1, 2, 3, 4):
        one.checkpoints.save(TrainingState(step=step))
    assert [entry.step for entry in folder.checkpoints()] == [3, 4]
    assert len(list(folder.checkpoints_dir.iterdir())) == 2


def test_that_a_checkpoint_never_goes_into_an_existing_folder(folder: RunFolder) -> None:
    one = Trained(folder)
    one.checkpoints.save(TrainingState(step=1))
    one.train(1)
    one.checkpoints.save(TrainingState(step=1))
    names = sorted(path.name for path in folder.checkpoints_dir.iterdir())
    assert names == ["step-00000001", "step-00000001.set-aside"]
    one.checkpoints.load("step-00000001")


def test_that_a_checkpoint_of_another_model_is_refused_with_the_first_difference(folder: RunFolder) -> None:
    name, _ = Trained(folder).checkpoints.save(TrainingState(step=1))
    with pytest.raises(CheckpointError, match=r"another model: 0\.weight is float32 \[3, 2\].*\[5, 2\]"):
        Trained(folder, width=5).checkpoints.load(name)


def test_that_a_missing_checkpoint_is_told(folder: RunFolder) -> None:
    with pytest.raises(CheckpointError, match="step-00000009 is gone"):
        Trained(folder).checkpoints.load("step-00000009")


def test_that_every_damage_to_every_file_is_told(folder: RunFolder) -> None:
    one = Trained(folder)
    one.train(1)
    name, _ = one.checkpoints.save(TrainingState(step=1))
    path = folder.checkpoints_dir / name
    files = sorted(path.iterdir())
    assert len(files) == 3
    for file in files:
        whole = file.read_bytes()
        changed = bytearray(whole)
        changed[len(whole) // 2] ^= 0xFF
        for content in (b"", whole[: len(whole) // 2], bytes(changed), None):
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content)
            with pytest.raises(CheckpointError, match=f"{name} is damaged"):
                Trained(folder).checkpoints.load(name)
        file.write_bytes(whole)
    one.checkpoints.load(name)


def replace_index(path: Path, index: bytes) -> None:
    """Another index, with a manifest that marks it as whole."""
    from engine.training.checkpoint_files import mark_files, read_manifest, write_manifest

    (path / ".metadata").write_bytes(index)
    genuine = read_manifest(path)
    (path / MANIFEST_NAME).unlink()
    write_manifest(path, genuine.model_copy(update={"files": mark_files(path)}))


@pytest.mark.parametrize("module", [b"pathlib", b"pathlib._local"])
def test_that_a_checkpoint_of_any_python_can_be_loaded(folder: RunFolder, module: bytes) -> None:
    state = TrainingState(step=1)
    name, _ = Trained(folder).checkpoints.save(state)
    path = folder.checkpoints_dir / name
    with_names_as_text = pickle.dumps(pickle.loads((path / ".metadata").read_bytes()), protocol=2)
    index, num_paths = re.subn(rb"cpathlib(\._local)?\n", b"c" + module + b"\n", with_names_as_text)
    assert num_paths
    replace_index(path, index)
    assert Trained(folder).checkpoints.load(name).state == state


class Evil:
    """What an index must never bring to life."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("evil",)


def test_that_an_index_that_would_run_code_is_refused(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    name, _ = Trained(folder).checkpoints.save(TrainingState(step=1))
    path = folder.checkpoints_dir / name
    replace_index(path, pickle.dumps(Evil()))
    with pytest.raises(CheckpointError, match=r"is damaged: the index names posix\.mkdir"):
        Trained(folder).checkpoints.load(name)
    assert not Path("evil").exists()


def test_that_a_folder_that_cannot_take_it_is_told(folder: RunFolder) -> None:
    folder.checkpoints_dir.rmdir()
    folder.checkpoints_dir.write_bytes(b"")
    with pytest.raises(RunFolderError, match="checkpoints"):
        Trained(folder).checkpoints.save(TrainingState(step=1))
