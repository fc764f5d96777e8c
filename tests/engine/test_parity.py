"""Every strategy is the same training as a single device: the same losses, at the same global batch."""

from pathlib import Path

import numpy as np
import pytest

from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.series import read_points
from tests.running import loom_fixture, start_small, wait_for_end

__all__ = ["loom_fixture"]

_STEPS = 100
_SAMPLES = 32


def _losses(loom: Loom, runs_dir: Path, strategy: str, devices: int) -> np.ndarray:
    folder = start_small(
        loom,
        runs_dir,
        strategy=strategy,
        devices=devices,
        model="cnn",
        precision="fp64",
        max_steps=_STEPS,
        micro_batch_size=_SAMPLES // devices,
    )
    assert wait_for_end(folder).state is RunState.COMPLETED
    return read_points(folder.series_path("train", "loss"))["value"]


@pytest.mark.parametrize("strategy", ["data_parallel", "ddp"])
def test_that_two_slices_train_the_same_model_as_one(loom: Loom, runs_dir: Path, strategy: str) -> None:
    alone = _losses(loom, runs_dir, "single", 1)
    spread = _losses(loom, runs_dir, strategy, 2)
    assert len(alone) == len(spread) == _STEPS
    difference = float(np.max(np.abs(spread - alone) / np.abs(alone)))
    print(f"{strategy}: largest relative difference {difference:.2e}")
    assert difference <= 1e-12
