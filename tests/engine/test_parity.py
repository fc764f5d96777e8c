"""Every strategy is the same training as a single device: the same losses, at the same global batch.

The proof is in fp64. In fp32 sums in another order tip the ties of ReLU and max-pool, on a single device too:
so there a run is held against a *control*, the single device that sums the same batch in as many parts.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.devices.inventory import read_inventory
from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.series import read_points
from engine.spec import (
    CnnSpec,
    DataParallelSpec,
    DataSpec,
    DdpSpec,
    DevicesSpec,
    DigitsSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from tests.running import loom_fixture, wait_for_end

__all__ = ["loom_fixture"]

STEPS = 100
SAMPLES = 32
"""A step; an epoch of the digits leaves 29 for its last step, which two devices take 15 and 14 of."""
TOLERANCE = 1e-12
BEYOND_CONTROL = 10

SPREAD = {"data_parallel": DataParallelSpec(), "ddp": DdpSpec()}
SHARED = DdpSpec(sync_batch_norm=True)


@dataclass(frozen=True, slots=True)
class Departure:
    """How far the losses of two runs lie apart."""

    largest: float
    """The largest relative difference."""
    first_step: int | None
    """Where they first differ at all; None: nowhere."""

    def __str__(self) -> str:
        where = "never differs" if self.first_step is None else f"differs from step {self.first_step} on"
        return f"{where}, largest relative difference {self.largest:.2e}"


def _departure(losses: NDArray[np.float64], reference: NDArray[np.float64]) -> Departure:
    assert len(losses) == len(reference) == STEPS
    relative = np.abs(losses - reference) / np.abs(reference)
    differing = np.flatnonzero(relative)
    return Departure(float(relative.max()), int(differing[0]) + 1 if len(differing) else None)


class Trainer:
    """Trains a small CNN in real runs."""

    def __init__(self, loom: Loom, runs_dir: Path) -> None:
        self._loom = loom
        self._runs_dir = runs_dir

    def losses(
        self,
        strategy: StrategySpec,
        *,
        data: DataSpec | None = None,
        batch_norm: bool = False,
        parts: int = 1,
        **training: Any,
    ) -> NDArray[np.float64]:
        """The loss of each step; two devices unless the strategy is of one.

        Args:
            strategy: How training is spread.
            data: The digits, unless told.
            batch_norm: Whether the model has it.
            parts: Into how many accumulations a step is divided.
            training: Further fields of the training spec.
        """
        devices = 1 if isinstance(strategy, SingleSpec) else 2
        limits = {"max_epochs": None, "max_steps": STEPS, "evaluate_every_epochs": 10**6}
        size = SAMPLES // devices // parts
        spec = RunSpec(
            name="parity",
            devices=DevicesSpec(count=devices),
            strategy=strategy,
            model=CnnSpec(channels=(4, 8), hidden=16, batch_norm=batch_norm),
            data=data or DigitsSpec(),
            training=TrainingSpec(micro_batch_size=size, grad_accum_steps=parts, **(limits | training)),
        )
        folder = start_run(self._loom, self._runs_dir, spec, read_inventory())
        assert wait_for_end(folder).state is RunState.COMPLETED
        losses: NDArray[np.float64] = read_points(folder.series_path("train", "loss"))["value"]
        return losses


@pytest.fixture
def trainer(loom: Loom, runs_dir: Path) -> Trainer:
    return Trainer(loom, runs_dir)


def test_that_two_slices_train_the_same_model_as_one(trainer: Trainer) -> None:
    alone = trainer.losses(SingleSpec(), precision="fp64")
    for kind, strategy in SPREAD.items():
        departure = _departure(trainer.losses(strategy, precision="fp64"), alone)
        print(f"fp64, {kind}: {departure}")
        assert departure.largest <= TOLERANCE


def test_that_fp32_departs_no_further_than_a_single_device_that_sums_in_parts(trainer: Trainer) -> None:
    alone = trainer.losses(SingleSpec(), precision="fp32")
    control = _departure(trainer.losses(SingleSpec(), precision="fp32", parts=2), alone)
    print(f"fp32, control: {control}")
    for kind, strategy in SPREAD.items():
        departure = _departure(trainer.losses(strategy, precision="fp32"), alone)
        print(f"fp32, {kind}: {departure}")
        assert departure.largest <= BEYOND_CONTROL * control.largest


def test_that_shared_statistics_train_the_same_model_as_one_slice(trainer: Trainer) -> None:
    alone = trainer.losses(SingleSpec(), precision="fp64", batch_norm=True)
    departure = _departure(trainer.losses(SHARED, precision="fp64", batch_norm=True), alone)
    print(f"fp64, ddp with SyncBatchNorm: {departure}")
    assert departure.largest <= TOLERANCE


@pytest.mark.parametrize("strategy", [*SPREAD.values(), SHARED], ids=[*SPREAD, "ddp-shared"])
def test_that_a_last_step_with_fewer_samples_than_parts_is_the_same_training(
    trainer: Trainer, strategy: StrategySpec
) -> None:
    """Every other step has one sample for two devices with two accumulations each."""
    tiny: dict[str, Any] = {
        "data": SyntheticImagesSpec(num_train=SAMPLES + 1, num_test=8, size=8, channels=1),
        "precision": "fp64",
        "parts": 2,
        "batch_norm": strategy is SHARED,
    }
    departure = _departure(trainer.losses(strategy, **tiny), trainer.losses(SingleSpec(), **tiny))
    print(f"fp64, one sample for two devices: {departure}")
    assert departure.largest <= TOLERANCE
