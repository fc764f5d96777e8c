"""A launcher or an agent that is killed, terminated or stopped: nothing stays, who looks next understands."""

import os
import signal
from pathlib import Path

import pytest

from engine.errors import LaunchError
from engine.launcher.start import resume_run
from engine.launcher.steer import kill_and_wait, send
from engine.launcher.warm import Loom
from engine.record.commands import Action
from engine.record.events import RunState, StateChanged, read_events
from engine.record.status import mark_if_interrupted, read_status
from tests.running import (
    ENDLESS,
    kill,
    processes_of,
    start_small,
    wait_for_end,
    wait_for_first_step,
    wait_for_state,
    wait_for_step,
    wait_until_gone,
)


def test_that_a_killed_launcher_takes_every_process_along_and_is_marked_once(
    loom: Loom, runs_dir: Path
) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS, checkpoint_every_steps=5, data_workers=1)
    wait_for_step(folder, 7)
    processes = processes_of(folder)
    kill(processes.launcher)
    wait_until_gone(processes.all)
    assert read_status(folder).state is RunState.INTERRUPTED
    assert mark_if_interrupted(folder)
    assert not mark_if_interrupted(folder)
    marks = [event for event in read_events(folder) if isinstance(event, StateChanged)]
    assert [mark.state for mark in marks].count(RunState.INTERRUPTED) == 1
    resume_run(loom, folder, {"training.max_steps": 20})
    assert wait_for_end(folder).state is RunState.COMPLETED


def test_that_a_killed_agent_is_named(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    kill(processes.agent)
    status = wait_for_end(folder)
    wait_until_gone(processes.all)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert status.failure.diagnosis == "launcher"
    assert "SIGKILL" in status.failure.sentence


def test_that_a_terminated_launcher_stops_in_order(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    os.kill(processes_of(folder).launcher, signal.SIGTERM)
    assert wait_for_end(folder).state is RunState.STOPPED
    assert folder.latest_checkpoint() is not None


@pytest.mark.slow
def test_that_kill_ends_a_run_whose_launcher_does_not_listen(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    processes = processes_of(folder)
    os.kill(processes.launcher, signal.SIGSTOP)
    kill_and_wait(folder)
    wait_until_gone(processes.all)
    assert read_status(folder).state is RunState.INTERRUPTED


@pytest.mark.parametrize(("action", "state"), [("stop", RunState.STOPPED), ("kill", RunState.KILLED)])
def test_that_a_run_goes_on_though_its_launcher_is_still_on_its_way_out(
    loom: Loom, runs_dir: Path, action: Action, state: RunState
) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    send(folder, action)
    wait_for_state(folder, state)
    resume_run(loom, folder, {"training.max_steps": 40})
    assert wait_for_end(folder).state is RunState.COMPLETED


def test_that_steering_a_dead_run_says_that_nothing_is_left(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    kill(processes_of(folder).launcher)
    wait_for_end(folder)
    with pytest.raises(LaunchError, match="Nothing is left to end"):
        send(folder, "kill")
    with pytest.raises(LaunchError, match="cannot pause"):
        send(folder, "pause")
