"""Runs that go and come, off the window's thread."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.record.folder import RunFolder, trash_run
from engine.record.series import SeriesWriter
from gui.engine_thread import EngineThread
from gui.models.messages import RunTable, Trouble
from gui.models.parcel_messages import Parcel, ParcelDone, ParcelProgress, ParcelWanted, TrashListed

_DIRECT = Qt.ConnectionType.DirectConnection


class Heard:
    """What the engine thread told of parcels."""

    def __init__(self, engine: EngineThread, qtbot: QtBot) -> None:
        self._engine, self._qtbot = engine, qtbot
        self.progress: list[ParcelProgress] = []
        self.troubles: list[Trouble] = []
        self.trash: list[TrashListed] = []
        self.tables: list[RunTable] = []
        engine.parcel_progressed.connect(self.progress.append)
        engine.trouble.connect(self.troubles.append)
        engine.trash_listed.connect(self.trash.append)
        engine.run_table.connect(self.tables.append)

    def send(self, wanted: ParcelWanted) -> ParcelDone:
        """Ask, and wait for the answer."""
        with self._qtbot.waitSignal(self._engine.parcel_done) as waited:
            self._engine.send_parcel(wanted)
        done: ParcelDone = waited.args[0]
        return done

    def wait_for_names(self, *names: str) -> None:
        """Until the table has these runs and no others."""
        self._qtbot.waitUntil(
            lambda: bool(self.tables) and {row.name for row in self.tables[-1].rows} == set(names)
        )


@pytest.fixture
def heard(engine: EngineThread, qtbot: QtBot) -> Heard:
    return Heard(engine, qtbot)


def _curve(folder: RunFolder) -> None:
    path = folder.series_path("train", "loss")
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = SeriesWriter(path)
    writer.append_many([1, 2, 3], [1e9, 1e9 + 1, 1e9 + 2], [3.0, 2.0, 1.0])
    writer.close()


def test_that_a_run_goes_into_a_zip_file_and_comes_back_beside_itself(
    heard: Heard, folder: RunFolder, tmp_path: Path
) -> None:
    target = tmp_path / "run.zip"
    done = heard.send(ParcelWanted(Parcel.ZIP, (folder.path,), target))
    assert (done.num_runs, done.stopped) == (1, False)
    assert target.stat().st_size > 0
    assert (heard.progress[-1].done, heard.progress[-1].name) == (heard.progress[-1].total, folder.name)
    assert heard.send(ParcelWanted(Parcel.UNZIP, (target,))).num_runs == 1
    heard.wait_for_names(folder.name, f"{folder.name}-2")
    assert not heard.troubles


def test_that_curves_are_written_and_what_cannot_be_is_told_in_a_sentence(
    heard: Heard, folder: RunFolder, tmp_path: Path
) -> None:
    target = tmp_path / "curves.csv"
    nothing = heard.send(ParcelWanted(Parcel.CURVES, (folder.path,), target, "csv"))
    assert (nothing.num_runs, target.exists()) == (0, False)
    assert heard.troubles[-1].sentence.startswith("There are no curves yet")
    _curve(folder)
    assert heard.send(ParcelWanted(Parcel.CURVES, (folder.path,), target, "csv")).num_runs == 1
    assert len(target.read_text(encoding="utf-8").splitlines()) == 4
    heard.send(ParcelWanted(Parcel.UNZIP, (target,)))
    assert "is no zip file" in heard.troubles[-1].sentence


def test_that_runs_come_out_of_the_trash_or_are_erased(heard: Heard, folder: RunFolder, qtbot: QtBot) -> None:
    name = folder.name
    trash_run(folder)
    engine = heard._engine
    engine.list_trash()
    qtbot.waitUntil(lambda: bool(heard.trash))
    (path,) = heard.trash[-1].paths
    assert heard.send(ParcelWanted(Parcel.RESTORE, (path,))).num_runs == 1
    heard.wait_for_names(name)
    qtbot.waitUntil(lambda: heard.trash[-1].paths == ())
    trash_run(RunFolder(folder.path.parent / name))
    assert heard.send(ParcelWanted(Parcel.ERASE)).num_runs == 1
    assert not (folder.path.parent / "trash" / name).exists()


def test_that_what_is_stopped_leaves_nothing_half(heard: Heard, folder: RunFolder, tmp_path: Path) -> None:
    engine = heard._engine
    engine._parcels.progressed.connect(engine.stop_parcel, type=_DIRECT)
    done = heard.send(ParcelWanted(Parcel.ZIP, (folder.path,), tmp_path / "run.zip"))
    assert (done.num_runs, done.stopped) == (0, True)
    assert list(tmp_path.glob("*.zip*")) == []
    assert list(tmp_path.glob(".run.zip*")) == []
