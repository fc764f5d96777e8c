"""`paraloom lab parity` on real runs: its table, its object, its exit codes, and nothing left behind."""

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from engine.cli import main
from engine.launcher.run_lock import read_launcher_pid
from engine.record.events import Progress, read_events
from engine.record.folder import RunFolder, list_runs
from engine.spec import CnnSpec, RunSpec
from engine.spec.toml import write_spec
from tests.running import wait_until_gone
from tests.waiting import wait_until

SPEC = RunSpec(model=CnnSpec(channels=(4, 8), hidden=16))
ROW = {
    "strategy",
    "mesh",
    "world_size",
    "model",
    "dtype",
    "steps",
    "max_relative_difference",
    "control_relative_difference",
    "passed",
}


@pytest.fixture(name="spec_file")
def spec_file_fixture(tmp_path: Path) -> Path:
    path = tmp_path / "spec.toml"
    write_spec(path, SPEC)
    return path


def scratch_folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("paraloom-lab-*"))


@pytest.mark.slow
def test_that_parity_ends_with_an_object_of_rows(spec_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = scratch_folders()
    words = ["lab", "parity", str(spec_file), "--strategies", "fsdp", "--steps", "12", "--dtype", "fp64"]
    assert main([*words, "--json"]) == 0
    out, err = capfd.readouterr()
    result = json.loads(out.splitlines()[-1])
    assert result["passed"] is True
    two, four = result["rows"]
    assert two.keys() >= ROW
    assert [(row["mesh"], row["world_size"]) for row in (two, four)] == [("shard 2", 2), ("shard 4", 4)]
    for row in (two, four):
        assert (row["model"], row["dtype"], row["steps"]) == ("cnn", "fp64", 12)
        assert 0 < row["max_relative_difference"] <= 1e-12
        assert 0 < row["control_relative_difference"] <= 1e-12
    assert "passed: " in err
    assert scratch_folders() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--strategies", "dpd"],
            "dpd is unknown to --strategies. There are: data_parallel, model_par",
        ),
        (["--dtype", "fp16"], "fp16 is unknown to --dtype. There are: fp64, fp32."),
        (["--strategies", ","], "--strategies names nothing."),
    ],
)
def test_that_unknown_words_are_refused(
    spec_file: Path, capfd: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["lab", "parity", str(spec_file), *words]) == 2
    assert told in capfd.readouterr().err


@pytest.mark.slow
def test_that_ctrl_c_leaves_no_run_alive(spec_file: Path) -> None:
    before = scratch_folders()
    words = ["lab", "parity", str(spec_file), "--steps", "1000000", "--strategies", "ddp"]
    command = [sys.executable, "-m", "engine.cli", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        (folder,) = wait_until(lambda: scratch_folders() - before, what="the folder")
        (run,) = wait_until(lambda: list_runs(folder), timeout=60, what="a run")
        wait_until(lambda: _has_stepped(RunFolder(run)), timeout=60, what="a step")
        launcher = read_launcher_pid(RunFolder(run))
        assert launcher is not None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "Interrupted; no run of it is left." in err
    wait_until_gone([launcher])
    assert scratch_folders() == before


def _has_stepped(folder: RunFolder) -> bool:
    return any(isinstance(event, Progress) for event in read_events(folder))
