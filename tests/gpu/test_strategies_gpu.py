"""The strategies on real GPUs, each in a real run: the same losses as one GPU."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.devices.inventory import Inventory, read_inventory
from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.series import read_points
from engine.spec import (
    CnnSpec,
    CustomSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    ModelParallelSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    TrainingSpec,
)
from engine.strategies import ALL
from tests.engine.brought.files import TWO_STREAMS
from tests.running import loom_fixture, wait_for_end

__all__ = ["loom_fixture"]

pytestmark = pytest.mark.gpu

STEPS, SAMPLES = 100, 32
STREAMS = CustomSpec(path=str(TWO_STREAMS))
PHASES = ("data", "forward", "backward", "communication", "optimizer", "rest")


@pytest.fixture
def machine() -> Inventory:
    inventory = read_inventory()
    if not inventory.gpus:
        pytest.skip(inventory.gpu_problem or "There is no GPU.")
    return inventory


def _train(
    loom: Loom,
    runs_dir: Path,
    machine: Inventory,
    strategy: StrategySpec,
    *,
    gpus: int,
    batch_norm: bool = False,
    **training: Any,
) -> dict[str, NDArray[np.float64]]:
    if len(machine.gpus) < gpus:
        pytest.skip(f"This needs {gpus} GPUs; there are {len(machine.gpus)}.")
    limits = {"max_epochs": None, "max_steps": STEPS, "precision": "fp64"}
    parts = training.pop("grad_accum_steps", 1)
    degree = ALL[strategy.kind].mesh(RunSpec(strategy=strategy), gpus).data_parallel_degree
    spec = RunSpec(
        devices=DevicesSpec(use=tuple(gpu.id for gpu in machine.gpus[:gpus])),
        strategy=strategy,
        model=CnnSpec(channels=(4, 8), hidden=16, batch_norm=batch_norm),
        training=TrainingSpec(
            micro_batch_size=SAMPLES // degree // parts, grad_accum_steps=parts, **(limits | training)
        ),
    )
    folder = start_run(loom, runs_dir, spec, machine)
    status = wait_for_end(folder, timeout=110)
    assert status.state is RunState.COMPLETED, status.failure
    names = [("train", "loss"), *(("rank-0", f"{phase}_seconds") for phase in (*PHASES, "step"))]
    return {metric: read_points(folder.series_path(source, metric))["value"] for source, metric in names}


def _assert_same_training(losses: NDArray[np.float64], reference: NDArray[np.float64]) -> None:
    assert len(losses) == len(reference) == STEPS
    assert float(np.max(np.abs(losses - reference) / np.abs(reference))) <= 1e-12


@pytest.mark.parametrize(
    "strategy",
    [DataParallelSpec(), ModelParallelSpec(), ModelParallelSpec(chunks=4), DdpSpec(), STREAMS],
    ids=lambda spec: f"{spec.kind}-{getattr(spec, 'chunks', 1)}",
)
@pytest.mark.parametrize("gpus", [1, 2])
@pytest.mark.parametrize("parts", [1, 2])
def test_that_gpus_train_the_same_model_as_one(
    loom: Loom, runs_dir: Path, machine: Inventory, strategy: StrategySpec, gpus: int, parts: int
) -> None:
    alone = _train(loom, runs_dir, machine, SingleSpec(), gpus=1)
    spread = _train(loom, runs_dir, machine, strategy, gpus=gpus, grad_accum_steps=parts)
    _assert_same_training(spread["loss"], alone["loss"])


@pytest.mark.parametrize("gpus", [1, 2])
def test_that_shared_statistics_train_the_same_model_as_one_gpu(
    loom: Loom, runs_dir: Path, machine: Inventory, gpus: int
) -> None:
    alone = _train(loom, runs_dir, machine, SingleSpec(), gpus=1, batch_norm=True)
    shared = DdpSpec(sync_batch_norm=True)
    spread = _train(loom, runs_dir, machine, shared, gpus=gpus, batch_norm=True)
    _assert_same_training(spread["loss"], alone["loss"])


@pytest.mark.parametrize(
    "strategy", [SingleSpec(), DataParallelSpec(), DdpSpec()], ids=lambda spec: spec.kind
)
@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
def test_that_every_precision_learns(
    loom: Loom, runs_dir: Path, machine: Inventory, strategy: StrategySpec, precision: str
) -> None:
    losses = _train(loom, runs_dir, machine, strategy, gpus=1, precision=precision)["loss"]
    assert losses[-10:].mean() < 0.7 * losses[:10].mean()


@pytest.mark.parametrize(
    "strategy", [SingleSpec(), DataParallelSpec(), DdpSpec()], ids=lambda spec: spec.kind
)
def test_that_the_phases_add_up_to_the_step(
    loom: Loom, runs_dir: Path, machine: Inventory, strategy: StrategySpec
) -> None:
    series = _train(loom, runs_dir, machine, strategy, gpus=1, precision="fp32")
    parts = np.sum([series[f"{phase}_seconds"] for phase in PHASES], axis=0)
    np.testing.assert_allclose(parts, series["step_seconds"], atol=1e-5)
    assert all((series[f"{phase}_seconds"] >= -1e-6).all() for phase in PHASES)
