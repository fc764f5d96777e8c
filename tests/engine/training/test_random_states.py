import random
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from engine.training.random_states import apply_random_states, read_random_states, seed_rank, seed_weights

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def same_generators_after() -> Iterator[None]:
    states = read_random_states(CPU)
    yield
    apply_random_states(states, CPU)


def draw() -> list[object]:
    return [torch.rand(3).tolist(), np.random.normal(size=3).tolist(), random.gauss(0, 1), random.random()]


def test_that_every_generator_goes_on_where_it_stood() -> None:
    seed_rank(3, 1)
    draw()  # an odd number of Gaussians: each generator holds one back
    states = {name: tensor.clone() for name, tensor in read_random_states(CPU).items()}
    expected = draw()
    seed_rank(4, 0)
    apply_random_states(states, CPU)
    assert draw() == expected


def test_that_ranks_share_their_weights_and_part_afterwards() -> None:
    drawn = []
    for rank in (0, 1):
        seed_weights(5)
        weights = torch.rand(4).tolist()
        seed_rank(5, rank)
        drawn.append((weights, torch.rand(4).tolist()))
    assert drawn[0][0] == drawn[1][0]
    assert drawn[0][1] != drawn[1][1]
