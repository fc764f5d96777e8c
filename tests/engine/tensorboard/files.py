"""Event files as TensorBoard's writers make them, for tests."""

import struct

from engine.tensorboard.crc32c import masked_crc32c

REAL = bytes.fromhex(
    "1800000000000000a37f4b22090000000065cdcd411a0d627261696e2e4576656e743a32f4eb195e2000000000000000"
    "29eda950090000800065cdcd4110032a130a110a0a4c6f73732f747261696e150000003f35e7b5e02c00000000000000"
    "f4aecc45090000000165cdcd4110042a1f0a1d0a046c6f7373420808012a040000a03f4a0b0a090a077363616c617273"
    "dee6ba991a00000000000000129bd82d090000800165cdcd4110052a0d0a0b0a046c6f73731500002040871defaf"
)
"""A file version, then a scalar in the old, the new and a plain form: TensorBoard 2.21 and torch 2.14."""


def record(content: bytes) -> bytes:
    """A record around its content."""
    head = struct.pack("<Q", len(content))
    sums = masked_crc32c(head), masked_crc32c(content)
    return head + struct.pack("<I", sums[0]) + content + struct.pack("<I", sums[1])


def scalar(tag: str, step: int, value: float, time: float = 1e9) -> bytes:
    """The record of one scalar."""
    name = tag.encode()
    figure = b"\x0a" + bytes([len(name)]) + name + b"\x15" + struct.pack("<f", value)
    summary = b"\x0a" + bytes([len(figure)]) + figure
    number = bytearray()
    while step > 127:
        number.append(step & 0x7F | 0x80)
        step >>= 7
    number.append(step)
    content = b"\x09" + struct.pack("<d", time) + b"\x10" + bytes(number)
    return record(content + b"\x2a" + bytes([len(summary)]) + summary)
