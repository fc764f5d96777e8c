import shutil
import time

import numpy as np
from pytestqt.qtbot import QtBot

from engine.plan.records import Plan
from engine.record.events import RunState, StateChanged, append_event
from engine.record.folder import RunFolder, create_run
from engine.record.series import SeriesWriter
from engine.spec import RunSpec
from gui.engine_thread import EngineThread
from gui.engine_thread.follow import SLICE_POINTS
from gui.models.messages import RunLost
from tests.gui.engine_thread.told import Told


def test_that_a_living_run_is_followed_while_it_writes(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    with folder.hold_lock():
        engine.follow_run(folder.path)
        qtbot.waitUntil(lambda: bool(told.updates))
        append_event(folder, StateChanged(time=time.time(), state=RunState.RUNNING))
        writer = SeriesWriter(folder.series_path("train", "loss"))
        for step in range(3):
            writer.append(step, 1.0 / (step + 1), float(step))
            writer.flush()
            qtbot.waitUntil(lambda: len(told.steps("train", "loss")) == step + 1)  # noqa: B023
        writer.close()
        assert told.state is RunState.RUNNING
        append_event(folder, StateChanged(time=time.time(), state=RunState.COMPLETED))
    qtbot.waitUntil(lambda: told.state is RunState.COMPLETED)
    np.testing.assert_array_equal(told.values("train", "loss"), [1.0, 1 / 2, 1 / 3])
    assert [opened.path for opened in told.opened] == [folder.path]


def test_that_a_million_points_arrive_whole_and_in_slices(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    count = 1_000_000
    writer = SeriesWriter(folder.series_path("train", "loss"))
    writer.append_many(np.arange(count), np.zeros(count), np.arange(count, dtype=float))
    writer.close()
    append_event(folder, StateChanged(time=time.time(), state=RunState.COMPLETED))
    engine.follow_run(folder.path)
    qtbot.waitUntil(lambda: len(told.values("train", "loss")) == count)
    np.testing.assert_array_equal(told.values("train", "loss"), np.arange(count))
    assert max(len(chunk.values) for chunk in told.chunks("train", "loss")) <= SLICE_POINTS


def test_that_following_twice_tells_once(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    engine.follow_run(folder.path)
    engine.follow_run(folder.path)
    engine.refresh_runs()
    qtbot.waitUntil(lambda: bool(told.updates))
    append_event(folder, StateChanged(time=time.time(), state=RunState.COMPLETED))
    qtbot.waitUntil(lambda: told.state is RunState.COMPLETED)
    assert len(told.opened) == 1


def test_that_a_run_no_longer_followed_is_quiet(
    engine: EngineThread, told: Told, folder: RunFolder, spec: RunSpec, plan: Plan, qtbot: QtBot
) -> None:
    other = create_run(folder.runs_dir, spec, plan)
    for run in (folder, other):
        engine.follow_run(run.path)
    qtbot.waitUntil(lambda: len(told.opened) == 2)
    engine.unfollow_run(folder.path)
    for run in (folder, other):
        append_event(run, StateChanged(time=time.time(), state=RunState.COMPLETED))
    qtbot.waitUntil(lambda: told.updates[-1].path == other.path and told.state is RunState.COMPLETED)
    states = [update.state for update in told.updates if update.path == folder.path]
    assert RunState.COMPLETED not in states


def test_that_a_run_deleted_under_the_window_is_lost_with_a_mend(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    engine.follow_run(folder.path)
    qtbot.waitUntil(lambda: bool(told.updates))
    shutil.rmtree(folder.path)
    qtbot.waitUntil(lambda: told.last(RunLost) is not None)
    (lost,) = told.all(RunLost)
    assert lost.path == folder.path
    assert "gone" in lost.sentence
    assert lost.mend


def test_that_a_folder_that_is_no_run_is_lost_at_once(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    engine.follow_run(folder.runs_dir / "never-there")
    qtbot.waitUntil(lambda: told.last(RunLost) is not None)
    assert not told.opened
