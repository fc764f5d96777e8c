from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from engine.lab.study.apart import expand_apart
from engine.lab.study.events import StudyState
from engine.lab.study.expand import expand
from engine.lab.study.files import write_study
from engine.lab.study.folder import StudyFolder
from engine.record.locks import locked
from engine.spec import CnnSpec, DevicesSpec, RunSpec, TrainingSpec
from engine.spec.brought import FileModelSpec
from gui.engine_thread import EngineThread
from gui.models.study_messages import (
    StudyFileRead,
    StudyList,
    StudyPlanned,
    StudyReportWanted,
    StudyUpdate,
)
from tests.engine.plan.machines import machine
from tests.gui.engine_thread.told import Told
from tests.gui.studies import STUDY, begun, new_study, tell, whole

_TIMEOUT_MS = 20_000


@pytest.fixture
def heard(engine: EngineThread, told: Told) -> Told:
    for signal in (
        engine.study_planned,
        engine.studies_listed,
        engine.study_updated,
        engine.study_file_read,
    ):
        signal.connect(told.add)
    return told


def test_that_a_study_is_followed_by_its_folder_and_reported(
    engine: EngineThread, heard: Told, qtbot: QtBot, runs_dir: Path, tmp_path: Path
) -> None:
    folder = new_study(runs_dir)
    tell(folder, *begun(folder))
    engine.follow_study(folder.path)
    qtbot.waitUntil(lambda: heard.last(StudyUpdate) is not None, timeout=_TIMEOUT_MS)
    assert cast(StudyUpdate, heard.last(StudyUpdate)).racing == ""  # nobody holds its lock: it is gone
    tell(folder, *whole(folder)[3:])
    engine.follow_study(folder.path)
    qtbot.waitUntil(lambda: bool(_state(heard) is StudyState.COMPLETED), timeout=_TIMEOUT_MS)
    assert cast(StudyUpdate, heard.last(StudyUpdate)).result.verdict.best == "ddp ×4"
    qtbot.waitUntil(lambda: heard.last(StudyList) is not None, timeout=_TIMEOUT_MS)
    target = tmp_path / "report.md"
    engine.write_study_report(StudyReportWanted(folder.path, "markdown", target))
    qtbot.waitUntil(target.exists, timeout=_TIMEOUT_MS)
    assert "ddp ×4" in target.read_text(encoding="utf-8")


def test_that_every_study_that_races_is_asked_to_stop(
    engine: EngineThread, told: Told, qtbot: QtBot, runs_dir: Path
) -> None:
    alive, gone = new_study(runs_dir), new_study(runs_dir)
    with locked(alive.lock_path, wait_seconds=1.0, sentence="It is locked.", mend=""):
        engine.stop_studies()
        qtbot.waitUntil(alive.stop_path.exists, timeout=_TIMEOUT_MS)
    assert not gone.stop_path.exists()


def _state(heard: Told) -> StudyState | None:
    update = heard.last(StudyUpdate)
    return update.state if update else None


def test_that_a_file_is_read_and_planned_and_a_faulty_one_is_told(
    engine: EngineThread, heard: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    write_study(tmp_path / "mine.toml", STUDY)
    engine.read_study_file(tmp_path / "mine.toml")
    qtbot.waitUntil(lambda: heard.last(StudyFileRead) is not None, timeout=_TIMEOUT_MS)
    assert cast(StudyFileRead, heard.last(StudyFileRead)).study == STUDY
    engine.plan_study(STUDY.model_copy(update={"rounds": 1}))
    engine.plan_study(STUDY)
    qtbot.waitUntil(lambda: heard.last(StudyPlanned) is not None, timeout=_TIMEOUT_MS)
    (planned,) = heard.all(StudyPlanned)  # of two at once the last
    assert planned.study == STUDY and planned.estimate is not None
    (tmp_path / "wrong.toml").write_text("rounds = 0\n")
    engine.read_study_file(tmp_path / "wrong.toml")
    qtbot.waitUntil(lambda: len(heard.all(StudyFileRead)) == 2, timeout=_TIMEOUT_MS)
    assert cast(StudyFileRead, heard.last(StudyFileRead)).problems[0].line == 1


@pytest.mark.slow
def test_that_a_study_with_a_file_is_planned_by_another_process(runs_dir: Path) -> None:
    example = Path(__file__).parents[3] / "resources" / "examples" / "small_cnn" / "small_cnn.py"
    spec = STUDY.spec.model_copy(update={"model": FileModelSpec(path=str(example))})
    study = STUDY.model_copy(update={"spec": spec})
    there = expand_apart(study, machine(cores=4))
    assert there == expand(study, machine(cores=4))


@pytest.mark.slow
def test_that_a_small_study_races_in_its_own_process_and_is_stopped(
    engine: EngineThread, heard: Told, qtbot: QtBot, runs_dir: Path
) -> None:
    spec = RunSpec(
        devices=DevicesSpec(count=2),
        model=CnnSpec(channels=(4,), hidden=8),
        training=TrainingSpec(micro_batch_size=16),
    )
    small = STUDY.model_copy(
        update={
            "spec": spec,
            "vary": {"training.data_workers": (0, 1)},
            "rounds": 50,
            "warmup_steps": 2,
            "measured_steps": 6,
            "measure_limit": False,
        }
    )
    with qtbot.waitSignal(engine.study_started, timeout=60_000) as started:
        engine.start_study(small)
    path = started.args[0]
    engine.follow_study(path)

    def has_two_rounds() -> bool:
        update = heard.last(StudyUpdate)
        return update is not None and update.result.rounds_done >= 2

    qtbot.waitUntil(has_two_rounds, timeout=120_000)
    engine.stop_study(path)
    qtbot.waitUntil(lambda: bool(_state(heard) is StudyState.STOPPED), timeout=60_000)
    update = cast(StudyUpdate, heard.last(StudyUpdate))
    assert update.result.rounds_done >= 2
    assert update.result.reference.samples_per_second
    qtbot.waitUntil(lambda: not StudyFolder(path).is_alive(), timeout=60_000)
