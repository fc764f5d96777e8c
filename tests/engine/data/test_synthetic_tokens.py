"""Made-up sequences: any size, the same each time, and learnable as far as their noise lets."""

import numpy as np
import pytest
import torch

from engine.data import data_for
from engine.data.synthetic_sequences import SyntheticSequences
from engine.spec import SyntheticTokensSpec
from tests.engine.data.files import spec_of


def load(data: SyntheticTokensSpec) -> tuple[SyntheticSequences, SyntheticSequences]:
    train, test = data_for(spec_of(data)).load(spec_of(data))
    assert isinstance(train, SyntheticSequences)
    assert isinstance(test, SyntheticSequences)
    return train, test


@pytest.mark.parametrize(("vocabulary", "length", "num_train"), [(2, 1, 1), (50_257, 64, 100_000_000)])
def test_that_sequences_come_in_any_size_and_number(vocabulary: int, length: int, num_train: int) -> None:
    data = SyntheticTokensSpec(vocabulary=vocabulary, length=length, num_train=num_train)
    found = data_for(spec_of(data)).facts(spec_of(data))
    assert (found.num_train, found.num_classes, found.input_shape) == (num_train, vocabulary, (length,))
    assert (found.input_kind, found.targets_per_sample) == ("tokens", length)
    inputs, targets = load(data)[0][num_train - 1]
    assert (inputs.shape, inputs.dtype, targets.shape) == ((length,), torch.int64, (length,))
    assert torch.equal(inputs[1:], targets[:-1])
    assert int(torch.cat([inputs, targets]).min()) >= 0
    assert int(torch.cat([inputs, targets]).max()) < vocabulary


def test_that_a_sample_is_the_same_whenever_and_with_whatever_it_is_drawn() -> None:
    data = SyntheticTokensSpec()
    together = load(data)[0].take(np.array([4, 17, 17]))[0]
    torch.manual_seed(1)
    np.random.seed(1)
    alone = load(data)[0].take(np.array([17]))[0]
    assert torch.equal(together[1], alone[0])
    assert torch.equal(together[2], alone[0])
    assert not torch.equal(load(data)[1].take(np.array([17]))[0], alone)


@pytest.mark.parametrize("noise", [0.0, 0.25, 1.0])
def test_that_the_next_token_follows_but_for_the_noise(noise: float) -> None:
    train, test = load(SyntheticTokensSpec(noise=noise, vocabulary=1000, num_test=64))
    rule: dict[int, int] = {}
    inputs, targets = load(SyntheticTokensSpec(noise=0.0, vocabulary=1000))[0].take(np.arange(200))
    for token, follows in zip(inputs.flatten().tolist(), targets.flatten().tolist(), strict=True):
        assert rule.setdefault(token, follows) == follows
    inputs, targets = test.take(np.arange(64))
    pairs = zip(inputs.flatten().tolist(), targets.flatten().tolist(), strict=True)
    right = sum(rule.get(token) == follows for token, follows in pairs) / inputs.numel()
    assert right == pytest.approx(1 - noise, abs=0.02)
    assert len(train) == 4096


def test_that_an_empty_batch_keeps_its_shape() -> None:
    inputs, targets = load(SyntheticTokensSpec(length=5))[0].take(np.array([], dtype=np.int64))
    assert (inputs.shape, targets.shape) == ((0, 5), (0, 5))
