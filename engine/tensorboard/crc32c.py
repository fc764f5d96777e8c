"""The check sums of a record file."""

import numpy as np
from numpy.typing import NDArray


def _table() -> tuple[int, ...]:
    entries = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        entries.append(value)
    return tuple(entries)


_TABLE = _table()
_TABLE_ARRAY = np.array(_TABLE, np.uint32)


def crc32c(data: bytes) -> int:
    """The Castagnoli check sum.

    Source: RFC 3720, appendix B.4.
    """
    value = 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def masked_crc32c(data: bytes) -> int:
    """The check sum as record files hold it: turned and shifted, so that a sum of sums stays one.

    Source: https://www.tensorflow.org/tutorials/load_data/tfrecord (format details)
    """
    value = crc32c(data)
    return (((value >> 15) | (value << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def masked_crc32c_of_rows(rows: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The same of many records at once.

    Args:
        rows: uint8 [N, length]

    Returns:
        uint32 [N], little-endian.
    """
    value = np.full(len(rows), 0xFFFFFFFF, np.uint32)
    for column in rows.T:
        value = _TABLE_ARRAY[(value ^ column) & 0xFF] ^ (value >> 8)
    value = value ^ np.uint32(0xFFFFFFFF)
    turned = (value >> 15) | (value << 17)
    return (turned + np.uint32(0xA282EAD8)).astype("<u4")
