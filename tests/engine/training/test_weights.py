"""Weights to start from: every kind of file, published ones, and what does not fit."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torchvision.models import resnet18

from engine.contracts import Published
from engine.errors import Severity, WeightsError
from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.planning import plan_run
from engine.record.events import RunState, Warned, read_events
from engine.record.folder import RunFolder
from engine.spec import MlpSpec, ResNet18Spec, RunSpec, WeightsSpec
from engine.training.checkpoint import Checkpoints
from engine.training.optimizers import build_optimizer
from engine.training.peers import Peers
from engine.training.state import TrainingState
from engine.training.weight_files import read_weights
from engine.training.weights import apply_weights, start_weights
from tests.engine.plan.machines import machine, mend, only
from tests.outcome import values
from tests.running import small_spec, start_small, wait_for_end

ALONE = Peers(0, 1, None)
CACHED = "resnet18-f37072fd.pth"
"""As torchvision's file is called."""


def module(seed: int = 0, classes: int = 3) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.Linear(5, classes))


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


class Harmless:
    """Something that is no tensor."""


def saved(path: Path, what: Any) -> Path:
    torch.save(what, path)
    return path


def as_safetensors(path: Path, state: dict[str, Tensor]) -> Path:
    header, data = {}, b""
    for name, tensor in state.items():
        bits = tensor.numpy().tobytes()
        dtype = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        place = [len(data), len(data) + len(bits)]
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": place}
        data += bits
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def as_checkpoint(path: Path) -> Path:
    folder = RunFolder(path)
    folder.checkpoints_dir.mkdir(parents=True)
    one = module()
    optimizer = build_optimizer(RunSpec().training.optimizer, one)
    name, _ = Checkpoints(folder, ALONE, one, optimizer, torch.device("cpu"), 1).save(TrainingState(step=3))
    return folder.checkpoints_dir / name


def test_that_weights_come_from_any_kind_of_file(tmp_path: Path) -> None:
    state = module().state_dict()
    wrapped = {f"module._orig_mod.{name}": one for name, one in state.items()}
    paths = [
        saved(tmp_path / "plain.pt", state),
        saved(tmp_path / "nested.pth", {"epoch": 3, "state_dict": state}),
        saved(tmp_path / "wrapped.pt", {"model": wrapped}),
        as_safetensors(tmp_path / "a.safetensors", state),
        as_checkpoint(tmp_path / "run"),
    ]
    for path in paths:
        assert same(read_weights(path, allow_pickle=False), dict(state)), path


def test_that_code_is_run_only_with_leave(tmp_path: Path) -> None:
    path = saved(tmp_path / "whole.pt", module())
    with pytest.raises(WeightsError, match=r"holds more than tensors.*allow_pickle"):
        read_weights(path, allow_pickle=False)
    assert same(read_weights(path, allow_pickle=True), dict(module().state_dict()))
    other = saved(tmp_path / "other.pt", {"model": module(), "notes": Harmless()})
    assert same(read_weights(other, allow_pickle=True), dict(module().state_dict()))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gone.pt", None, "No such file"),
        ("gone.safetensors", None, "No such file"),
        ("short.safetensors", b"123", "too short"),
        ("text.pt", b"not a pickle", "cannot be read|more than tensors"),
        ("empty.pt", b"", "cannot be read"),
    ],
)
def test_that_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(WeightsError, match=words) as caught:
        read_weights(path, allow_pickle=False)
    assert str(path) in caught.value.sentence
    assert caught.value.mend


@pytest.mark.parametrize("what", [{}, {"epoch": 3}, [1, 2]])
def test_that_a_file_without_weights_is_told(tmp_path: Path, what: Any) -> None:
    with pytest.raises(WeightsError, match="holds no weights"):
        read_weights(saved(tmp_path / "a.pt", what), allow_pickle=False)


def test_that_a_folder_without_a_checkpoint_is_told(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="No such file"):
        read_weights(tmp_path, allow_pickle=False)


def test_that_what_fits_is_taken_and_the_rest_told_and_left() -> None:
    given = dict(module(seed=1).state_dict())
    given["2.weight"] = torch.zeros(7, 5)
    given["other"] = torch.zeros(1)
    del given["0.bias"]
    one, before = module(), module().state_dict()
    fit = apply_weights(one, given)
    assert fit.missing == ("0.bias",)
    assert fit.unexpected == ("other",)
    assert fit.mis_shaped == ("2.weight [7, 5] instead of [3, 5]",)
    now = one.state_dict()
    assert torch.equal(now["0.weight"], given["0.weight"])
    assert all(torch.equal(now[name], before[name]) for name in ("0.bias", "2.weight"))
    shape, lack, place = fit.sentences("x.pt")
    assert "weights from x.pt these have another shape" in shape
    assert "lack these" in lack
    assert place.endswith("no place: other.")


def test_that_nothing_is_said_where_everything_fits_and_many_names_are_counted() -> None:
    assert apply_weights(module(), module(1).state_dict()).sentences("x") == ()
    (lack, _) = apply_weights(module(), {"x": torch.zeros(1)}).sentences("x")
    assert lack.endswith("0.weight, 0.bias, 1.weight and 6 more.")


