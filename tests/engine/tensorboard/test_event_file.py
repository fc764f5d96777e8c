"""Event files are read as their writers wrote them, also while they are written."""

import math
import struct
from pathlib import Path

import pytest

from engine.tensorboard.crc32c import masked_crc32c
from engine.tensorboard.event_file import EventFileTail
from engine.tensorboard.events import Scalar
from tests.engine.tensorboard.files import REAL, scalar

_SCALARS = (
    Scalar("Loss/train", 3, 1e9 + 1, 0.5),
    Scalar("loss", 4, 1e9 + 2, 1.25),
    Scalar("loss", 5, 1e9 + 3, 2.5),
)


def test_that_the_bytes_of_the_real_writer_are_read(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(REAL)
    tail = EventFileTail(path)
    assert tail.poll() == _SCALARS
    assert tail.poll() == ()
    assert tail.problem == ""


def test_that_a_file_is_followed_whatever_pieces_it_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(b"")
    tail = EventFileTail(path)
    found: list[Scalar] = []
    for start in range(0, len(REAL), 7):
        with path.open("ab") as file:
            file.write(REAL[start : start + 7])
        found += tail.poll()
    assert tuple(found) == _SCALARS
    assert tail.problem == ""


def test_that_a_large_record_is_stepped_over(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    head = struct.pack("<Q", 3_000_000)
    large = head + struct.pack("<I", masked_crc32c(head)) + bytes(3_000_004)
    path.write_bytes(scalar("a", 1, 1.0) + large + scalar("a", 300, 2.0))
    tail = EventFileTail(path)
    steps = [point.step for _ in range(4) for point in tail.poll()]
    assert steps == [1, 300]


def test_that_a_damaged_record_ends_the_reading_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    damaged = bytearray(REAL)
    damaged[60] ^= 1
    path.write_bytes(bytes(damaged))
    tail = EventFileTail(path)
    assert tail.poll() == ()
    assert "is damaged after 40 bytes: the check sum of a record is wrong." in tail.problem


def test_that_what_the_installed_writer_writes_is_read(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_scalar("train/loss", 0.5, 1)
        writer.add_scalar("new", 1.5, 2, new_style=True)
        writer.add_scalar("double", 2.5, 3, double_precision=True)
        writer.add_text("words", "none of our business", 4)
        writer.add_scalar("bad", math.nan, 5)
    (path,) = tmp_path.glob("*tfevents*")
    found = EventFileTail(path).poll()
    assert [(point.tag, point.step) for point in found] == [
        ("train/loss", 1),
        ("new", 2),
        ("double", 3),
        ("bad", 5),
    ]
    assert [point.value for point in found[:3]] == [0.5, 1.5, 2.5]
    assert math.isnan(found[3].value)
