"""A sweep of real runs: its best, its bad ones, its time, and how it goes on."""

import contextlib
from pathlib import Path

import pytest

from engine.devices.inventory import read_inventory
from engine.lab.sweep.events import SweepEntered, SweepState, TrialSeen, TrialStarted
from engine.lab.sweep.folder import SweepFolder, create_sweep, find_sweep_folder
from engine.lab.sweep.process import start_sweep
from engine.lab.sweep.reading import read_sweep_result, read_sweep_row
from engine.lab.sweep.record import EarlyStopping, Range, Sweep
from engine.lab.sweep.results import SweepResult
from engine.lab.sweep.runner import SweepRunner
from engine.lab.sweep.trial_runs import HELD
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder, list_runs
from engine.record.notes import read_notes
from engine.record.status import read_status
from tests.running import ENDLESS, small_spec
from tests.waiting import wait_until

RATE = "training.optimizer.learning_rate"


def sweep(steps: int = 700, **fields: object) -> Sweep:
    spec = small_spec(strategy="single", devices=1, max_steps=steps)
    return Sweep.model_validate({"name": "small", "spec": spec} | fields)


def run(folder: SweepFolder, loom: Loom) -> SweepResult:
    states = [
        event.state
        for event in SweepRunner(folder, loom, read_inventory()).run()
        if isinstance(event, SweepEntered)
    ]
    assert states[:2] == [SweepState.WARMING, SweepState.RUNNING]
    result = read_sweep_result(folder)
    assert SweepResult.model_validate_json(folder.result_path.read_bytes()) == result
    return result


def test_that_a_sweep_finds_its_best_and_ends_bad_trials_early(loom: Loom, runs_dir: Path) -> None:
    """Two that learn, and one that hardly moves."""
    vary = {RATE: (0.003, 0.01, 1e-7), "training.optimizer.weight_decay": (0.0,)}
    rule = EarlyStopping(rule="median", min_steps=90)
    folder = create_sweep(runs_dir, sweep(vary=vary, early_stopping=rule))
    result = run(folder, loom)
    good, better, bad = result.trials
    assert result.state is SweepState.COMPLETED and result.best in (good, better)
    assert good.objective is not None and good.objective > 0.5 and good.steps == 700
    assert (bad.state, bad.stopped_early) == ("stopped_early", True) and 90 <= bad.steps < 700
    assert bad.objective is not None and bad.objective < 0.5
    for row in result.trials:
        one = folder.run(row.run)
        status = read_status(one)
        assert not one.is_alive() and read_notes(one).tags == (folder.tag,)
        assert status.state is (RunState.STOPPED if row is bad else RunState.COMPLETED)
        assert one.read_spec().training.optimizer.learning_rate == row.options[RATE]
        assert one.latest_checkpoint() is not None
    assert read_status(folder.run(bad.run)).sentence == bad.sentence
    assert "the median of 2 other trials" in bad.sentence
    assert read_sweep_row(folder).state is SweepState.COMPLETED
    assert SweepFolder.all_in(runs_dir) == (folder,) and find_sweep_folder(runs_dir, "small") == folder


def test_that_an_interrupted_sweep_goes_on_with_the_same_runs(loom: Loom, runs_dir: Path) -> None:
    folder = create_sweep(runs_dir, sweep(2000, vary={"training.seed": (0, 1)}))
    with contextlib.closing(SweepRunner(folder, loom, read_inventory()).run()) as events:
        next(event for event in events if isinstance(event, TrialSeen) and event.step > 5)
        assert folder.is_alive()
    held = read_sweep_result(folder)
    assert held.state is SweepState.STOPPED and [row.state for row in held.trials] == ["held"]
    status = read_status(folder.run(held.trials[0].run))
    assert (status.state, status.sentence) == (RunState.STOPPED, HELD)
    result = run(folder, loom)
    assert [row.state for row in result.trials] == ["completed", "completed"]
    assert [row.steps for row in result.trials] == [2000, 2000]
    assert [row.options["training.seed"] for row in result.trials] == [0, 1]
    assert result.trials[0].run == held.trials[0].run
    assert read_status(folder.run(held.trials[0].run)).attempt == 2
    assert len(list_runs(runs_dir)) == 2


def test_that_a_run_begun_just_before_the_end_is_found_again(loom: Loom, runs_dir: Path) -> None:
    """The sweep's process was killed between making the run and writing it down."""
    folder = create_sweep(runs_dir, sweep(20, vary={"training.seed": (0,)}))
    first = run(folder, loom)
    lines = folder.events_path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if '"seen"' not in line and '"ended"' not in line]
    cut = next(index for index, line in enumerate(kept) if '"started"' in line)
    folder.events_path.write_text("".join(kept[:cut]), encoding="utf-8")
    assert folder.state(folder.read_events()).state is SweepState.INTERRUPTED
    again = run(folder, loom)
    assert again.trials == first.trials and len(list_runs(runs_dir)) == 1


def test_that_time_ends_a_sweep_and_what_runs(loom: Loom, runs_dir: Path) -> None:
    asked = sweep(ENDLESS, vary={"training.seed": (0, 1, 2)}, at_once=1, max_seconds=1.5)
    folder = create_sweep(runs_dir, asked)
    result = run(folder, loom)
    assert result.state is SweepState.COMPLETED and "2 of 3 trials did not begin" in result.sentence
    assert [row.state for row in result.trials] == ["stopped"] and result.best is None
    assert result.trials[0].sentence == "The time of its sweep is over."


@pytest.mark.slow
def test_that_trials_at_once_have_devices_of_their_own(loom: Loom, runs_dir: Path) -> None:
    vary = {RATE: Range(low=0.001, high=0.01)}
    folder = create_sweep(runs_dir, sweep(300, vary=vary, method="random", trials=4, at_once=2))
    result = run(folder, loom)
    runs = [folder.run(row.run) for row in result.trials]
    used = [one.read_plan().devices[0].id for one in runs[:2]]
    assert len(set(used)) == min(2, len(read_inventory().cores))
    assert all(row.state == "completed" for row in result.trials)


@pytest.mark.slow
def test_that_a_sweep_lives_in_a_process_of_its_own_until_it_is_asked_to_stop(runs_dir: Path) -> None:
    folder = create_sweep(runs_dir, sweep(ENDLESS, vary={"training.seed": (0, 1)}))
    start_sweep(folder)
    wait_until(
        lambda: any(isinstance(event, TrialStarted) for event in folder.read_events()),
        timeout=90,
        what="its first run",
    )
    folder.ask_to_stop()
    wait_until(lambda: not folder.is_alive(), timeout=90, what="its end")
    assert read_sweep_result(folder).state is SweepState.STOPPED
    assert not any(RunFolder(path).is_alive() for path in list_runs(runs_dir))
    assert folder.log_path.read_text(encoding="utf-8") == ""


def test_that_a_sweep_whose_process_is_gone_is_interrupted(runs_dir: Path) -> None:
    folder = create_sweep(runs_dir, sweep(vary={"training.seed": (0,)}))
    events = folder.read_events()
    assert folder.state(events).state is SweepState.CREATED
    later = events[0].time + 60
    assert folder.state(events, now=later).state is SweepState.INTERRUPTED
