"""Activation checkpointing in real runs."""

from pathlib import Path

import pytest

from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState, Warned, read_events
from engine.record.folder import RunFolder
from engine.spec import MlpSpec, ModelSpec, VitSpec
from tests.engine.plan.machines import machine
from tests.outcome import values, weights
from tests.running import small_spec, wait_for_end

VIT = VitSpec(patch=4, width=8, depth=2, heads=2)


def _run(loom: Loom, runs_dir: Path, model: ModelSpec, mode: str, strategy: str, devices: int) -> RunFolder:
    spec = small_spec(strategy=strategy, devices=devices, max_steps=12, activation_checkpointing=mode)
    folder = start_run(loom, runs_dir, spec.model_copy(update={"model": model}), machine(cores=2))
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED, status.failure
    return folder


@pytest.mark.parametrize(("strategy", "devices"), [("single", 1), ("ddp", 2), ("data_parallel", 2)])
def test_that_it_is_the_same_training_bit_by_bit(
    loom: Loom, runs_dir: Path, strategy: str, devices: int
) -> None:
    plain, other = (_run(loom, runs_dir, VIT, mode, strategy, devices) for mode in ("none", "full"))
    assert values(other, "train", "loss") == values(plain, "train", "loss")
    assert weights(other) == weights(plain)


def test_that_a_model_without_blocks_is_told(loom: Loom, runs_dir: Path) -> None:
    folder = _run(loom, runs_dir, MlpSpec(hidden=(4,)), "selective", "single", 1)
    (told,) = [event.sentence for event in read_events(folder) if isinstance(event, Warned)]
    assert "changes nothing" in told
