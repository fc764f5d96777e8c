"""Real runs from the command line: the object at the end, Ctrl+C, detached, steered, resumed."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.record.events import RunState
from engine.record.folder import RunFolder, list_runs
from engine.record.status import read_status
from engine.spec.toml import write_spec
from tests.running import ENDLESS, small_spec, wait_for_end, wait_for_first_step, wait_for_state
from tests.waiting import wait_until


@pytest.fixture
def spec_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    write_spec(path, small_spec(max_steps=12))
    return path


def start(*words: str, **more: Any) -> "subprocess.Popen[str]":
    """`paraloom` with these words, in a process of its own."""
    command = [sys.executable, "-m", "engine.cli", *words]
    return subprocess.Popen(
        command, **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | more)
    )


def the_run(runs_dir: Path) -> RunFolder:
    """The only run there is, as soon as there is one."""
    return RunFolder(wait_until(lambda: list_runs(runs_dir), what="a run")[0])


def test_that_a_run_ends_with_one_object_and_can_be_listed_and_resumed(
    spec_file: Path, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with start("run", str(spec_file), "--json") as process:
        out, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    result = json.loads(out)
    assert (result["state"], result["steps"], result["world_size"]) == ("completed", 12, 2)
    for name in ("train_loss", "eval_loss", "eval_accuracy", "start_to_first_step_seconds"):
        assert result[name] is not None, name
    assert "samples_per_second" in result
    assert "first step" in err

    assert main(["list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["name"], row["state"]) == (result["run"], "completed")

    assert main(["resume", result["run"], "--json"]) == 0
    again = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (again["state"], again["steps"], again["attempt"]) == ("completed", 12, 2)


def test_that_ctrl_c_stops_with_a_checkpoint(spec_file: Path, runs_dir: Path) -> None:
    with start("run", str(spec_file), "--set", f"training.max_steps={ENDLESS}") as process:
        folder = the_run(runs_dir)
        wait_for_first_step(folder)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=100)
    assert process.returncode == 3
    assert "a checkpoint is saved first" in out
    assert read_status(folder).state is RunState.STOPPED
    assert folder.latest_checkpoint() is not None


def test_that_a_second_ctrl_c_kills(spec_file: Path, runs_dir: Path) -> None:
    with start("run", str(spec_file), "--set", f"training.max_steps={ENDLESS}") as process:
        folder = the_run(runs_dir)
        wait_for_first_step(folder)
        for rank in (0, 1):
            os.kill(json_pid(folder, rank), signal.SIGSTOP)  # so that the first cannot be obeyed
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("Ctrl+C again" in line for line in lines)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=100)
    assert process.returncode == 3
    assert read_status(folder).state is RunState.KILLED


def json_pid(folder: RunFolder, rank: int) -> int:
    from engine.record.beat import read_beat

    beat = read_beat(folder.beat_path(1, rank))
    assert beat is not None
    return beat.pid


def test_that_a_detached_run_is_steered_from_elsewhere(
    spec_file: Path, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", str(spec_file), "--detach", "--set", f"training.max_steps={ENDLESS}"]
    assert main(words) == 0
    folder = RunFolder(Path(capsys.readouterr().out.strip()))
    wait_for_first_step(folder)
    assert main(["pause", folder.name]) == 0
    wait_for_state(folder, RunState.PAUSED)
    assert main(["pause", folder.name]) == 2
    assert "already paused" in capsys.readouterr().err
    assert main(["continue", folder.name]) == 0
    wait_for_state(folder, RunState.RUNNING)
    assert main(["resume", folder.name]) == 2
    assert "still running" in capsys.readouterr().err
    assert main(["stop", folder.name]) == 0
    assert wait_for_end(folder).state is RunState.STOPPED
    assert main(["attach", folder.name, "--json"]) == 3
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["state"] == "stopped"
    assert main(["kill", folder.name]) == 2
    assert "Nothing is left to end" in capsys.readouterr().err
    assert main(["resume", folder.name, "--set", 'model.kind="cnn"']) == 2
    assert "another training" in capsys.readouterr().err


@pytest.mark.slow
def test_that_ctrl_c_while_attached_only_looks_away(
    spec_file: Path, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(spec_file), "--detach", "--set", f"training.max_steps={ENDLESS}"]) == 0
    folder = RunFolder(Path(capsys.readouterr().out.strip()))
    wait_for_first_step(folder)
    with start("attach", folder.name) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "The run goes on" in out
    assert folder.is_alive()
    assert main(["kill", folder.name]) == 0
    assert wait_for_end(folder).state is RunState.KILLED


def test_that_a_terminal_gets_a_bar(spec_file: Path, runs_dir: Path) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "160"}
    with start("run", str(spec_file), stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = read_all(ours)
        process.wait(timeout=100)
    os.close(ours)
    assert process.returncode == 0, shown
    assert "12/12" in shown
    assert "samples/s" in shown


def read_all(descriptor: int) -> str:
    pieces = []
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # a terminal whose last user has gone
            break
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces).decode(errors="replace")


@pytest.mark.slow
def test_that_a_closed_output_is_a_sentence_and_the_run_goes_on(spec_file: Path, runs_dir: Path) -> None:
    with start("run", str(spec_file), "--set", "training.max_steps=400") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        process.wait(timeout=100)
    assert process.returncode == 1
    assert "Nobody reads the output" in err
    assert "Traceback" not in err
    assert wait_for_end(the_run(runs_dir)).state is RunState.COMPLETED
