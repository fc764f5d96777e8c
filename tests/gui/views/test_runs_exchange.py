"""What brings runs in and takes them out: the menu, dropped files, how far it is, the trash."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QMessageBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from engine.export.curves import FORMS
from engine.record.events import RunState
from gui.models.messages import RunTable
from gui.models.parcel_messages import Parcel, ParcelDone, ParcelProgress, ParcelWanted, TrashListed
from gui.theme import ThemeKeeper
from gui.views.runs.exchange_menu import CURVE_FORMS
from gui.views.runs.table import RunsTable
from gui.views.runs.view import RunsWorkspace
from tests.gui.rows import run_row

ROWS = (run_row("alive", state=RunState.RUNNING), run_row("done"), run_row("broken", state=RunState.FAILED))


@pytest.fixture
def runs(qtbot: QtBot, keeper: ThemeKeeper) -> RunsWorkspace:
    view = RunsWorkspace(keeper)
    qtbot.addWidget(view)
    view.set_table(RunTable(rows=ROWS))
    view.show()
    return view


@pytest.fixture
def wanted(runs: RunsWorkspace) -> list[ParcelWanted]:
    found: list[ParcelWanted] = []
    runs.exchange.wanted.connect(found.append)
    return found


def _action(runs: RunsWorkspace, key: str) -> QAction:
    return runs.exchange.menu.findChild(QAction, f"runs-exchange-{key}")


def _choose(runs: RunsWorkspace, *names: str) -> None:
    runs.findChild(RunsTable).choose(names)


def test_that_all_formats_of_curves_are_offered_by_their_titles() -> None:
    assert {key: form.title for key, form in FORMS.items()} == CURVE_FORMS


def test_that_only_runs_that_are_over_go_whole_and_import_is_always_possible(runs: RunsWorkspace) -> None:
    zipped, unzip = _action(runs, "zip"), _action(runs, "unzip")
    assert (zipped.isEnabled(), unzip.isEnabled()) == (False, True)
    _choose(runs, "done", "broken")
    assert zipped.isEnabled()
    _choose(runs, "done", "alive")
    assert not zipped.isEnabled()


def test_that_what_is_chosen_in_the_menu_is_asked_for_with_its_file(
    runs: RunsWorkspace, wanted: list[ParcelWanted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/tmp/there.x", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/tmp/folder")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (["/tmp/a.zip"], ""))
    _choose(runs, "done")
    for key in ("zip", "csv", "mlflow", "unzip", "events"):
        _action(runs, key).trigger()
    _choose(runs, "done", "broken")
    _action(runs, "zip").trigger()
    path, file, folder = ROWS[1].path, Path("/tmp/there.x"), Path("/tmp/folder")
    assert wanted[:5] == [
        ParcelWanted(Parcel.ZIP, (path,), file),
        ParcelWanted(Parcel.CURVES, (path,), file, "csv"),
        ParcelWanted(Parcel.CURVES, (path,), folder, "mlflow"),
        ParcelWanted(Parcel.UNZIP, (Path("/tmp/a.zip"),)),
        ParcelWanted(Parcel.EVENTS, (folder,)),
    ]
    assert (set(wanted[5].paths), wanted[5].target) == ({path, ROWS[2].path}, folder)


def test_that_a_page_without_runs_offers_to_bring_some_in(runs: RunsWorkspace) -> None:
    runs.set_table(RunTable(rows=()))
    buttons = [button for button in runs.findChildren(QToolButton, "runs-exchange") if button.isVisible()]
    assert [button.menu() for button in buttons] == [runs.exchange.menu]


def test_that_zip_files_that_are_dropped_are_imported_and_others_are_not(
    runs: RunsWorkspace, wanted: list[ParcelWanted]
) -> None:
    for names in (("a.zip", "b.txt"), ("b.txt",)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(f"/tmp/{name}") for name in names])
        drop = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        runs.dropEvent(drop)
    assert wanted == [ParcelWanted(Parcel.UNZIP, (Path("/tmp/a.zip"),))]


def test_that_progress_is_told_with_a_button_that_stops_it(runs: RunsWorkspace, qtbot: QtBot) -> None:
    exchange = runs.exchange
    zips = ParcelWanted(Parcel.ZIP, (ROWS[1].path,), Path("/tmp/x.zip"))
    exchange.take_progress(ParcelProgress(zips, "done", 3, 9))
    assert exchange.strip.sentence == "Exporting done…"
    assert "3 of 9 files" in exchange.strip.accessibleName()
    with qtbot.waitSignal(exchange.stop_wanted):
        exchange.strip.findChild(QPushButton, "banner-action").click()
    exchange.take_done(ParcelDone(zips, 0, stopped=True))
    assert exchange.strip.sentence == "Stopped: nothing half is left."
    exchange.take_done(ParcelDone(zips, 2, stopped=False))
    assert exchange.strip.sentence.startswith("2 run")
    assert exchange.strip.sentence.endswith("exported to /tmp/x.zip.")
    exchange.take_done(ParcelDone(zips, 0, stopped=False))
    assert exchange.strip.isHidden()


def test_that_the_trash_shows_what_lies_there_and_puts_back_or_erases(
    runs: RunsWorkspace, wanted: list[ParcelWanted], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(runs.exchange.trash_wanted):
        _action(runs, "trash").trigger()
    paths = (Path("/runs/trash/b"), Path("/runs/trash/a"))
    runs.exchange.take_trash(TrashListed(paths))
    lines = runs.findChild(QListWidget, "runs-trash-list")
    assert [lines.item(number).text() for number in range(lines.count())] == ["b", "a"]
    restore = runs.findChild(QPushButton, "runs-trash-restore")
    assert not restore.isEnabled()
    lines.item(1).setSelected(True)
    restore.click()
    runs.findChild(QPushButton, "runs-trash-erase").click()
    runs.findChild(QMessageBox, "runs-erase-dialog").findChild(QPushButton, "runs-erase").click()
    assert wanted == [ParcelWanted(Parcel.RESTORE, paths[1:]), ParcelWanted(Parcel.ERASE)]
    runs.exchange.take_trash(TrashListed(()))
    assert not restore.isEnabled()
    runs.findChild(QPushButton, "runs-trash-close").click()
    runs.exchange.take_trash(TrashListed(paths))
