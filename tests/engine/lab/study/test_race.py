"""A race of real runs: what it measures, what it leaves on disk, and how it is stopped."""

import contextlib
from pathlib import Path

import pytest

from engine.devices.inventory import read_inventory
from engine.lab.study.events import RoundMeasured, RunsStarted, StateEntered, StudyState
from engine.lab.study.expand import expand
from engine.lab.study.folder import StudyFolder, create_study
from engine.lab.study.process import start_study
from engine.lab.study.race import Race, read_result, read_study_row
from engine.lab.study.record import Study
from engine.lab.study.results import SHARES, StudyResult
from engine.launcher.warm import Loom
from engine.record.folder import RunFolder, list_runs
from engine.record.notes import read_notes
from tests.running import ENDLESS, small_spec
from tests.waiting import wait_until

STUDY = Study(
    name="small",
    spec=small_spec(strategy="ddp", devices=2),
    vary={"devices.count": (1, 2)},
    candidates={
        "bursts": {  # each step multiplies its weights by ten thousand
            "training.optimizer.kind": "sgd",
            "training.optimizer.learning_rate": 1000.0,
            "training.optimizer.weight_decay": 10.0,
        },
        "elsewhere": {"devices.use": ("cpu:4000",)},
    },
    global_batch_size=64,
    warmup_steps=4,
    measured_steps=30,
    rounds=1,
    parity_steps=3,
)


def create(runs_dir: Path, study: Study) -> StudyFolder:
    return create_study(runs_dir, study, expand(study, read_inventory()))


def test_that_a_study_races_to_its_results(loom: Loom, runs_dir: Path) -> None:
    """One race, and all that it has to show: a second one would cost as much again."""
    folder = create(runs_dir, STUDY)
    told = tuple(Race(folder, loom, read_inventory()).run())
    assert folder.read_events()[1:] == told
    states = [event.state for event in told if isinstance(event, StateEntered)]
    assert states == [StudyState.WARMING, StudyState.RACING, StudyState.CHECKING, StudyState.COMPLETED]
    result = read_result(folder)
    assert StudyResult.model_validate_json(folder.result_path.read_bytes()) == result
    single, two, bursts, elsewhere = result.candidates
    assert [row.state for row in result.candidates] == ["measured", "measured", "failed", "left_out"]
    assert "loss became" in bursts.reason and "no cpu:4000" in elsewhere.reason
    for row in (single, two):
        assert row.shares is not None and row.samples_per_second is not None and row.memory_peak_bytes
        assert sum(row.shares.of(name) for name in SHARES) == pytest.approx(1, abs=1e-9)
        assert row.rounds[0].accounted == pytest.approx(1, abs=0.02)
        for rank in row.ranks:
            parts = rank.model_dump(exclude={"rank", "device", "step_seconds"})
            assert sum(parts.values()) == pytest.approx(rank.step_seconds, rel=0.02)
    assert two.parity is not None and two.parity.passed is True
    assert two.speedup == pytest.approx(two.samples_per_second / single.samples_per_second)
    assert len(two.ranks) == 2
    apart = any("did not fall together" in notice for notice in result.notices)  # so short, on a busy machine
    assert apart is (result.limit_speedup is None)
    _check_runs(folder, [event.figures.run for event in told if isinstance(event, RoundMeasured)])


def _check_runs(folder: StudyFolder, raced: list[str]) -> None:
    """Its runs are ordinary ones, tagged and put away; nothing is alive, and nothing else is left."""
    runs = [RunFolder(path) for path in list_runs(folder.runs_dir)]
    assert set(raced) <= {run.name for run in runs}
    assert len(runs) == 2 + 1 + 2  # raced, failed, and the two that measured the limit
    for run in runs:
        assert not run.is_alive()
        assert (read_notes(run).tags, read_notes(run).archived) == ((folder.tag,), True)
    assert not (folder.path / "parity").exists()
    assert StudyFolder.all_in(folder.runs_dir) == (folder,)
    assert read_study_row(folder).state is StudyState.COMPLETED


def test_that_a_study_that_is_left_alone_stops_and_leaves_no_run(loom: Loom, runs_dir: Path) -> None:
    folder = create(runs_dir, STUDY.model_copy(update={"measured_steps": ENDLESS}))
    with contextlib.closing(Race(folder, loom, read_inventory()).run()) as events:
        run = next(event.runs[0] for event in events if isinstance(event, RunsStarted))
        assert folder.is_alive() and folder.run(run).is_alive()
    assert not folder.is_alive() and not folder.run(run).is_alive()
    assert read_result(folder).state == "stopped"


def test_that_a_study_whose_process_is_gone_is_interrupted(runs_dir: Path) -> None:
    folder = create(runs_dir, STUDY)
    events = folder.read_events()
    assert folder.state(events).state is StudyState.CREATED
    later = events[0].time + 60
    assert folder.state(events, now=later).state is StudyState.INTERRUPTED


@pytest.mark.slow
def test_that_a_study_lives_in_a_process_of_its_own_until_it_is_asked_to_stop(runs_dir: Path) -> None:
    folder = create(runs_dir, STUDY.model_copy(update={"measured_steps": ENDLESS}))
    start_study(folder)
    wait_until(
        lambda: any(isinstance(event, RunsStarted) for event in folder.read_events()),
        timeout=90,
        what="its first run",
    )
    folder.ask_to_stop()
    wait_until(lambda: not folder.is_alive(), timeout=60, what="its end")
    assert read_result(folder).state == "stopped"
    assert not any(RunFolder(path).is_alive() for path in list_runs(runs_dir))
    assert folder.log_path.read_text(encoding="utf-8") == ""
