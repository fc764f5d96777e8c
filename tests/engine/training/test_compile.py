"""torch.compile in real runs: the same training, the same names, and bit by bit after a resume."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.devices.compiler import compiler_problem
from engine.launcher.start import resume_run, start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.spec import CnnSpec, DdpSpec
from tests.engine.plan.machines import machine
from tests.outcome import values, weights
from tests.running import small_spec, wait_for_end

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(compiler_problem()), reason=compiler_problem()),
    pytest.mark.timeout(600),
]


def _run(loom: Loom, runs_dir: Path, strategy: str = "single", devices: int = 1, **fields: Any) -> RunFolder:
    more: dict[str, Any] = {"max_steps": 30, "micro_batch_size": 64 // devices, "precision": "fp64"}
    spec = small_spec(strategy=strategy, devices=devices, **(more | fields))
    model = CnnSpec(channels=(4,), hidden=16, batch_norm=strategy in ("single", "ddp"))
    shared = {"strategy": DdpSpec(sync_batch_norm=True)} if strategy == "ddp" else {}
    folder = start_run(loom, runs_dir, spec.model_copy(update={"model": model, **shared}), machine(cores=2))
    status = wait_for_end(folder, timeout=300)
    assert status.state is RunState.COMPLETED, status.failure
    return folder


def _losses(folder: RunFolder) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([*values(folder, "train", "loss").values(), *values(folder, "eval", "loss").values()])


@pytest.mark.parametrize(
    ("strategy", "devices"),
    [("single", 1), ("ddp", 2), ("fsdp", 2), ("tensor_parallel", 2), ("pipeline", 2)],
)
def test_that_a_compiled_model_trains_as_the_same_one_and_goes_on_bit_by_bit(
    loom: Loom, runs_dir: Path, strategy: str, devices: int
) -> None:
    plain = _run(loom, runs_dir, strategy, devices)
    whole = _run(loom, runs_dir, strategy, devices, compile=True)
    np.testing.assert_allclose(_losses(whole), _losses(plain), rtol=1e-10)
    assert weights(whole).keys() == weights(plain).keys()
    part = _run(loom, runs_dir, strategy, devices, compile=True, max_steps=25)
    resume_run(loom, part, {"training.max_steps": 30}, machine(cores=2))
    assert wait_for_end(part, timeout=300).state is RunState.COMPLETED
    assert values(part, "train", "loss") == values(whole, "train", "loss")
    assert weights(part) == weights(whole)
