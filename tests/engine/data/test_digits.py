"""The handwritten digits: all 1,797, in two parts that share none."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

import resources
from engine.contracts import Data
from engine.data import ALL, data_for
from engine.data.tensors import TensorSamples
from engine.spec import DigitsSpec, RunSpec


def load(**options: float) -> tuple[TensorSamples, TensorSamples]:
    spec = RunSpec(data=DigitsSpec.model_validate(options))
    train, test = data_for(spec).load(spec)
    assert isinstance(train, TensorSamples)
    assert isinstance(test, TensorSamples)
    return train, test


def pictures(samples: TensorSamples) -> Counter[bytes]:
    return Counter(picture.numpy().tobytes() for picture in samples.inputs)


@pytest.fixture(scope="module", name="parts")
def parts_fixture() -> tuple[TensorSamples, TensorSamples]:
    return load()


@pytest.mark.parametrize("data", ALL.values(), ids=ALL.keys())
def test_that_a_data_set_says_what_it_is(data: Data) -> None:
    assert ALL[data.kind] is data
    assert data.title
    assert data.sentence.endswith(".")


def test_that_all_digits_are_there_once(parts: tuple[TensorSamples, TensorSamples]) -> None:
    train, test = map(pictures, parts)
    assert len(train + test) == (train + test).total() == 1797
    assert sum(int((part.inputs * 16).sum()) for part in parts) == 561718, "what UCI's own file adds up to"


def test_that_no_test_picture_is_trained_on(parts: tuple[TensorSamples, TensorSamples]) -> None:
    train, test = map(pictures, parts)
    assert not train & test


def test_that_a_picture_keeps_its_class(parts: tuple[TensorSamples, TensorSamples]) -> None:
    with np.load(Path(resources.__path__[0]) / "data" / "digits.npz") as file:
        rows, targets = file["pictures"], file["classes"]
    classes = {
        (row.astype(np.float32) / 16).tobytes(): int(target)
        for row, target in zip(rows, targets, strict=True)
    }
    for part in parts:
        for picture, target in zip(part.inputs, part.targets.tolist(), strict=True):
            assert classes[picture.numpy().tobytes()] == target


def test_that_a_sample_is_a_picture_from_black_to_white_and_its_class(
    parts: tuple[TensorSamples, TensorSamples],
) -> None:
    for part in parts:
        picture, target = part[0]
        assert (picture.shape, picture.dtype) == ((1, 8, 8), torch.float32)
        assert (target.shape, target.dtype) == ((), torch.int64)
        assert (part.inputs.min(), part.inputs.max()) == (0, 1)
        assert sorted(set(part.targets.tolist())) == list(range(10))


@pytest.mark.parametrize("share", [1e-9, 0.001, 0.1, 0.2, 0.5, 0.77, 0.999, 0.999999])
def test_that_the_sizes_told_before_are_those_that_are_loaded(share: float) -> None:
    spec = RunSpec(data=DigitsSpec(test_fraction=share))
    facts = data_for(spec).facts(spec)
    train, test = load(test_fraction=share)
    assert (len(train), len(test)) == (facts.num_train, facts.num_test)
    assert len(train) + len(test) == 1797
    assert set(train.targets.tolist()) == set(test.targets.tolist()) == set(range(facts.num_classes))
    assert train.inputs.shape[1:] == facts.input_shape


def test_that_a_fifth_is_kept_for_the_test() -> None:
    facts = data_for(RunSpec()).facts(RunSpec())
    assert (facts.num_train, facts.num_test) == (1438, 359)


def test_that_classes_are_in_both_parts_in_the_same_proportion(
    parts: tuple[TensorSamples, TensorSamples],
) -> None:
    train, test = (torch.bincount(part.targets, minlength=10) / len(part) for part in parts)
    assert (train - test).abs().max() < 0.005


def test_that_the_split_seed_alone_decides_the_split(parts: tuple[TensorSamples, TensorSamples]) -> None:
    np.random.seed(7)
    torch.manual_seed(7)
    again, other = load(), load(split_seed=1)
    for first, second in zip(parts, again, strict=True):
        assert torch.equal(first.inputs, second.inputs)
        assert torch.equal(first.targets, second.targets)
    assert pictures(parts[1]) != pictures(other[1])


def test_that_many_samples_at_once_are_those_taken_singly(
    parts: tuple[TensorSamples, TensorSamples],
) -> None:
    train, _ = parts
    indices = np.array([5, 0, 1436, 5], dtype=np.int64)
    inputs, targets = train.take(indices)
    singly: list[tuple[Tensor, Tensor]] = [train[index] for index in indices.tolist()]
    assert torch.equal(inputs, torch.stack([picture for picture, _ in singly]))
    assert torch.equal(targets, torch.stack([target for _, target in singly]))


def test_that_a_taken_batch_is_a_copy_and_an_empty_one_keeps_its_shape(
    parts: tuple[TensorSamples, TensorSamples],
) -> None:
    train, _ = parts
    before = train.inputs[3].clone()
    inputs, _ = train.take(np.array([3], dtype=np.int64))
    inputs.add_(1)
    assert torch.equal(train.inputs[3], before)
    inputs, targets = train.take(np.array([], dtype=np.int64))
    assert (inputs.shape, targets.shape) == ((0, 1, 8, 8), (0,))
