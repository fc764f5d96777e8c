"""Weights that leave a run: in every form, from any checkpoint, and back into a model."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from engine.cli import main
from engine.errors import CheckpointError, WeightsError
from engine.export.weights import Form, export_weights
from engine.models import model_for
from engine.planning import plan_run
from engine.record.folder import RunFolder, create_run
from engine.spec import MlpSpec, RunSpec
from engine.training.average import WeightAverage
from engine.training.checkpoint import Checkpoints
from engine.training.optimizers import build_optimizer
from engine.training.peers import Peers
from engine.training.state import TrainingState
from engine.training.weight_files import read_weights
from engine.training.weights import apply_weights
from tests.engine.plan.machines import machine

SPEC = RunSpec(model=MlpSpec(hidden=(5,)))


@pytest.fixture(name="saved")
def saved_fixture(tmp_path: Path) -> tuple[RunFolder, nn.Module]:
    """A run with two checkpoints, and the module that is in the second."""
    plan = plan_run(SPEC, machine()).plan
    assert plan is not None
    folder = create_run(tmp_path / "runs", SPEC, plan)
    module = model_for(SPEC).build(SPEC, plan.facts)
    average = WeightAverage(module, 0.5)
    optimizer = build_optimizer(SPEC.training.optimizer, module)
    checkpoints = Checkpoints(folder, Peers(0, 1, None), module, optimizer, torch.device("cpu"), 3, average)
    for step in (1, 2):
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.add_(1.0)
        checkpoints.save(TrainingState(step=step))
    return folder, module


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_that_weights_come_back_from_every_form(saved: tuple[RunFolder, nn.Module]) -> None:
    folder, module = saved
    wanted = dict(module.state_dict())
    forms: tuple[Form, ...] = ("safetensors", "pt", "module")
    found = {form: export_weights(folder, form) for form in forms}
    assert same(load_file(found["safetensors"].path), wanted)  # as the format's own library reads it
    assert same(torch.load(found["pt"].path, weights_only=True), wanted)
    assert same(dict(torch.load(found["module"].path, weights_only=False).state_dict()), wanted)
    for form, done in found.items():
        assert same(read_weights(done.path, allow_pickle=form == "module"), wanted)
        assert (done.step, done.num_tensors) == (2, len(wanted))
        assert done.path.parent == folder.artifacts_dir
        assert done.num_bytes == done.path.stat().st_size
    assert apply_weights(module, wanted).lines() == ()
    assert len(list(folder.artifacts_dir.iterdir())) == 3


def test_that_any_checkpoint_and_its_average_can_be_had(
    saved: tuple[RunFolder, nn.Module], tmp_path: Path
) -> None:
    folder, module = saved
    target = tmp_path / "new" / "first.safetensors"
    export_weights(folder, "safetensors", checkpoint="step-00000001", target=target)
    before = read_weights(target, allow_pickle=False)
    assert all(torch.equal(before[name] + 1, tensor) for name, tensor in module.state_dict().items())
    averaged = export_weights(folder, "pt", averaged=True, target=tmp_path / "average.pt")
    kept = read_weights(averaged.path, allow_pickle=False)
    assert all(torch.allclose(kept[name] + 2, tensor) for name, tensor in module.state_dict().items())


def test_that_what_cannot_be_had_is_told(saved: tuple[RunFolder, nn.Module], tmp_path: Path) -> None:
    folder, _ = saved
    with pytest.raises(CheckpointError, match=r"has no checkpoint step-9.*step-00000001, step-00000002"):
        export_weights(folder, "pt", checkpoint="step-9")
    plan = folder.read_plan()
    empty = create_run(tmp_path / "runs", SPEC, plan)
    with pytest.raises(CheckpointError, match="no complete checkpoint"):
        export_weights(empty, "pt")
    module = nn.Linear(1, 1)
    optimizer = build_optimizer(SPEC.training.optimizer, module)
    Checkpoints(empty, Peers(0, 1, None), module, optimizer, torch.device("cpu"), 3).save(
        TrainingState(step=1)
    )
    with pytest.raises(WeightsError, match="holds no moving average"):
        export_weights(empty, "pt", averaged=True)
    (data,) = (empty.checkpoints_dir / "step-00000001").glob("*.distcp")
    data.write_bytes(data.read_bytes()[:-1])
    with pytest.raises(CheckpointError, match="is damaged"):
        export_weights(empty, "pt")


def test_that_a_module_is_pickled_only_with_leave_and_the_risk_is_named(
    saved: tuple[RunFolder, nn.Module], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = saved
    words: list[Any] = ["export", "weights", str(folder.path), "--json"]
    assert main([*words, "--format", "module"]) == 2
    told = capsys.readouterr().err
    assert "runs whatever code is in the file" in told
    assert "--allow-pickle" in told
    assert not list(folder.artifacts_dir.iterdir())
    assert main([*words, "--format", "module", "--allow-pickle"]) == 0
    out, err = capsys.readouterr()
    assert "warning: Whoever reads a pickled module runs whatever code is in the file" in err
    assert Path(json.loads(out)["path"]).name == "step-00000002.module.pt"
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["checkpoint"] == "step-00000002"
