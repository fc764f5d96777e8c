"""Sweeps by way of the engine thread."""

from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from engine.lab.sweep.events import SweepState, TrialSeen
from engine.lab.sweep.files import read_sweep, write_sweep
from engine.lab.sweep.folder import SweepFolder
from engine.spec.toml import write_spec
from gui.engine_thread import EngineThread
from gui.models.messages import Trouble
from gui.models.sweep_messages import (
    SweepBaseRead,
    SweepFileRead,
    SweepFileWanted,
    SweepList,
    SweepPlanned,
    SweepPresetsFound,
    SweepUpdate,
)
from tests.engine.lab.sweep.test_runner import sweep
from tests.gui.engine_thread.told import Told
from tests.gui.sweeps import SWEEP, begun, ended, new_sweep
from tests.running import ENDLESS

_TIMEOUT_MS = 20_000


@pytest.fixture
def heard(engine: EngineThread, told: Told) -> Told:
    for signal in (
        engine.sweep_presets_found,
        engine.sweep_file_read,
        engine.sweep_base_read,
        engine.sweep_planned,
        engine.sweeps_listed,
        engine.sweep_updated,
    ):
        signal.connect(told.add)
    return told


def state(heard: Told) -> SweepState | None:
    update = cast(SweepUpdate | None, heard.last(SweepUpdate))
    return update.result.state if update else None


def test_that_sweeps_are_found_read_planned_and_followed(
    engine: EngineThread, heard: Told, qtbot: QtBot, runs_dir: Path, tmp_path: Path
) -> None:
    folder = new_sweep(runs_dir, *begun())
    engine.find_sweeps()
    qtbot.waitUntil(lambda: heard.last(SweepList) is not None, timeout=_TIMEOUT_MS)
    lines = cast(SweepList, heard.last(SweepList)).lines
    assert [(line.path, line.state) for line in lines] == [(folder.path, SweepState.INTERRUPTED)]
    presets = cast(SweepPresetsFound, heard.last(SweepPresetsFound)).sweeps
    assert [one.name for one in presets] == ["digits-sweep"]
    engine.follow_sweep(folder.path)
    qtbot.waitUntil(lambda: state(heard) is SweepState.INTERRUPTED, timeout=_TIMEOUT_MS)
    folder.append(ended())
    qtbot.waitUntil(lambda: state(heard) is SweepState.COMPLETED, timeout=_TIMEOUT_MS)
    path = tmp_path / "mine.toml"
    write_sweep(path, SWEEP)
    engine.read_sweep_file(path)
    qtbot.waitUntil(lambda: heard.last(SweepFileRead) is not None, timeout=_TIMEOUT_MS)
    assert cast(SweepFileRead, heard.last(SweepFileRead)).sweep == SWEEP
    engine.plan_sweep(SWEEP)
    qtbot.waitUntil(lambda: heard.last(SweepPlanned) is not None, timeout=_TIMEOUT_MS)
    planned = cast(SweepPlanned, heard.last(SweepPlanned))
    assert planned.problems == () and planned.estimate.num_runs == 12


def test_that_a_form_has_its_files_read_and_written(
    engine: EngineThread, heard: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    engine.write_sweep_file(SweepFileWanted(tmp_path / "kept.toml", SWEEP))
    engine.write_sweep_file(SweepFileWanted(tmp_path / "no folder" / "kept.toml", SWEEP))
    write_spec(tmp_path / "spec.toml", SWEEP.spec)
    engine.read_sweep_base(tmp_path / "spec.toml")
    engine.read_sweep_base(tmp_path / "kept.toml")
    qtbot.waitUntil(lambda: len(heard.all(SweepBaseRead)) == 2, timeout=_TIMEOUT_MS)
    good, bad = heard.all(SweepBaseRead)
    assert good.spec == SWEEP.spec and bad.spec is None and bad.problems
    assert read_sweep(tmp_path / "kept.toml") == SWEEP
    assert len(heard.all(Trouble)) == 1


def test_that_of_several_plans_at_once_only_the_last_is_made(
    engine: EngineThread, heard: Told, qtbot: QtBot
) -> None:
    for trials in (3, 4, 5):
        engine.plan_sweep(SWEEP.model_copy(update={"trials": trials}))
    qtbot.waitUntil(lambda: heard.last(SweepPlanned) is not None, timeout=_TIMEOUT_MS)
    assert [one.estimate.num_runs for one in heard.all(SweepPlanned)] == [5]


@pytest.mark.slow
def test_that_a_sweep_runs_beside_the_window_until_it_is_stopped(
    engine: EngineThread, heard: Told, qtbot: QtBot, runs_dir: Path
) -> None:
    engine.sweep_started.connect(engine.follow_sweep)
    engine.start_sweep(sweep(ENDLESS, vary={"training.seed": (0, 1)}))

    def has_stepped() -> bool:
        folders = SweepFolder.all_in(runs_dir)
        return bool(folders) and any(
            isinstance(event, TrialSeen) and event.step > 5 for event in folders[0].read_events()
        )

    qtbot.waitUntil(has_stepped, timeout=60_000)
    engine.stop_sweeps()
    qtbot.waitUntil(lambda: state(heard) is SweepState.STOPPED, timeout=60_000)
    assert not SweepFolder.all_in(runs_dir)[0].is_alive()
