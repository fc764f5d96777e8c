import os
import sys
from pathlib import Path

import pytest

from engine.devices.cgroup import ControlGroups
from engine.devices.cpu import cores_of, cpu_name, slice_of, turn_of, usable_cores

CORES = tuple(sorted(os.sched_getaffinity(0))) if sys.platform == "linux" else ()
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="affinity and control groups are Linux's")


def groups_of(tmp_path: Path, quota: str) -> ControlGroups:
    membership, mount = tmp_path / "cgroup", tmp_path / "mount"
    membership.write_text("0::/\n")
    mount.mkdir()
    (mount / "cpu.max").write_text(f"{quota}\n")
    return ControlGroups(membership, mount)


@needs_linux
def test_that_a_process_has_the_cores_it_may_run_on() -> None:
    assert usable_cores(ControlGroups(Path("/no/such/file"))) == CORES
    os.sched_setaffinity(0, {CORES[-1]})
    try:
        assert usable_cores() == (CORES[-1],)
    finally:
        os.sched_setaffinity(0, CORES)


@needs_linux
@pytest.mark.parametrize(
    ("quota", "num_cores"),
    [("max 100000", len(CORES)), ("10000000 100000", len(CORES)), ("100000 100000", 1), ("50000 100000", 1)],
)
def test_that_a_container_has_as_many_cores_as_time(tmp_path: Path, quota: str, num_cores: int) -> None:
    assert usable_cores(groups_of(tmp_path, quota)) == CORES[:num_cores]


def test_that_the_processor_has_a_name() -> None:
    assert cpu_name().strip()


@pytest.mark.parametrize(
    ("cores", "name", "label"),
    [
        ((0,), "cpu:0", "CPU 0"),
        ((0, 1, 2, 3), "cpu:0-3", "CPU 0–3"),
        ((0, 2), "cpu:0,2", "CPU 0, 2"),
        ((1, 2, 5, 7, 8), "cpu:1-2,5,7-8", "CPU 1–2, 5, 7–8"),
    ],
)
def test_that_a_slice_is_named_by_its_cores_and_found_by_its_name(
    cores: tuple[int, ...], name: str, label: str
) -> None:
    device = slice_of(cores, name="A CPU", memory_total_bytes=7)
    assert (device.id, device.label, device.cores, device.kind) == (name, label, cores, "cpu")
    assert cores_of(name) == cores


def test_that_slices_that_share_cores_have_names_of_their_own() -> None:
    device = slice_of((0, 1), name="A CPU", memory_total_bytes=7, turn=3)
    assert (device.id, device.label, device.source) == ("cpu:0-1#3", "CPU 0–1#3", "cpu-0-1x3")
    assert (cores_of(device.id), turn_of(device.id), turn_of("cpu:0-1")) == ((0, 1), 3, 1)
    assert cores_of("cpu:0#0") is None


@pytest.mark.parametrize("name", ["cpu:1,0", "cpu:0-1,1", "cpu:0,0-1"])
def test_that_cores_are_named_in_any_order(name: str) -> None:
    assert cores_of(name) == (0, 1)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "cpu",
        "cpu:",
        "cpu:a",
        "cpu:-1",
        "cpu:3-1",
        "cpu:0-",
        "cpu:0,",
        "cpu:0-999999999",
        "GPU-1",
        "cpu:٣٤٥٦",
        "cpu:" + "9" * 5000,
    ],
)
def test_that_what_names_no_cores_is_none(name: str) -> None:
    assert cores_of(name) is None
