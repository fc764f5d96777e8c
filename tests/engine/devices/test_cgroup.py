from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.devices.cgroup import ControlGroups

UNLIMITED = 9223372036854771712
"""What version 1 says where there is no limit."""


def groups_of(tmp_path: Path, membership: str, files: Mapping[str, object]) -> ControlGroups:
    (tmp_path / "membership").write_text(membership)
    for name, content in files.items():
        path = tmp_path / "mount" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content}\n")
    return ControlGroups(tmp_path / "membership", tmp_path / "mount")


@pytest.mark.parametrize(
    ("files", "quota"),
    [
        ({}, None),
        ({"cpu.max": "max 100000"}, None),
        ({"cpu.max": "150000 100000"}, 1.5),
        ({"a/b/cpu.max": "400000 100000", "a/cpu.max": "200000 100000"}, 2.0),
        ({"a/b/cpu.max": "max 100000", "a/cpu.max": "300000 100000"}, 3.0),
        ({"other/cpu.max": "100000 100000"}, None),
    ],
)
def test_that_the_least_time_around_a_process_counts(
    tmp_path: Path, files: dict[str, object], quota: float | None
) -> None:
    assert groups_of(tmp_path, "0::/a/b\n", files).cpu_quota() == quota


@pytest.mark.parametrize(("quota", "cores"), [(-1, None), (250000, 2.5)])
def test_that_the_time_of_version_1_is_read(tmp_path: Path, quota: int, cores: float | None) -> None:
    membership = "4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n1:name=systemd:/docker/x\n"
    # In a container the path is the host's, but the mount begins at the container.
    files = {"cpu/cpu.cfs_quota_us": quota, "cpu/cpu.cfs_period_us": 100000}
    assert groups_of(tmp_path, membership, files).cpu_quota() == cores


def test_that_memory_of_version_2_is_read_without_cache_that_is_free_for_the_asking(tmp_path: Path) -> None:
    files = {
        "memory.max": "max",
        "a/memory.max": 4000,
        "a/memory.current": 3000,
        "a/memory.stat": "anon 1500\ninactive_file 1000\nactive_file 500",
        "a/b/memory.max": 5000,
    }
    group = groups_of(tmp_path, "0::/a/b\n", files).memory_group()
    assert group is not None
    assert (group.limit_bytes, group.used_bytes()) == (4000, 2000)


def test_that_memory_of_version_1_is_read(tmp_path: Path) -> None:
    files = {
        "memory/memory.limit_in_bytes": UNLIMITED,
        "memory/x/memory.limit_in_bytes": 4000,
        "memory/x/memory.usage_in_bytes": 3000,
        "memory/x/memory.stat": "inactive_file 7\ntotal_inactive_file 100",
    }
    group = groups_of(tmp_path, "4:memory:/x\n", files).memory_group()
    assert group is not None
    assert (group.limit_bytes, group.used_bytes()) == (4000, 2900)


def test_that_a_limit_whose_use_cannot_be_read_has_no_use(tmp_path: Path) -> None:
    group = groups_of(tmp_path, "0::/\n", {"memory.max": 4000}).memory_group()
    assert group is not None
    assert group.used_bytes() is None


@pytest.mark.parametrize("membership", ["", "nonsense\n", "0::/\n", "0::/../../escape\n"])
def test_that_without_limits_there_are_none(tmp_path: Path, membership: str) -> None:
    groups = groups_of(tmp_path, membership, {})
    assert groups.cpu_quota() is None
    assert groups.memory_group() is None


def test_that_another_system_has_no_limits(tmp_path: Path) -> None:
    groups = ControlGroups(tmp_path / "gone", tmp_path / "gone")
    assert groups.cpu_quota() is None
    assert groups.memory_group() is None
