"""The warm process: started without waiting, found dead, started anew; runs outlive it."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from engine.errors import LaunchError
from engine.launcher.run_lock import take_run_lock
from engine.launcher.steer import kill_and_wait
from engine.launcher.warm import Loom
from engine.record.events import RunState
from tests import police
from tests.running import (
    ENDLESS,
    kill,
    processes_of,
    start_small,
    wait_for_end,
    wait_for_first_step,
    warm_loom,
)
from tests.waiting import wait_until


def test_that_a_loom_is_cold_until_it_is_asked_to_warm() -> None:
    assert Loom().status().state == "cold"


def test_that_the_starting_process_never_imports_torch() -> None:
    code = (
        "import sys, engine.launcher.start, engine.launcher.warm, engine.launcher.supervise, engine.cli\n"
        "print(sorted(set(sys.modules) & {'torch', 'PySide6', 'gui'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_warm_loom_says_how_long_it_took(loom: Loom) -> None:
    readiness = loom.status()
    assert readiness.state == "warm"
    assert readiness.warm_seconds is not None and readiness.warm_seconds > 0
    assert readiness.sentence == ""


def test_that_the_warm_process_runs_no_thread_of_its_own(loom: Loom) -> None:
    assert loom.pid is not None
    started_by_blas = psutil.Process(loom.pid).num_threads() - 1
    assert started_by_blas <= 2 * (os.cpu_count() or 1)


def test_that_a_run_lives_in_a_session_of_its_own_and_is_no_child_of_ours(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    launcher = psutil.Process(processes_of(folder).launcher)
    assert os.getsid(launcher.pid) == launcher.pid
    assert launcher.ppid() == loom.pid
    assert launcher.terminal() is None
    kill_and_wait(folder)


def test_that_a_run_outlives_the_warm_process_and_the_next_start_warms_a_new_one(runs_dir: Path) -> None:
    loom = warm_loom()
    before = loom.pid
    assert before is not None
    first = start_small(loom, runs_dir, devices=1, strategy="single", max_steps=ENDLESS)
    wait_for_first_step(first)
    kill(before)
    wait_until(lambda: loom.status().state == "broken", what="the loom to notice")
    assert "next start" in loom.status().sentence
    assert first.is_alive()
    second = start_small(loom, runs_dir, devices=1, strategy="single", max_steps=2)
    assert loom.pid is not None
    police.allow_child(loom.pid)
    assert loom.pid != before
    assert wait_for_end(second).state is RunState.COMPLETED
    kill_and_wait(first)


def test_that_a_run_is_not_started_twice(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, devices=1, strategy="single", max_steps=ENDLESS)
    with pytest.raises(LaunchError, match="already running"):
        loom.start_run(folder)
    kill_and_wait(folder)


def test_that_a_run_looks_alive_from_before_its_launcher_is_forked(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, devices=1, strategy="single", max_steps=1)
    wait_for_end(folder)
    lock = take_run_lock(folder)
    assert folder.is_alive()
    os.close(lock)
    assert not folder.is_alive()


def test_that_traces_of_another_distributed_job_do_not_reach_the_ranks(
    loom: Loom, runs_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "MASTER_PORT": "1",
        "MASTER_ADDR": "192.0.2.1",
        "RANK": "7",
        "WORLD_SIZE": "9",
    }.items():
        monkeypatch.setenv(name, value)
    folder = start_small(loom, runs_dir, max_steps=3)
    assert wait_for_end(folder).state is RunState.COMPLETED
