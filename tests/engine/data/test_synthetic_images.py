"""Made-up pictures: any size and number, the same each time, and learnable."""

import numpy as np
import pytest
import torch

from engine.data import data_for
from engine.data.synthetic_samples import SyntheticSamples
from engine.spec import RunSpec, SyntheticImagesSpec


def load(**options: float) -> tuple[SyntheticSamples, SyntheticSamples]:
    spec = RunSpec(data=SyntheticImagesSpec.model_validate(options))
    train, test = data_for(spec).load(spec)
    assert isinstance(train, SyntheticSamples)
    assert isinstance(test, SyntheticSamples)
    return train, test


def indices(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, dtype=np.int64)


@pytest.mark.parametrize(
    ("channels", "size", "num_classes", "num_train", "num_test"),
    [(3, 32, 10, 4096, 512), (1, 4, 2, 1, 1), (16, 7, 3, 10, 5), (3, 224, 5, 100_000_000, 10_000_000)],
)
def test_that_pictures_come_in_any_size_and_number(
    channels: int, size: int, num_classes: int, num_train: int, num_test: int
) -> None:
    options = SyntheticImagesSpec(
        channels=channels, size=size, num_classes=num_classes, num_train=num_train, num_test=num_test
    )
    spec = RunSpec(data=options)
    facts, (train, test) = data_for(spec).facts(spec), data_for(spec).load(spec)
    assert facts.input_shape == (channels, size, size)
    assert (facts.num_train, facts.num_test, facts.num_classes) == (num_train, num_test, num_classes)
    for part, length in ((train, num_train), (test, num_test)):
        assert isinstance(part, SyntheticSamples)
        assert len(part) == length
        picture, target = part[length - 1]
        assert (picture.shape, picture.dtype) == (facts.input_shape, torch.float32)
        assert (target.shape, target.dtype) == ((), torch.int64)
        assert int(target) == (length - 1) % num_classes


def test_that_classes_take_turns() -> None:
    train, _ = load(num_classes=3)
    _, targets = train.take(indices(*range(7)))
    assert targets.tolist() == [0, 1, 2, 0, 1, 2, 0]


def test_that_a_sample_is_the_same_whenever_and_with_whatever_it_is_drawn() -> None:
    train, again = load()[0], load()[0]
    np.random.seed(1)
    torch.manual_seed(1)
    alone, _ = train[17]
    together, _ = again.take(indices(4, 17, 3, 17))
    assert torch.equal(together[1], alone)
    assert torch.equal(together[3], alone)
    assert torch.equal(train[17][0], alone)


def test_that_drawing_leaves_the_generators_of_training_alone() -> None:
    before = torch.get_rng_state()
    load()[0].take(indices(0, 1, 2))
    assert torch.equal(torch.get_rng_state(), before)


def test_that_no_two_samples_are_alike_within_and_between_the_parts() -> None:
    train, test = load(num_classes=2, size=4)
    drawn = [part.take(indices(*range(100)))[0] for part in (train, test)]
    pictures = {picture.numpy().tobytes() for pictures in drawn for picture in pictures}
    assert len(pictures) == 200


def test_that_a_taken_batch_changes_no_later_one() -> None:
    for noise in (0.0, 1.0):
        train, _ = load(noise=noise)
        first, _ = train.take(indices(0, 1))
        kept = first.clone()
        first.zero_()
        assert torch.equal(train.take(indices(0, 1))[0], kept)


def test_that_without_noise_both_parts_are_the_patterns_of_their_classes() -> None:
    train, test = load(noise=0, num_classes=4)
    of_train, of_test = (part.take(indices(*range(8)))[0] for part in (train, test))
    assert torch.equal(of_train, of_test)
    assert torch.equal(of_train[:4], of_train[4:])
    assert len({pattern.numpy().tobytes() for pattern in of_train[:4]}) == 4


@pytest.mark.parametrize("noise", [0.5, 2.0])
def test_that_noise_has_the_deviation_asked_for(noise: float) -> None:
    everything = indices(*range(64))
    noisy = load(noise=noise)[0].take(everything)[0] - load(noise=0)[0].take(everything)[0]
    assert noisy.std().item() == pytest.approx(noise, rel=0.02)
    assert noisy.mean().item() == pytest.approx(0, abs=0.02 * noise)


def test_that_the_classes_of_the_test_part_can_be_learnt_from_the_training_part() -> None:
    train, test = load(num_classes=5, size=8)
    inputs, targets = train.take(indices(*range(500)))
    means = torch.stack([inputs[targets == number].mean(0) for number in range(5)])
    unseen, truth = test.take(indices(*range(200)))
    guessed = torch.cdist(unseen.flatten(1), means.flatten(1)).argmin(1)
    assert (guessed == truth).float().mean() > 0.95


def test_that_an_empty_batch_keeps_its_shape() -> None:
    inputs, targets = load(channels=2, size=5)[0].take(indices())
    assert (inputs.shape, targets.shape) == ((0, 2, 5, 5), (0,))
