"""A run folder that is full, read-only, deleted or moved under a living run: it ends, and says why."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.launcher.last_words import read_trouble_note
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.status import read_status
from tests import police
from tests.running import (
    ENDLESS,
    processes_of,
    start_small,
    wait_for_end,
    wait_for_first_step,
    wait_until_gone,
)
from tests.waiting import wait_until

needs_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a disk or fix a file"
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB with an empty runs folder."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    runs = disk / "runs"
    runs.mkdir()
    yield runs
    alive = police.end_runs(runs)
    subprocess.run(["umount", "-l", str(disk)], check=True)
    assert not alive


@needs_root
def test_that_a_full_disk_ends_the_run_and_is_named_in_its_folder(loom: Loom, small_disk: Path) -> None:
    folder = start_small(loom, small_disk, max_steps=ENDLESS)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    fill(small_disk.parent / "filler")
    status = wait_for_end(folder, timeout=20)
    wait_until_gone(processes.all)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert status.failure.diagnosis == "disk_full"
    assert "disk is full" in status.failure.sentence


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


@needs_root
def test_that_a_folder_that_can_no_longer_be_written_ends_the_run_with_a_note_beside_it(
    loom: Loom, runs_dir: Path
) -> None:
    if shutil.which("chattr") is None:
        pytest.skip("there is no `chattr` to fix a file with")
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    if subprocess.run(["chattr", "+i", str(folder.events_path)], check=False).returncode:
        kill_run(processes.launcher)
        pytest.skip("this file system cannot fix a file")
    try:
        status = wait_for_end(folder, timeout=20)
        wait_until_gone(processes.all)
        assert status.state is RunState.INTERRUPTED
        assert "may not be read or written" in read_trouble_note(folder)
    finally:
        subprocess.run(["chattr", "-i", str(folder.events_path)], check=True)


def kill_run(launcher: int) -> None:
    os.kill(launcher, 9)


@pytest.mark.parametrize("how", ["deleted", "moved"])
def test_that_a_folder_that_goes_away_ends_the_run_with_a_note(
    loom: Loom, runs_dir: Path, tmp_path: Path, how: str
) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    if how == "moved":
        folder.path.rename(tmp_path / "elsewhere")
    else:
        wait_until(lambda: delete(folder.path), what="the folder to be deleted")
    wait_until_gone(processes.all, timeout=10)
    assert "is gone" in read_trouble_note(folder)
    if how == "moved":
        moved = type(folder)(tmp_path / "elsewhere")
        assert read_status(moved).state is RunState.INTERRUPTED


def delete(path: Path) -> bool:
    shutil.rmtree(path, ignore_errors=True)  # ranks may add a file while it goes
    return not path.exists()
