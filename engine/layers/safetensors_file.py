"""Tensors from and to a safetensors file, which holds nothing that could run.

Format: 8 bytes with the length of a JSON text (little-endian), the text (name to dtype, shape and place), and
the tensors' bytes. Source: https://github.com/huggingface/safetensors#format
"""

import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

_LENGTH = struct.Struct("<Q")
_LONGEST_HEADER = 100_000_000
_ALIGNED = 8
"""Tensors begin at a multiple of so many bytes."""
_NOTES = "__metadata__"
_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Name to tensor, on the CPU.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is no safetensors file, or is cut off; the words say what is wrong.
    """
    data = bytearray(path.read_bytes())
    if len(data) < _LENGTH.size:
        raise ValueError("it is too short")
    (length,) = _LENGTH.unpack_from(data)
    begin = _LENGTH.size + length
    if length > _LONGEST_HEADER or begin > len(data):
        raise ValueError("its header is longer than the file")
    try:
        header = json.loads(data[_LENGTH.size : begin].decode())
        entries = {name: entry for name, entry in header.items() if name != _NOTES}
        return {name: _tensor(data, begin, entry) for name, entry in entries.items()}
    except (AttributeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ValueError("its header cannot be understood") from error


def write_safetensors(file: BinaryIO, tensors: Mapping[str, Tensor], notes: Mapping[str, str]) -> None:
    """Write tensors of the CPU in the order in which they are given.

    Args:
        file: Open for writing.
        tensors: Name to tensor.
        notes: What is said about them.

    Raises:
        OSError: The disk does not take it.
        ValueError: Safetensors has no such numbers; the words say which.
    """
    kinds = {dtype: kind for kind, dtype in _DTYPES.items()}
    header: dict[str, Any] = {_NOTES: dict(notes)}
    end = 0
    for name, tensor in tensors.items():
        if tensor.dtype not in kinds:
            raise ValueError(f"{name} has numbers of the kind {tensor.dtype}")
        begin, end = end, end + tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": kinds[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [begin, end],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % _ALIGNED)
    file.write(_LENGTH.pack(len(text)) + text)
    for tensor in tensors.values():
        file.write(tensor.contiguous().reshape(-1).view(torch.uint8).numpy().data)


def _tensor(data: bytearray, begin: int, entry: dict[str, Any]) -> Tensor:
    dtype, shape = entry["dtype"], [int(size) for size in entry["shape"]]
    if dtype not in _DTYPES:
        raise ValueError(f"it holds numbers of the kind {dtype}")
    first, last = (begin + int(place) for place in entry["data_offsets"])
    count = math.prod(shape)
    if not begin <= first <= last <= len(data) or last - first != count * _DTYPES[dtype].itemsize:
        raise ValueError("a tensor lies outside of it")
    if not count:
        return torch.empty(shape, dtype=_DTYPES[dtype])
    return (
        torch.frombuffer(data, dtype=torch.uint8, count=last - first, offset=first)
        .clone()
        .view(_DTYPES[dtype])
        .reshape(shape)
    )
