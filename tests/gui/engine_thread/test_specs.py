from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.record.folder import RunFolder
from engine.spec import MlpSpec, RunSpec
from engine.spec.presets import list_presets
from engine.spec.toml import read_spec, write_spec
from gui.engine_thread import EngineThread
from gui.models.messages import (
    InventoryFound,
    Preset,
    PresetsFound,
    Resumption,
    SpecRead,
    SpecRefused,
    Trouble,
)
from tests.gui.engine_thread.told import Told


def test_that_the_presets_are_told_before_the_devices(engine: EngineThread, told: Told, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: told.last(InventoryFound) is not None)
    expected = tuple(Preset(name=path.stem, spec=read_spec(path)) for path in list_presets())
    assert told.all(PresetsFound) == [PresetsFound(presets=expected)]
    kinds = [type(message) for message in told.others]
    assert kinds.index(PresetsFound) < kinds.index(InventoryFound)


def test_that_the_spec_of_a_run_is_read_and_a_run_without_one_is_trouble(
    engine: EngineThread, told: Told, folder: RunFolder, spec: RunSpec, qtbot: QtBot
) -> None:
    engine.read_run_spec(folder.path)
    qtbot.waitUntil(lambda: told.last(SpecRead) is not None)
    assert told.last(SpecRead) == SpecRead(path=folder.path, spec=spec)
    (folder.path / "spec.toml").unlink()
    engine.read_run_spec(folder.path)
    qtbot.waitUntil(lambda: told.last(Trouble) is not None)
    assert "spec.toml" in getattr(told.last(Trouble), "sentence", "")


def test_that_it_is_told_from_what_a_run_would_go_on(
    engine: EngineThread, told: Told, folder: RunFolder, spec: RunSpec, qtbot: QtBot
) -> None:
    for step in (3, 12):
        (folder.checkpoints_dir / f"step-{step:08}").mkdir(parents=True)
    engine.read_resumption(folder.path)
    qtbot.waitUntil(lambda: told.last(Resumption) is not None)
    found = told.last(Resumption)
    assert found is not None
    assert (found.path, found.spec, found.plan) == (folder.path, spec, folder.read_plan())
    assert (found.name, found.step) == (folder.name, 12)


def test_that_a_spec_is_kept_in_a_file_and_read_from_one(
    engine: EngineThread, told: Told, tmp_path: Path, qtbot: QtBot
) -> None:
    path, spec = tmp_path / "kept.toml", RunSpec(model=MlpSpec(), name="kept")
    engine.write_spec_file(path, spec)
    engine.read_spec_file(path)
    qtbot.waitUntil(lambda: told.last(SpecRead) is not None)
    assert told.last(SpecRead) == SpecRead(path=path, spec=spec)
    assert read_spec(path) == spec
    assert told.last(SpecRefused) is None


@pytest.mark.parametrize("text", ['name = "a"\n[training]\nmax_epochs = "many"\n', "name = \n\n\n"])
def test_that_a_broken_file_is_refused_with_its_line(
    engine: EngineThread, told: Told, tmp_path: Path, qtbot: QtBot, text: str
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    engine.read_spec_file(path)
    qtbot.waitUntil(lambda: told.last(SpecRefused) is not None)
    refused = told.last(SpecRefused)
    assert refused is not None
    assert refused.path == path
    assert [problem.line for problem in refused.problems] == [3 if "many" in text else 1]


def test_that_a_place_that_cannot_be_written_is_refused(
    engine: EngineThread, told: Told, tmp_path: Path, qtbot: QtBot
) -> None:
    write_spec(tmp_path / "file", RunSpec())
    engine.write_spec_file(tmp_path / "file" / "kept.toml", RunSpec())
    qtbot.waitUntil(lambda: told.last(SpecRefused) is not None)
    assert getattr(told.last(SpecRefused), "path", None) == tmp_path / "file" / "kept.toml"
