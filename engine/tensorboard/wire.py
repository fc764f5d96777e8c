"""The fields of a message in protobuf's wire format."""

from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
"""How a field is written.

Source: https://protobuf.dev/programming-guides/encoding/
"""
_SIZES = {FIXED64: 8, FIXED32: 4}


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field: an int for a varint, else its bytes.

    Raises:
        ValueError: This is no message.
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            whole, at = _varint(data, at)
            yield number, whole
            continue
        if kind == BYTES:
            length, at = _varint(data, at)
        elif kind in _SIZES:
            length = _SIZES[kind]
        else:
            raise ValueError(f"There is no wire type {kind}.")
        if at + length > len(data):
            raise ValueError("A field reaches over the end.")
        yield number, data[at : at + length]
        at += length


def varints(data: bytes) -> Iterator[int]:
    """Packed varints, one after the other. Raises ValueError."""
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def varint(value: int) -> bytes:
    """A number from 0 on as a varint."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*found, value))


def signed(value: int) -> int:
    """An int64 that was written as a varint."""
    return value - (1 << 64) if value >> 63 else value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
    raise ValueError("A number has no end.")
