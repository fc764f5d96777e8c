"""`paraloom lab sweep`: its words, its object, its exit codes, and how it goes on after a kill."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli import main
from engine.lab.sweep.events import TrialSeen
from engine.lab.sweep.files import write_sweep
from engine.lab.sweep.folder import SweepFolder, create_sweep
from engine.lab.sweep.reading import read_sweep_result
from engine.record.folder import RunFolder, list_runs
from tests.engine.lab.sweep.test_runner import sweep
from tests.waiting import wait_until

TRIAL = {"name", "options", "state", "objective", "steps", "stopped_early"}


def test_that_a_dry_run_says_what_would_run(capfd: pytest.CaptureFixture[str], runs_dir: Path) -> None:
    assert main(["lab", "sweep", "sweep-digits", "--dry-run", "--json", "--runs", str(runs_dir)]) == 0
    out, err = capfd.readouterr()
    told = json.loads(out)
    assert told["num_runs"] == len(told["trials"]) == 12
    assert "12 runs, 2 at once" in err and "the most eval_accuracy" in err
    assert SweepFolder.all_in(runs_dir) == ()


def test_that_a_bad_sweep_is_refused_with_its_lines(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "sweep.toml"
    path.write_text("at_once = 0\n[vary]\ndevices.count = [0]\n", encoding="utf-8")
    assert main(["lab", "sweep", str(path), "--json"]) == 2
    out, err = capfd.readouterr()
    assert [one["line"] for one in json.loads(out)["problems"]] == [1, 3]
    assert "line 1: at_once: 0 is too small." in err


def test_that_a_combination_that_cannot_run_is_refused_before_the_first_starts(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, runs_dir: Path
) -> None:
    path = tmp_path / "sweep.toml"
    write_sweep(path, sweep(vary={"devices.use": (("cpu:0",), ("cpu:4000",))}))
    assert main(["lab", "sweep", str(path), "--runs", str(runs_dir)]) == 2
    assert "cpu:4000" in capfd.readouterr().err
    assert list_runs(runs_dir) == () and SweepFolder.all_in(runs_dir) == ()


def test_that_it_says_where_there_is_nothing_to_go_on_with(
    capfd: pytest.CaptureFixture[str], runs_dir: Path
) -> None:
    assert main(["lab", "sweep", "--runs", str(runs_dir)]) == 2
    assert "No sweep in" in capfd.readouterr().err
    assert main(["lab", "sweep", "nowhere", "--runs", str(runs_dir)]) == 2
    assert "one of: sweep-digits" in capfd.readouterr().err
    create_sweep(runs_dir, sweep(vary={"training.seed": (0,)}))
    assert main(["lab", "sweep", "last", "--runs", str(runs_dir)]) == 2
    assert "is created" in capfd.readouterr().err


@pytest.mark.slow
def test_that_a_killed_sweep_goes_on_where_it_was(tmp_path: Path, runs_dir: Path) -> None:
    """The run that it leaves behind goes on alone, and counts."""
    path = tmp_path / "sweep.toml"
    write_sweep(path, sweep(6000, vary={"training.seed": (0, 1)}))
    command = [sys.executable, "-m", "engine.cli", "lab", "sweep", "--json", "--runs", str(runs_dir)]
    process = subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    folder = wait_until(lambda: SweepFolder.all_in(runs_dir), timeout=60, what="its folder")[0]
    wait_until(
        lambda: any(isinstance(event, TrialSeen) and event.step > 5 for event in folder.read_events()),
        timeout=90,
        what="its first steps",
    )
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert read_sweep_result(folder).state == "interrupted"
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["sweep"] == folder.name and told["state"] == "completed"
    assert [trial["state"] for trial in told["trials"]] == ["completed", "completed"]
    assert all(trial.keys() >= TRIAL for trial in told["trials"]) and told["best"] in told["trials"]
    runs = [RunFolder(one) for one in list_runs(runs_dir)]
    assert len(runs) == 2 and all(one.attempt() == 1 for one in runs)
