from pathlib import Path

import numpy as np
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from engine.devices.inventory import read_inventory
from engine.record.events import CheckpointSaved, RunState
from engine.record.folder import RunFolder
from engine.record.leases import Leases
from engine.record.series import read_points
from gui.engine_thread import EngineThread
from gui.models.messages import DevicesSampled, InventoryFound, LoomState, LoomStatus, RunStarted, Trouble
from tests.gui.engine_thread.told import Told
from tests.running import small_spec

_LONG_MS = 60_000


def test_that_everything_is_told_in_the_windows_thread(
    engine: EngineThread, runs_dir: Path, qtbot: QtBot
) -> None:
    threads: list[QThread] = []
    engine.run_table.connect(lambda table: threads.append(QThread.currentThread()))
    engine.devices_sampled.connect(lambda samples: threads.append(QThread.currentThread()))
    qtbot.waitUntil(lambda: len(threads) >= 2)
    assert all(thread is engine.thread() for thread in threads)


def test_that_every_device_is_found_and_sampled(engine: EngineThread, told: Told, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(told.all(DevicesSampled)) >= 2)
    found = told.last(InventoryFound)
    assert found is not None
    assert found.inventory == read_inventory()
    sampled = {sample.device_id for sample in told.all(DevicesSampled)[-1].samples}
    expected = (*found.inventory.gpus, *found.inventory.cpu_slices(1))
    assert sampled == {device.id for device in expected}


def test_that_a_device_in_use_is_told_with_its_run(
    engine: EngineThread, told: Told, runs_dir: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: told.last(InventoryFound) is not None)
    leases = Leases(runs_dir, "somebody's run")
    leases.try_take(["core-0"])
    qtbot.waitUntil(lambda: getattr(told.last(InventoryFound), "leases", ()) != ())
    leases.release()
    assert getattr(told.last(InventoryFound), "leases", ()) == (("core-0", "somebody's run"),)


def test_that_a_command_to_a_run_that_is_gone_is_answered(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    for action in ("pause", "kill"):
        engine.send_command(folder.path, action)
    qtbot.waitUntil(lambda: len(told.all(Trouble)) == 2)
    assert all(trouble.path == folder.path and trouble.mend for trouble in told.all(Trouble))


def test_that_it_ends_before_it_began_and_twice(runs_dir: Path, qtbot: QtBot) -> None:
    engine = EngineThread(runs_dir)
    engine.stop()
    engine = EngineThread(runs_dir)
    engine.start()
    engine.stop()
    engine.stop()
    assert not any(thread.isRunning() for thread in engine.findChildren(QThread))


def test_that_a_run_asked_for_at_once_starts_when_warm_is_steered_and_resumed(
    engine: EngineThread, told: Told, qtbot: QtBot
) -> None:
    engine.start_run(small_spec(devices=10**3))
    engine.start_run(small_spec(devices=2, max_steps=100_000))
    qtbot.waitUntil(lambda: told.last(LoomStatus) is not None)
    assert told.all(LoomStatus)[0].state is LoomState.WARMING
    qtbot.waitUntil(lambda: told.last(RunStarted) is not None, timeout=_LONG_MS)
    assert told.all(LoomStatus)[-1].state is LoomState.WARM
    assert told.last(Trouble) is not None, "what does not fit this machine is told, and the other starts"
    path = told.all(RunStarted)[0].path
    engine.follow_run(path)
    qtbot.waitUntil(lambda: len(told.values("train", "loss")) > 5, timeout=_LONG_MS)
    engine.send_command(path, "stop")
    qtbot.waitUntil(lambda: told.state is RunState.STOPPED, timeout=_LONG_MS)
    assert any(isinstance(event, CheckpointSaved) for event in told.events)
    folder = RunFolder(path)
    qtbot.waitUntil(lambda: not folder.is_alive(), timeout=_LONG_MS)
    engine.resume_run(path)
    qtbot.waitUntil(lambda: told.updates[-1].attempt == 2, timeout=_LONG_MS)
    known = len(told.values("train", "loss"))
    qtbot.waitUntil(lambda: len(told.values("train", "loss")) > known, timeout=_LONG_MS)
    assert any(update.restarted for update in told.updates)
    engine.send_command(path, "kill")
    qtbot.waitUntil(lambda: told.state is RunState.KILLED, timeout=_LONG_MS)
    qtbot.waitUntil(lambda: not folder.is_alive(), timeout=_LONG_MS)
    points = read_points(folder.series_path("train", "loss"))
    qtbot.waitUntil(lambda: len(told.values("train", "loss")) == len(points))
    np.testing.assert_array_equal(told.values("train", "loss"), points["value"])
    assert told.steps("train", "loss") == list(points["step"])
