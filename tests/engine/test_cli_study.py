"""`paraloom lab run` and `lab report`: their words, their objects, their exit codes, and Ctrl+C."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli import main
from engine.devices.inventory import read_inventory
from engine.lab.study.expand import expand
from engine.lab.study.files import write_study
from engine.lab.study.folder import StudyFolder, create_study
from engine.record.folder import RunFolder, list_runs
from tests.engine.lab.study.test_race import STUDY
from tests.engine.lab.study.told import EVENTS
from tests.running import ENDLESS
from tests.waiting import wait_until

CANDIDATE = {
    "name",
    "world_size",
    "samples_per_second",
    "spread",
    "speedup",
    "efficiency",
    "shares",
    "parity",
}


def test_that_a_dry_run_says_what_would_run(capfd: pytest.CaptureFixture[str], runs_dir: Path) -> None:
    assert main(["lab", "run", "study-digits-scaling", "--dry-run", "--json", "--runs", str(runs_dir)]) == 0
    out, err = capfd.readouterr()
    assert [one["name"] for one in json.loads(out)["candidates"]][:2] == ["single", "ddp ×2"]
    assert "runs, about" in err and "256 samples a step" in err
    assert StudyFolder.all_in(runs_dir) == ()


def test_that_a_bad_study_is_refused_with_its_lines(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "study.toml"
    path.write_text("rounds = 0\n[vary]\ndevices.count = [0]\n", encoding="utf-8")
    assert main(["lab", "run", str(path), "--json"]) == 2
    out, err = capfd.readouterr()
    assert [one["line"] for one in json.loads(out)["problems"]] == [1, 3]
    assert "line 1: rounds: 0 is too small." in err


def test_that_reports_are_written_in_every_form(
    capfd: pytest.CaptureFixture[str], runs_dir: Path, tmp_path: Path
) -> None:
    folder = create_study(runs_dir, STUDY, expand(STUDY, read_inventory()))
    for event in EVENTS:
        folder.append(event)
    words = ["lab", "report", "last", "--runs", str(runs_dir)]
    files = {form: tmp_path / f"report.{form}" for form in ("html", "markdown", "csv", "svg")}
    asked = [word for form, path in files.items() for word in (f"--{form}", str(path))]
    assert main([*words, *asked, "--json"]) == 0
    assert all(path.stat().st_size > 500 for path in files.values())
    result = json.loads(capfd.readouterr().out)
    assert all(one.keys() >= CANDIDATE for one in result["candidates"])
    assert result["global_batch_size"] == 64
    assert main(words) == 0
    assert capfd.readouterr().out == files["markdown"].read_text(encoding="utf-8")
    assert main([*words, "--language", "zh_CN"]) == 0
    assert "候选" in capfd.readouterr().out
    assert main(["lab", "report", "nowhere", "--runs", str(runs_dir)]) == 2
    assert "There is no study nowhere" in capfd.readouterr().err


@pytest.mark.slow
def test_that_a_study_ends_with_an_object(
    capfd: pytest.CaptureFixture[str], runs_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "study.toml"
    sound = STUDY.model_copy(update={"candidates": {}, "rounds": 3})
    write_study(path, sound)
    assert main(["lab", "run", str(path), "--json", "--runs", str(runs_dir)]) == 0
    result = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert [one["name"] for one in result["candidates"]] == ["single", "ddp ×2"]
    for one in result["candidates"]:
        assert one.keys() >= CANDIDATE
        assert sum(one["shares"].values()) == pytest.approx(1)
    assert result["limit_speedup"] > 0 and result["verdict"]
    assert result["candidates"][1]["parity"]["passed"] is True


@pytest.mark.slow
def test_that_ctrl_c_stops_a_study_and_leaves_what_was_measured(runs_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    write_study(path, STUDY.model_copy(update={"candidates": {}, "rounds": 100, "measured_steps": ENDLESS}))
    command = [sys.executable, "-m", "engine.cli", "lab", "run", str(path), "--json", "--runs", str(runs_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: list_runs(runs_dir), timeout=90, what="a run")
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert json.loads(out.splitlines()[-1])["state"] == "stopped"
    assert not any(RunFolder(run).is_alive() for run in list_runs(runs_dir))
