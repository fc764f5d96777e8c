"""The measurement of parity, on real runs of a few steps."""

from pathlib import Path

import pytest

from engine.devices.inventory import read_inventory
from engine.errors import LaunchError
from engine.lab.basis import build_basis
from engine.lab.parity import Dtype, ParityLab, Row, Told
from engine.lab.scratch import Scratch
from engine.launcher.warm import Loom
from engine.record.folder import RunFolder, list_runs
from engine.spec import CnnSpec, RunSpec, SgdSpec, TrainingSpec
from tests.running import ENDLESS, start_small, wait_for_first_step

STEPS = 6
SPEC = RunSpec(model=CnnSpec(channels=(4,), hidden=8))
BATCH_NORM = RunSpec(model=CnnSpec(channels=(4,), hidden=8, batch_norm=True))


def measure(
    loom: Loom, runs_dir: Path, spec: RunSpec, kinds: list[str], dtypes: list[Dtype]
) -> tuple[list[Row], list[str]]:
    lab = ParityLab(build_basis(spec, STEPS), read_inventory(), Scratch(runs_dir, loom))
    said = list(lab.measure(kinds, dtypes))
    rows = [one for one in said if isinstance(one, Row)]
    return rows, [one.sentence for one in said if isinstance(one, Told)]


def test_that_two_and_four_slices_are_held_beside_one(loom: Loom, runs_dir: Path) -> None:
    """In fp32 against their controls; reference and controls are trained once each."""
    rows, told = measure(loom, runs_dir, SPEC, ["zero"], ["fp32"])
    assert [(row.strategy, row.mesh, row.world_size) for row in rows] == [
        ("zero", "replicate 2", 2),
        ("zero", "replicate 4", 4),
    ]
    for row in rows:
        assert row.passed is True
        assert row.control_relative_difference is not None and row.max_relative_difference is not None
        assert row.limit == 10 * row.control_relative_difference
        assert 0 < row.max_relative_difference <= row.limit
        assert (row.model, row.dtype, row.steps) == ("cnn", "fp32", STEPS)
    assert len(told) == len(list_runs(runs_dir)) == 5


def test_that_what_does_not_apply_is_a_row_with_its_reason(loom: Loom, runs_dir: Path) -> None:
    rows, _ = measure(loom, runs_dir, BATCH_NORM, ["data_parallel", "tensor_parallel", "pipeline"], ["fp64"])
    applies = [row for row in rows if row.passed is not None]
    reasons = {row.strategy: row.reason for row in rows if row.passed is None}
    assert "BatchNorm sees only its device's" in reasons["data_parallel"]
    assert "BatchNorm in a pipeline" in reasons["pipeline"]
    assert "Sequence parallelism goes with" in reasons["tensor_parallel"]
    assert [(row.mesh, row.options, row.passed) for row in applies] == [
        ("tensor 2", "", True),
        ("tensor 4", "", True),
    ]
    assert len(list_runs(runs_dir)) == 4, "the reference, its control with shared statistics, and these two"


def test_that_a_reference_that_fails_is_an_error_with_its_cause(loom: Loom, runs_dir: Path) -> None:
    training = TrainingSpec(optimizer=SgdSpec(learning_rate=1000.0, weight_decay=10.0))
    diverges = build_basis(SPEC.model_copy(update={"training": training}), 200)
    lab = ParityLab(diverges, read_inventory(), Scratch(runs_dir, loom))
    with pytest.raises(LaunchError, match=r"nothing to compare with .*the loss became"):
        list(lab.measure(["ddp"], ["fp32"]))


def test_that_leaving_ends_what_still_runs(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    Scratch(runs_dir, loom).end_all()
    assert not RunFolder(folder.path).is_alive()
