from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.engine_thread import EngineThread
from tests.engine.record.conftest import folder, plan, spec  # noqa: F401 (fixtures)
from tests.gui.engine_thread.told import Told


@pytest.fixture
def engine(runs_dir: Path, qtbot: QtBot) -> Iterator[EngineThread]:
    """The engine thread, running."""
    engine = EngineThread(runs_dir)
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture
def told(engine: EngineThread) -> Told:
    """Everything it tells, as far as it was heard."""
    told = Told()
    for signal in (
        engine.run_opened,
        engine.run_updated,
        engine.run_lost,
        engine.run_table,
        engine.inventory_found,
        engine.devices_sampled,
        engine.loom_status,
        engine.presets_found,
        engine.spec_read,
        engine.spec_refused,
        engine.resumption_read,
        engine.survey_taken,
        engine.run_started,
        engine.trouble,
    ):
        signal.connect(told.add)
    return told
