"""Safetensors files, written by hand as the format is described."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.layers.safetensors_file import read_safetensors


def write(path: Path, header: dict[str, Any], data: bytes) -> Path:
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def entry(dtype: str, shape: list[int], first: int, last: int) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [first, last]}


def test_that_tensors_come_back_as_they_were_written(tmp_path: Path) -> None:
    weights = np.arange(6, dtype=np.float32).reshape(2, 3) / 7
    counts = np.array([3, -4], dtype=np.int64)
    halves = torch.tensor([1.5, -2.0], dtype=torch.bfloat16)
    data = weights.tobytes() + counts.tobytes() + halves.view(torch.int16).numpy().tobytes()
    header = {
        "__metadata__": {"format": "pt"},
        "layer.weight": entry("F32", [2, 3], 0, 24),
        "count": entry("I64", [2], 24, 40),
        "half": entry("BF16", [2], 40, 44),
        "one": entry("F32", [], 0, 4),
        "none": entry("F32", [0, 3], 44, 44),
    }
    found = read_safetensors(write(tmp_path / "a.safetensors", header, data))
    assert list(found) == ["layer.weight", "count", "half", "one", "none"]
    assert np.array_equal(found["layer.weight"].numpy(), weights)
    assert found["count"].tolist() == [3, -4]
    assert torch.equal(found["half"], halves)
    assert (found["one"].shape, found["none"].shape) == ((), (0, 3))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"a": entry("F32", [2], 0, 4)}, "lies outside"),
        ({"a": entry("F32", [4], 8, 24)}, "lies outside"),
        ({"a": entry("F32", [1], -4, 0)}, "lies outside"),
        ({"a": entry("F4", [2], 0, 8)}, "kind F4"),
        ({"a": {"dtype": "F32"}}, "cannot be understood"),
        ({"a": 3}, "cannot be understood"),
    ],
)
def test_that_a_damaged_header_is_told(tmp_path: Path, header: dict[str, Any], words: str) -> None:
    path = write(tmp_path / "a.safetensors", header, bytes(8))
    with pytest.raises(ValueError, match=words):
        read_safetensors(path)


@pytest.mark.parametrize(
    "data", [b"", b"1234567", struct.pack("<Q", 99) + b"{}", struct.pack("<Q", 2) + b"{["]
)
def test_that_what_is_no_safetensors_file_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(data)
    with pytest.raises(ValueError):
        read_safetensors(path)
