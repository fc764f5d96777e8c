"""A rank's share of its GPUs' memory: what torch is asked for, without a GPU."""

import pytest
import torch

from engine.parallel.devices import apply_memory_fraction


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, int]]:
    found: list[tuple[float, int]] = []
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(
        torch.cuda, "set_per_process_memory_fraction", lambda fraction, index: found.append((fraction, index))
    )
    return found


def test_that_every_gpu_of_a_rank_is_limited(asked: list[tuple[float, int]]) -> None:
    apply_memory_fraction(0.25, torch.device("cuda", 0))
    assert asked == [(0.25, 0), (0.25, 1)]


def test_that_nothing_is_limited_unasked_or_on_a_cpu(asked: list[tuple[float, int]]) -> None:
    apply_memory_fraction(None, torch.device("cuda", 0))
    apply_memory_fraction(0.5, torch.device("cpu"))
    assert asked == []
