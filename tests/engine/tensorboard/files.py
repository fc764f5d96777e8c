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

TRIAL = bytes.fromhex(
    "4800000000000000fe92489d0901f8f763b2c1da411a0d627261696e2e4576656e743a32522e0a2c74656e736f72626f"
    "6172642e73756d6d6172792e7772697465722e6576656e745f66696c655f7772697465725f81c7776b00000000000000"
    "87efa6e109f1fff763b2c1da412a600a5e0a145f68706172616d735f2f6578706572696d656e744a460a440a07687061"
    "72616d731239123722060a026c722003220a0a066c6179657273200322070a036f7074200122080a046269617320032a"
    "0e0a0c120a68706172616d2f61636349a647a38400000000000000411d8aef095c00f863b2c1da412a790a770a1c5f68"
    "706172616d735f2f73657373696f6e5f73746172745f696e666f4a570a550a0768706172616d73124a1a480a0f0a026c"
    "721209117b14ae47e17a843f0a0d0a036f707412061a046164616d0a130a066c61796572731209110000000000000840"
    "0a110a0462696173120911000000000000f03f2c74df473c00000000000000c8b7a352098000f863b2c1da412a310a2f"
    "0a1a5f68706172616d735f2f73657373696f6e5f656e645f696e666f4a110a0f0a0768706172616d7312042202080147"
    "f9fd361e00000000000000d9dc1232093601f863b2c1da412a130a110a0a68706172616d2f616363150000003faa16fe"
    "2a"
)
"""What `add_hparams` of torch 2.14 writes: lr 0.01, layers 3, opt adam, bias true, and hparam/acc 0.5."""


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
