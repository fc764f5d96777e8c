import shutil
import time
from itertools import pairwise
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.plan.records import Plan
from engine.record import queue
from engine.record.events import RunState, StateChanged, append_event
from engine.record.folder import RunFolder, create_run
from engine.record.notes import read_notes
from engine.spec import RunSpec
from gui.engine_thread import EngineThread
from gui.engine_thread.table import GROWTH
from gui.models.messages import RunRow, RunTable, Trouble
from tests.gui.engine_thread.told import Told


def row_of(told: Told, folder: RunFolder) -> RunRow | None:
    table = told.last(RunTable)
    rows = table.rows if table else ()
    return next((row for row in rows if row.path == folder.path), None)


def test_that_runs_appear_change_and_vanish(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    append_event(folder, StateChanged(time=time.time(), state=RunState.COMPLETED, step=230))
    qtbot.waitUntil(lambda: (row := row_of(told, folder)) is not None and row.step == 230)
    row = row_of(told, folder)
    assert row is not None
    assert (row.state, row.strategy, row.model, row.data) == (RunState.COMPLETED, "ddp", "cnn", "digits")
    shutil.rmtree(folder.path)
    engine.refresh_runs()
    qtbot.waitUntil(lambda: row_of(told, folder) is None)


def test_that_a_table_that_did_not_change_is_not_told_again(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    append_event(folder, StateChanged(time=time.time(), state=RunState.COMPLETED))
    qtbot.waitUntil(lambda: row_of(told, folder) is not None)
    for _ in range(5):
        engine.refresh_runs()
    engine.set_note(folder.path, "the end")
    qtbot.waitUntil(lambda: (row := row_of(told, folder)) is not None and row.note == "the end")
    tables = told.all(RunTable)
    assert all(one != other for one, other in pairwise(tables))


def test_that_tags_and_note_reach_the_folder_and_the_table(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    engine.set_tags(folder.path, ("baseline", "two slices"))
    engine.set_note(folder.path, "A note")
    qtbot.waitUntil(lambda: (row := row_of(told, folder)) is not None and row.note == "A note")
    row = row_of(told, folder)
    assert row is not None and row.tags == ("baseline", "two slices")
    assert read_notes(folder).tags == row.tags
    engine.set_archived(folder.path, True)
    qtbot.waitUntil(lambda: (row := row_of(told, folder)) is not None and row.archived)
    assert row.options.get("strategy.kind") == "ddp"


def test_that_a_deleted_run_lies_in_the_trash(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: row_of(told, folder) is not None)
    engine.delete_run(folder.path)
    qtbot.waitUntil(lambda: row_of(told, folder) is None)
    assert (folder.runs_dir / "trash" / folder.name / "spec.toml").exists()


def test_that_a_living_run_is_not_deleted(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    with folder.hold_lock():
        engine.delete_run(folder.path)
        qtbot.waitUntil(lambda: told.last(Trouble) is not None)
    trouble = told.last(Trouble)
    assert trouble is not None and trouble.path == folder.path
    assert "alive" in trouble.sentence and "Stop it" in trouble.mend
    assert folder.path.exists()


def test_that_waiting_runs_have_a_place_that_can_be_changed(
    engine: EngineThread, told: Told, folder: RunFolder, spec: RunSpec, plan: Plan, qtbot: QtBot
) -> None:
    other = create_run(folder.runs_dir, spec, plan)

    def places() -> tuple[int | None, ...]:
        rows = [row_of(told, run) for run in (folder, other)]
        return tuple(row.queue_position if row else None for row in rows)

    with folder.hold_lock(), other.hold_lock():
        for run in (folder, other):
            queue.enter(folder.runs_dir, run.name, ("core-0",))
        engine.refresh_runs()
        qtbot.waitUntil(lambda: places() == (1, 2))
        engine.move_in_queue(other.path, 0)
        qtbot.waitUntil(lambda: places() == (2, 1))


def test_that_a_runs_folder_that_vanishes_is_told(
    engine: EngineThread, told: Told, folder: RunFolder, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: row_of(told, folder) is not None)
    elsewhere = folder.runs_dir.with_name("elsewhere")
    folder.runs_dir.rename(elsewhere)
    qtbot.waitUntil(lambda: "gone" in getattr(told.last(RunTable), "problem", ""))
    elsewhere.rename(folder.runs_dir)
    qtbot.waitUntil(lambda: row_of(told, folder) is not None)
    assert getattr(told.last(RunTable), "problem", "") == ""


def test_that_a_damaged_index_is_told_and_costs_no_run(
    runs_dir: Path, spec: RunSpec, plan: Plan, qtbot: QtBot
) -> None:
    folder = create_run(runs_dir, spec, plan)
    (runs_dir / "index.sqlite").write_bytes(b"no index" * 100)
    engine, told = EngineThread(runs_dir), Told()
    engine.run_table.connect(told.add)
    engine.start()
    qtbot.waitUntil(lambda: row_of(told, folder) is not None)
    engine.stop()
    assert "damaged" in getattr(told.last(RunTable), "problem", "")


def test_that_a_long_first_reading_is_told_as_it_goes_and_seldom(
    runs_dir: Path, spec: RunSpec, plan: Plan, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.engine_thread.table.SLICE_SECONDS", 0.0)  # a run a slice
    monkeypatch.setattr("gui.engine_thread.table.SLICE_PAUSE_MS", 0)
    for _ in range(60):
        create_run(runs_dir, spec, plan)
    engine, told = EngineThread(runs_dir), Told()
    engine.run_table.connect(told.add)
    engine.start()
    qtbot.waitUntil(lambda: len(getattr(told.last(RunTable), "rows", ())) == 60, timeout=20_000)
    engine.stop()
    lengths = [len(table.rows) for table in told.all(RunTable)]
    assert lengths[0] == 1
    assert len(lengths) < 25
    assert all(after >= GROWTH * before for before, after in pairwise(lengths[:-1]))
