from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory
from engine.spec import RunSpec
from gui.composing import Composing
from gui.engine_thread import EngineThread
from gui.main_window import MainWindow
from gui.models.messages import InventoryFound, Preset, PresetsFound
from gui.settings import Settings
from gui.theme import ThemeKeeper
from gui.views.compose.view import ComposeWorkspace

MACHINE = Inventory(gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")
PRESETS = PresetsFound(
    presets=tuple(Preset(name=name, spec=RunSpec(name=name)) for name in ("digits-single", "digits-ddp"))
)


@pytest.fixture
def engine(runs_dir: Path) -> EngineThread:
    """Not started: the test tells what it would."""
    return EngineThread(runs_dir)


@pytest.fixture
def composing(
    qtbot: QtBot, keeper: ThemeKeeper, settings: Settings, engine: EngineThread
) -> Iterator[Composing]:
    """Before anything is known of the machine."""
    main = MainWindow(keeper)
    main.closing.connect(QCloseEvent.accept)
    qtbot.addWidget(main)
    main.add_page("compose", "Compose")
    main.set_factory("compose", lambda: ComposeWorkspace(keeper, main))
    composing = Composing(main, engine, settings, main)
    engine.presets_found.emit(PRESETS)
    main.show_page("compose")
    composing.page.set_spec(composing.first_spec())
    yield composing


def test_that_a_preset_is_there_at_once_and_the_one_that_fits_once_the_machine_is_known(
    composing: Composing, engine: EngineThread
) -> None:
    assert composing.page.draft.spec.name == "digits-single"
    engine.inventory_found.emit(InventoryFound(inventory=MACHINE, leases=()))
    assert composing.page.draft.spec.name == "digits-ddp"


def test_that_what_was_edited_before_the_machine_was_known_is_kept(
    qtbot: QtBot, composing: Composing, engine: EngineThread
) -> None:
    qtbot.keyClicks(composing.page.findChild(QLineEdit, "name"), "!")
    engine.inventory_found.emit(InventoryFound(inventory=MACHINE, leases=()))
    assert composing.page.draft.spec.name == "digits-single!"
