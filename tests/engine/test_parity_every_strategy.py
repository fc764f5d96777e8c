"""Every strategy on two meshes and more, held beside a single device over 100 steps, in real runs."""

from collections import defaultdict
from pathlib import Path

import pytest

from engine.devices.inventory import read_inventory
from engine.lab.basis import build_basis
from engine.lab.candidates import known_kinds
from engine.lab.parity import Dtype, ParityLab, Row
from engine.lab.scratch import Scratch
from engine.launcher.warm import Loom
from engine.spec import CnnSpec, GptSpec, RunSpec, TextSpec, TrainingSpec
from tests.running import loom_fixture

__all__ = ["loom_fixture"]

STEPS = 100
MODELS = {
    "cnn": RunSpec(model=CnnSpec(channels=(8, 16), hidden=32)),
    "gpt": RunSpec(
        model=GptSpec(width=32, depth=6, heads=4),
        data=TextSpec(length=32),
        training=TrainingSpec(micro_batch_size=16),
    ),
}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("model", "dtype"), [("cnn", "fp64"), ("gpt", "fp64"), ("gpt", "fp32")])
def test_that_every_strategy_is_the_same_training_on_two_meshes(
    loom: Loom, runs_dir: Path, model: str, dtype: Dtype
) -> None:
    """The CNN in fp32 is left to `paraloom lab parity`: there a ReLU that tips is a loss that jumps."""
    lab = ParityLab(build_basis(MODELS[model], STEPS), read_inventory(), Scratch(runs_dir, loom))
    rows = [said for said in lab.measure(known_kinds(), [dtype]) if isinstance(said, Row)]
    assert [row for row in rows if row.passed is False] == []
    meshes = defaultdict(set)
    for row in rows:
        if row.passed:
            meshes[row.strategy].add(row.mesh)
    assert {kind: len(meshes[kind]) >= 2 for kind in known_kinds()} == dict.fromkeys(known_kinds(), True)
