import os
import signal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.record.status import read_status
from gui.engine_thread import EngineThread
from gui.models.messages import LoomState, LoomStatus, RunStarted, Trouble
from tests.gui.engine_thread.told import Told
from tests.running import ENDLESS, loom_fixture, processes_of, small_spec, start_small, wait_for_first_step

__all__ = ["loom_fixture"]

_LONG_MS = 60_000
_PATIENCE_SECONDS = 3.0


@pytest.fixture
def stuck(loom: Loom, runs_dir: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    """A run whose launcher hears nothing."""
    monkeypatch.setattr("engine.launcher.steer._KILL_PATIENCE_SECONDS", _PATIENCE_SECONDS)
    folder = start_small(loom, runs_dir, devices=1, strategy="single", max_steps=ENDLESS)
    wait_for_first_step(folder)
    os.kill(processes_of(folder).launcher, signal.SIGSTOP)
    return folder


@pytest.mark.slow
def test_that_a_kill_that_waits_delays_no_start_and_no_other_steering(
    engine: EngineThread, told: Told, stuck: RunFolder, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: getattr(told.last(LoomStatus), "state", None) is LoomState.WARM, timeout=_LONG_MS)
    engine.send_command(stuck.path, "kill")
    engine.start_run(small_spec(devices=1, strategy="single", max_steps=ENDLESS))
    qtbot.waitUntil(lambda: told.last(RunStarted) is not None, timeout=_LONG_MS)
    other = RunFolder(told.all(RunStarted)[0].path)
    assert stuck.is_alive(), "the kill still waits"
    engine.send_command(other.path, "kill")
    qtbot.waitUntil(lambda: not other.is_alive(), timeout=_LONG_MS)
    assert stuck.is_alive(), "the kill still waits"
    qtbot.waitUntil(lambda: not stuck.is_alive(), timeout=_LONG_MS)
    qtbot.waitUntil(lambda: read_status(stuck).state is RunState.INTERRUPTED)
    assert read_status(other).state is RunState.KILLED
    assert told.last(Trouble) is None


def test_that_a_kill_is_seen_through_though_the_window_closes(
    engine: EngineThread, stuck: RunFolder, runs_dir: Path, qtbot: QtBot
) -> None:
    engine.send_command(stuck.path, "kill")
    engine.send_command(stuck.path, "kill")
    engine.stop()
    assert not stuck.is_alive()


def test_that_a_run_that_cannot_be_ended_is_told(
    engine: EngineThread, told: Told, stuck: RunFolder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.launcher.steer._KILL_LIMIT_SECONDS", 0.2)
    engine.send_command(stuck.path, "kill")
    qtbot.waitUntil(lambda: told.last(Trouble) is not None, timeout=_LONG_MS)
    trouble = told.last(Trouble)
    assert trouble is not None and trouble.path == stuck.path
    assert "could not be ended" in trouble.sentence
    os.kill(processes_of(stuck).launcher, signal.SIGCONT)  # and then it obeys
    qtbot.waitUntil(lambda: not stuck.is_alive(), timeout=_LONG_MS)