def test_that_weights_take_the_models_precision(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.pt", module(1).state_dict())
    one = module().double()
    assert start_weights(one, WeightsSpec(source="file", file=str(path)), None, ALONE) == ()
    assert one.state_dict()["0.weight"].dtype == torch.float64
    assert torch.equal(one.state_dict()["0.weight"].float(), module(1).state_dict()["0.weight"])


def test_that_weights_of_which_nothing_fits_are_an_error(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.pt", {"x.y": torch.zeros(2)})
    with pytest.raises(WeightsError, match=r"are called x\.y; the model's are 0\.weight"):
        start_weights(module(), WeightsSpec(source="file", file=str(path)), None, ALONE)


def test_that_published_weights_are_taken_but_for_another_number_of_classes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the right name in torch's cache is not downloaded again."""
    theirs = resnet18()
    cache = tmp_path / "hub" / "checkpoints"
    cache.mkdir(parents=True)
    saved(cache / CACHED, theirs.state_dict())
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    one = resnet18(num_classes=10)
    spec, published = WeightsSpec(source="published"), Published("torchvision", "resnet18")
    (told,) = start_weights(one, spec, published, ALONE)
    assert "fc.weight [1000, 512] instead of [10, 512]" in told
    assert "fc.bias" in told
    assert torch.equal(one.conv1.weight, theirs.conv1.weight)


def test_that_published_weights_that_cannot_be_downloaded_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    spec, published = WeightsSpec(source="published"), Published("torchvision", "resnet18")
    with pytest.raises(WeightsError, match="resnet18 of torchvision could not be had") as caught:
        start_weights(resnet18(num_classes=10), spec, published, ALONE)
    assert "internet" in caught.value.mend


@pytest.mark.parametrize(
    ("model", "weights", "field"),
    [
        (MlpSpec(), WeightsSpec(source="published"), "weights.source"),
        (MlpSpec(), WeightsSpec(source="file"), "weights.file"),
        (MlpSpec(), WeightsSpec(source="file", file="/no/such/file.pt"), "weights.file"),
        (MlpSpec(), WeightsSpec(source="file", file="weights.pt"), "weights.file"),
    ],
)
def test_that_weights_that_there_are_not_are_a_problem_of_the_plan(
    model: Any, weights: WeightsSpec, field: str
) -> None:
    spec = RunSpec(model=model, weights=weights)
    problem = only(plan_run(spec, machine()), field)
    after = plan_run(mend(spec, problem), machine())
    assert problem.sentence not in {left.sentence for left in after.problems}


def test_that_leave_to_run_code_is_warned_of_before_the_start(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.pt", {})
    weights = WeightsSpec(source="file", file=str(path), allow_pickle=True)
    result = plan_run(RunSpec(model=MlpSpec(), weights=weights), machine())
    problem = only(result, "weights.allow_pickle")
    assert result.plan is not None
    assert "runs whatever code is in it, with your rights" in problem.sentence
    assert problem.severity is Severity.WARNING
    assert mend(RunSpec(weights=weights), problem).weights.allow_pickle is False


def test_that_weights_that_there_are_are_none(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.pt", {})
    for model, weights in (
        (ResNet18Spec(), WeightsSpec(source="published")),
        (MlpSpec(), WeightsSpec(source="file", file=str(path))),
    ):
        assert plan_run(RunSpec(model=model, weights=weights), machine()).plan is not None


def test_that_a_run_starts_where_another_ended(loom: Loom, runs_dir: Path) -> None:
    first = start_small(loom, runs_dir, strategy="single", devices=1, precision="fp64")
    assert wait_for_end(first).state is RunState.COMPLETED
    checkpoint = first.latest_checkpoint()
    assert checkpoint is not None
    ended = list(values(first, "eval", "loss").values())[-1]
    spec = small_spec(precision="fp64", max_steps=1).model_copy(
        update={"weights": WeightsSpec(source="file", file=str(checkpoint.path))}
    )
    rate = spec.training.optimizer.model_copy(update={"learning_rate": 1e-12})
    spec = spec.model_copy(update={"training": spec.training.model_copy(update={"optimizer": rate})})
    second = start_run(loom, runs_dir, spec, machine(cores=2))
    assert wait_for_end(second).state is RunState.COMPLETED
    assert list(values(second, "eval", "loss").values())[-1] == pytest.approx(ended, rel=1e-8)
    assert not [event for event in read_events(second) if isinstance(event, Warned)]


def test_that_a_run_says_what_did_not_fit_and_what_cannot_be_read(
    loom: Loom, runs_dir: Path, tmp_path: Path
) -> None:
    path = saved(tmp_path / "a.pt", {"1.bias": torch.zeros(16)})
    spec = small_spec(strategy="single", devices=1)
    spec = spec.model_copy(update={"weights": WeightsSpec(source="file", file=str(path))})
    folder = start_run(loom, runs_dir, spec, machine())
    assert wait_for_end(folder).state is RunState.COMPLETED
    (told,) = [event.sentence for event in read_events(folder) if isinstance(event, Warned)]
    assert "lack these" in told
    log = folder.log_path(0).read_text()
    assert all(f"missing: {name}" in log for name in ("1.weight", "3.weight", "3.bias")), log
    path.write_bytes(b"123")
    folder = start_run(loom, runs_dir, spec, machine())
    status = wait_for_end(folder)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert status.failure.diagnosis == "weights"
