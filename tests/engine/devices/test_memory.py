from pathlib import Path

import psutil

from engine.devices.cgroup import ControlGroups
from engine.devices.memory import Memory, parse_meminfo


def test_that_a_machine_without_limits_has_all_its_memory(tmp_path: Path) -> None:
    memory = Memory(ControlGroups(tmp_path / "gone", tmp_path / "gone"))
    assert memory.total_bytes == psutil.virtual_memory().total
    assert 0 < memory.used_bytes() < memory.total_bytes


def test_that_a_container_has_its_limit_and_what_it_uses_of_it(tmp_path: Path) -> None:
    (tmp_path / "membership").write_text("0::/\n")
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    (tmp_path / "memory.stat").write_text("inactive_file 100000\n")
    memory = Memory(ControlGroups(tmp_path / "membership", tmp_path))
    assert (memory.total_bytes, memory.used_bytes()) == (1_000_000, 300_000)


def test_that_a_limit_beyond_the_machine_is_none(tmp_path: Path) -> None:
    (tmp_path / "membership").write_text("0::/\n")
    (tmp_path / "memory.max").write_text(f"{2**62}\n")
    memory = Memory(ControlGroups(tmp_path / "membership", tmp_path))
    assert memory.total_bytes == psutil.virtual_memory().total


def test_that_what_can_be_had_is_told_in_bytes() -> None:
    text = b"MemTotal:       2048 kB\nMemFree:   100 kB\nMemAvailable:  1024 kB\nHugePages_Total:  0\n"
    assert parse_meminfo(text) == (2048 * 1024, 1024 * 1024)
