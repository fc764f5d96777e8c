"""A rank that is killed, crashes, hangs, or raises: named, nothing left running, and it can go on."""

import os
import signal
from pathlib import Path

import pytest

from engine.devices.inventory import read_inventory
from engine.launcher.start import resume_run, start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.spec import SgdSpec
from tests.running import (
    ENDLESS,
    kill,
    processes_of,
    small_spec,
    start_small,
    wait_for_end,
    wait_for_first_step,
    wait_for_step,
    wait_until_gone,
)


@pytest.mark.parametrize("victim", [0, 1])
def test_that_a_killed_rank_is_named_and_nothing_is_left(loom: Loom, runs_dir: Path, victim: int) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    kill(processes.ranks[victim])
    status = wait_for_end(folder)
    wait_until_gone(processes.all)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert (status.failure.rank, status.failure.signal) == (victim, "SIGKILL")
    assert status.failure.device_id == folder.read_plan().ranks[victim].device_ids[0]
    assert status.finished is not None
    assert status.finished.steps >= 1


def test_that_a_crashed_rank_leaves_its_stacks(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    os.kill(processes_of(folder).ranks[1], signal.SIGSEGV)
    failure = wait_for_end(folder).failure
    assert failure is not None
    assert (failure.rank, failure.signal) == (1, "SIGSEGV")
    assert failure.log is not None
    assert "Segmentation fault" in (folder.path / failure.log).read_text()


def test_that_a_rank_that_hangs_is_named_with_what_it_did(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS, hang_timeout_seconds=2)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    os.kill(processes.ranks[1], signal.SIGSTOP)
    status = wait_for_end(folder)
    wait_until_gone(processes.all)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert (status.failure.rank, status.failure.diagnosis) == (1, "hung")
    assert "SIGSTOP" in status.failure.sentence
    partner = folder.log_path(0).read_text()
    assert "Current thread" in partner or "most recent call first" in partner


def test_that_a_loss_that_is_not_finite_ends_the_run_with_step_and_rank(loom: Loom, runs_dir: Path) -> None:
    # Each step multiplies every weight by 1 - 1000 × 10: no model stays finite for long.
    optimizer = SgdSpec(learning_rate=1000.0, weight_decay=10.0)
    folder = start_small(loom, runs_dir, max_steps=ENDLESS, optimizer=optimizer)
    status = wait_for_end(folder)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert status.failure.diagnosis == "non_finite_loss"
    assert status.failure.rank is not None
    assert status.step is not None
    assert f"at step {status.step + 1}." in status.failure.sentence


def test_that_a_killed_data_worker_is_named(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS, data_workers=1)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    assert processes.workers
    kill(processes.workers[0])
    status = wait_for_end(folder)
    wait_until_gone(processes.all)
    assert status.failure is not None
    assert status.failure.diagnosis == "killed"
    assert "data worker" in status.failure.sentence.lower()


def test_that_a_failed_run_goes_on_from_its_last_checkpoint(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS, checkpoint_every_steps=5)
    wait_for_step(folder, 12)
    kill(processes_of(folder).ranks[1])
    assert wait_for_end(folder).state is RunState.FAILED
    checkpoint = folder.latest_checkpoint()
    assert checkpoint is not None
    resume_run(loom, folder, {"training.max_steps": checkpoint.step + 10})
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED
    assert status.attempt == 2
    assert status.finished is not None
    assert status.finished.steps == checkpoint.step + 10


def test_that_a_damaged_checkpoint_is_told_before_anything_trains(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=10)
    assert wait_for_end(folder).state is RunState.COMPLETED
    checkpoint = folder.latest_checkpoint()
    assert checkpoint is not None
    for file in checkpoint.path.rglob("*.distcp"):
        os.truncate(file, file.stat().st_size // 2)
    resume_run(loom, folder, {"training.max_steps": 20})
    status = wait_for_end(folder)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert status.failure.diagnosis == "checkpoint"
    assert checkpoint.name in status.failure.sentence


def test_that_a_checkpoint_of_another_model_is_refused(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=5)
    other = start_run(loom, runs_dir, small_spec(model="cnn", max_steps=5), read_inventory())
    wait_for_end(folder)
    wait_for_end(other)
    mine, foreign = folder.latest_checkpoint(), other.latest_checkpoint()
    assert mine is not None and foreign is not None
    mine.path.rename(folder.path / "put away")
    foreign.path.rename(mine.path)
    resume_run(loom, folder, {"training.max_steps": 10})
    status = wait_for_end(folder)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert status.failure.diagnosis == "checkpoint"
