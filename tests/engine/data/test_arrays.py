"""Arrays in real files of each kind: found by name, mapped where possible, and told where they do not fit."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from engine.data import data_for
from engine.data.array_files import open_array
from engine.data.array_samples import ArrayRows
from engine.data.picture_samples import PictureSamples
from engine.plan.records import DataFacts
from engine.spec import ArraysSpec, AugmentSpec
from engine.spec.toml import apply_changes
from tests.engine.data.files import planned, problem_of, spec_of

Named = dict[str, NDArray[Any]]
HAS_SAFETENSORS = importlib.util.find_spec("safetensors") is not None


def write_npz(path: Path, arrays: Named) -> Path:
    np.savez(path / "a.npz", **arrays)
    return path / "a.npz"


def write_packed(path: Path, arrays: Named) -> Path:
    np.savez_compressed(path / "a.npz", **arrays)
    return path / "a.npz"


def write_npy(path: Path, arrays: Named) -> Path:
    for name, array in arrays.items():
        np.save(path / f"{name}.npy", array)
    return path


def write_safetensors(path: Path, arrays: Named) -> Path:
    from safetensors.numpy import save_file

    save_file(arrays, path / "a.safetensors")
    return path / "a.safetensors"


needs_safetensors = pytest.mark.skipif(not HAS_SAFETENSORS, reason="needs safetensors")
WRITERS = [
    write_npz,
    write_packed,
    write_npy,
    pytest.param(write_safetensors, marks=needs_safetensors),
]


def rows(count: int = 20, width: int = 5, num_classes: int = 4) -> Named:
    generator = np.random.default_rng(1)
    return {
        "inputs": generator.standard_normal((count, width)).astype(np.float32),
        "targets": np.arange(count) % num_classes,
    }


def facts(data: ArraysSpec) -> DataFacts:
    return data_for(spec_of(data)).facts(spec_of(data))


def load(data: ArraysSpec) -> tuple[Any, Any]:
    return data_for(spec_of(data)).load(spec_of(data))


@pytest.mark.parametrize("write", WRITERS)
def test_that_every_kind_of_file_gives_the_same_samples(
    tmp_path: Path, write: Callable[[Path, Named], Path]
) -> None:
    arrays = rows()
    data = ArraysSpec(file=str(write(tmp_path, arrays)))
    found = facts(data)
    assert (found.num_train, found.num_test, found.num_classes) == (16, 4, 4)
    assert (found.input_shape, found.input_kind, found.targets_per_sample) == ((5,), "numbers", 1)
    parts = load(data)
    assert [len(part) for part in parts] == [16, 4]
    seen = {}
    for part in parts:
        assert isinstance(part, ArrayRows)
        inputs, targets = part.take(np.arange(len(part)))
        assert (inputs.dtype, targets.dtype) == (torch.float32, torch.int64)
        seen |= {row.numpy().tobytes(): target for row, target in zip(inputs, targets.tolist(), strict=True)}
    real = zip(arrays["inputs"], arrays["targets"].tolist(), strict=True)
    assert seen == {row.tobytes(): target for row, target in real}


@pytest.mark.parametrize(
    ("write", "is_mapped"), [(write_npz, True), (write_npy, True), (write_packed, False)]
)
@pytest.mark.parametrize("order", ["C", "F"])
def test_that_what_is_not_compressed_stays_in_its_file(
    tmp_path: Path, write: Callable[[Path, Named], Path], is_mapped: bool, order: Any
) -> None:
    arrays = rows() | {"inputs": np.asarray(np.arange(60).reshape(5, 3, 4), order=order)}
    opened = open_array(write(tmp_path, arrays), "inputs")
    assert isinstance(opened, np.memmap) is is_mapped
    assert np.array_equal(opened, arrays["inputs"])


def test_that_names_and_test_arrays_can_be_chosen(tmp_path: Path) -> None:
    named = {"x_train": np.zeros((9, 6, 7), np.uint8), "y_train": np.arange(9) % 3}
    named |= {"x_test": np.full((4, 6, 7), 255, np.uint8), "y_test": np.array([0, 1, 2, 4])}
    data = ArraysSpec(
        file=str(write_npz(tmp_path, named)),
        inputs="x_train",
        targets="y_train",
        test_inputs="x_test",
        test_targets="y_test",
        channels="none",
    )
    found = facts(data)
    assert (found.num_train, found.num_test, found.num_classes) == (9, 4, 5)
    assert found.input_shape == (1, 6, 7)
    _, test = load(data)
    inputs, targets = test.take(np.arange(4))
    assert torch.equal(inputs, torch.ones(4, 1, 6, 7))
    assert targets.tolist() == [0, 1, 2, 4]


@pytest.mark.parametrize("channels", ["first", "last", "none"])
@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.float64])
def test_that_pictures_come_with_their_channels_first(tmp_path: Path, channels: Any, kind: Any) -> None:
    first = np.random.default_rng(0).integers(0, 256, (6, 1 if channels == "none" else 3, 4, 5))
    axes = {"first": first, "last": first.transpose(0, 2, 3, 1), "none": first[:, 0]}
    stored = axes[channels].astype(kind) if kind == np.uint8 else (axes[channels] / 255).astype(kind)
    file = write_npz(tmp_path, {"inputs": stored, "targets": np.arange(6) % 2})
    data = ArraysSpec(file=str(file), channels=channels, augment=AugmentSpec(flip=True, normalise="centred"))
    assert facts(data).input_shape == first.shape[1:]
    for part in load(data):
        assert isinstance(part, PictureSamples)
        plain, _ = part.take(np.arange(len(part)))
        real = {(row / 127.5 - 1).astype(np.float32).round(4).tobytes() for row in first}
        assert {row.numpy().astype(np.float32).round(4).tobytes() for row in plain} <= real
        changed, _ = part.take_in_epoch(np.arange(len(part)), 0)
        assert changed.shape == plain.shape


def test_that_rows_of_tokens_have_a_target_at_each_place(tmp_path: Path) -> None:
    tokens = np.random.default_rng(0).integers(0, 50, (12, 9), dtype=np.uint16)
    tokens[3, 3] = 60
    data = ArraysSpec(
        file=str(write_npz(tmp_path, {"inputs": tokens[:, :-1], "targets": tokens[:, 1:]})),
        test_fraction=0.25,
    )
    found = facts(data)
    assert (found.num_train, found.num_test, found.num_classes) == (9, 3, 61)
    assert (found.input_kind, found.targets_per_sample, found.input_shape) == ("tokens", 8, (8,))
    train, test = load(data)
    assert (len(train), len(test)) == (9, 3)
    inputs, targets = train.take(np.arange(9))
    assert (inputs.dtype, inputs.shape, targets.shape) == (torch.int64, (9, 8), (9, 8))
    assert torch.equal(inputs[:, 1:], targets[:, :-1])


def test_that_nothing_is_unpickled(tmp_path: Path) -> None:
    file = write_npz(tmp_path, rows() | {"inputs": np.array([[object()]] * 20)})
    problem = problem_of(ArraysSpec(file=str(file)))
    assert problem.field == "data.inputs"
    assert "object" in problem.sentence


BROKEN: list[tuple[str, Named, dict[str, Any], str]] = [
    ("data.inputs", {}, {"inputs": "input"}, "There is no array input in a.npz; there are inputs, targets."),
    ("data.targets", {}, {"targets": "labels"}, "There is no array labels"),
    ("data.targets", {"targets": np.arange(7)}, {}, "There are 20 inputs and 7 targets."),
    ("data.targets", {"targets": np.linspace(0, 1, 20)}, {}, "classes are whole numbers"),
    ("data.targets", {"targets": np.arange(20) - 3}, {}, "holds -3; classes are counted from 0."),
    ("data.targets", {"targets": np.arange(20) * 10**7}, {}, "which is no class"),
    ("data.targets", {"targets": np.zeros((20, 2), int)}, {}, "has the shape (20, 2)"),
    ("data.inputs", {"inputs": np.zeros(20)}, {}, "without a row for each sample"),
    ("data.inputs", {"inputs": np.array([["a"]] * 20)}, {}, "which are no numbers"),
    ("data.file", {"inputs": np.zeros((0, 2)), "targets": np.zeros(0, int)}, {}, "holds no samples"),
    ("data.file", {"inputs": np.zeros((1, 2)), "targets": np.zeros(1, int)}, {}, "too few"),
    ("data.channels", {}, {"channels": "last"}, "A sample has the shape (5,)"),
    ("data.test_targets", {}, {"test_inputs": "inputs"}, "There is no array  in"),
    ("data.augment", {}, {"augment": AugmentSpec(flip=True)}, "Only pictures can be augmented"),
]


@pytest.mark.parametrize(("field", "arrays", "options", "said"), BROKEN)
def test_that_what_does_not_fit_is_told_at_its_field(
    tmp_path: Path, field: str, arrays: Named, options: dict[str, Any], said: str
) -> None:
    problem = problem_of(ArraysSpec(file=str(write_npz(tmp_path, rows() | arrays)), **options))
    assert problem.field == field
    assert said in problem.sentence
    assert problem.mend


def test_that_a_name_that_is_nearly_right_is_mended(tmp_path: Path) -> None:
    data = ArraysSpec(file=str(write_npz(tmp_path, rows())), inputs="input")
    problem = problem_of(data)
    assert problem.fix is not None
    assert planned(apply_changes(spec_of(data), problem.fix.changes).data).plan is not None


@pytest.mark.parametrize("write", WRITERS)
def test_that_a_damaged_file_is_a_problem_never_a_traceback(
    tmp_path: Path, write: Callable[[Path, Named], Path]
) -> None:
    written = write(tmp_path, rows(count=400))
    file = written / "inputs.npy" if written.is_dir() else written
    whole = file.read_bytes()
    for size in (0, 5, 60, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        problem = problem_of(ArraysSpec(file=str(written)))
        assert problem.field == "data.file"
        assert "damaged" in problem.sentence or "cannot be read" in problem.sentence


def test_that_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert "is no file of arrays" in problem_of(ArraysSpec(file=str(tmp_path / "notes.txt"))).sentence
    assert "There are no arrays" in problem_of(ArraysSpec(file=str(tmp_path))).sentence
    assert problem_of(ArraysSpec()).sentence == "Nothing is chosen."


@pytest.mark.skipif(HAS_SAFETENSORS, reason="safetensors is installed")
def test_that_a_missing_package_is_a_problem_with_the_line_that_installs_it(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"x")
    problem = problem_of(ArraysSpec(file=str(tmp_path / "a.safetensors")))
    assert "pip install 'paraloom[safetensors]'" in problem.mend


def test_that_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    data = ArraysSpec(file=str(write_npz(tmp_path, rows())))
    assert facts(data).num_train == 16
    write_npz(tmp_path, rows(count=40))
    assert facts(data).num_train == 32
