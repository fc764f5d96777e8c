"""Every source of randomness in a rank: seeded, and kept as tensors in a checkpoint."""

import random

import numpy as np
import torch
from torch import Tensor

_TORCH, _NUMPY, _PYTHON = "torch", "numpy", "python"
_EMPTY_GAUSS = float("nan")


def seed_weights(seed: int) -> None:
    """The same start on every rank, for weights that are drawn before the ranks part."""
    torch.manual_seed(seed)


def seed_rank(seed: int, rank: int, step: int = 0) -> None:
    """A stream of its own for each rank, for dropout and augmentation.

    Args:
        seed: Of the run.
        rank: Which part of the samples; ranks that compute a forward together draw the same.
        step: Steps done before, where a run goes on without the states of its generators.
    """
    words = np.random.SeedSequence((seed, rank, step) if step else (seed, rank)).generate_state(3)
    torch.manual_seed(int(words[0]))
    np.random.seed(words[1])
    random.seed(int(words[2]))


def read_random_states(device: torch.device) -> dict[str, Tensor]:
    """Where every generator of this rank stands."""
    states = {_TORCH: torch.get_rng_state(), _NUMPY: _numpy_state(), _PYTHON: _python_state()}
    if device.type == "cuda":  # a rank sees its own GPUs only, all of them
        for index in range(torch.cuda.device_count()):
            states[f"cuda-{index}"] = torch.cuda.get_rng_state(index)
    return states


def apply_random_states(states: dict[str, Tensor], device: torch.device) -> None:
    """Put every generator where it stood."""
    torch.set_rng_state(states[_TORCH])
    if device.type == "cuda":
        for index in range(torch.cuda.device_count()):
            torch.cuda.set_rng_state(states[f"cuda-{index}"], index)
    numpy_state = states[_NUMPY].numpy()
    np.random.set_state(
        ("MT19937", numpy_state[:624].astype(np.uint32), int(numpy_state[624]), int(numpy_state[625]),
         float(numpy_state[626]))
    )  # fmt: skip
    python_state = states[_PYTHON].tolist()
    gauss = None if python_state[-1] != python_state[-1] else python_state[-1]
    random.setstate((int(python_state[0]), tuple(int(word) for word in python_state[1:-1]), gauss))


def _numpy_state() -> Tensor:
    """float64 [627]: 624 words of the Mersenne twister, its position, and the Gaussian it still holds."""
    state = np.random.get_state(legacy=False)
    assert isinstance(state, dict)
    words, position = state["state"]["key"].tolist(), state["state"]["pos"]
    return torch.tensor([*words, position, state["has_gauss"], state["gauss"]], dtype=torch.float64)


def _python_state() -> Tensor:
    """float64 [627]: version, words and position of the Mersenne twister, the Gaussian it holds or NaN."""
    version, words, gauss = random.getstate()
    return torch.tensor([version, *words, _EMPTY_GAUSS if gauss is None else gauss], dtype=torch.float64)
