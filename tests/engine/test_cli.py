"""The command line's words, answers and exit codes; runs themselves are in test_cli_runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli import main
from engine.cli.exit_codes import exit_code
from engine.cli.follow import Moment
from engine.cli.progress import LineDisplay, describe_event, describe_failure, open_display
from engine.cli.result import as_json
from engine.record.events import Evaluated, RankFailure, RunState, StateChanged
from engine.spec.toml import write_spec
from tests.running import small_spec


def test_that_the_command_line_imports_neither_torch_nor_qt() -> None:
    code = "import sys, engine.cli; print(sorted(set(sys.modules) & {'torch', 'PySide6', 'gui'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (RunState.COMPLETED, 0),
        (RunState.FAILED, 1),
        (RunState.INTERRUPTED, 1),
        (RunState.STOPPED, 3),
        (RunState.KILLED, 3),
    ],
)
def test_that_the_exit_code_tells_the_end(state: RunState, code: int) -> None:
    assert exit_code(state) == code


def test_that_every_problem_of_a_spec_is_told_with_field_and_line(
    tmp_path: Path, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "bad.toml"
    spec.write_text('name = "x"\n[training]\nmax_epochs = 0\nmicro_batch_sice = 3\n')
    assert main(["run", str(spec), "--json"]) == 2
    out, err = capsys.readouterr()
    assert "line 3" in err and "training.max_epochs" in err
    assert "line 4" in err and "micro_batch_sice" in err
    answer = json.loads(out.splitlines()[-1])
    assert answer["state"] == "refused"
    assert {problem["field"] for problem in answer["problems"]} == {
        "training.max_epochs",
        "training.micro_batch_sice",
    }


def test_that_broken_toml_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "bad.toml"
    spec.write_text("name = \n")
    assert main(["run", str(spec)]) == 2
    assert "line 1" in capsys.readouterr().err


def test_that_an_unknown_spec_names_the_presets(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "no-such-preset"]) == 2
    err = capsys.readouterr().err
    assert "no-such-preset" in err
    assert "digits-ddp" in err


def test_that_a_device_that_is_not_there_is_told(
    tmp_path: Path, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "spec.toml"
    write_spec(spec, small_spec())
    assert main(["run", str(spec), "--set", 'devices.use=["cpu:9999"]']) == 2
    assert "cpu:9999" in capsys.readouterr().err
    assert list(runs_dir.glob("20*")) == []


def test_that_a_bad_setting_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "spec.toml"
    write_spec(spec, small_spec())
    assert main(["run", str(spec), "--set", "training.max_epoch=3"]) == 2
    assert "training.max_epoch" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["attach", "pause", "continue", "stop", "kill", "resume"])
def test_that_a_run_that_is_not_there_is_told(
    word: str, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word, "nothing", "--runs", str(runs_dir)]) == 2
    assert "nothing" in capsys.readouterr().err


def test_that_an_empty_list_says_how_to_begin(runs_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert "paraloom run" in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_that_an_empty_queue_says_so(runs_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["queue", "list"]) == 0
    assert "No run waits" in capsys.readouterr().out


def test_that_figures_that_are_no_numbers_are_null() -> None:
    assert json.loads(as_json({"a": float("nan"), "b": [float("inf"), 1.5]})) == {"a": None, "b": [None, 1.5]}


def test_that_events_are_lines() -> None:
    evaluated = Evaluated(time=0, step=40, epoch=1, loss=0.5, accuracy=0.875, num_samples=8, seconds=0.1)
    assert describe_event(evaluated) == "epoch 1, step 40: evaluation loss 0.5000, accuracy 87.50%"
    stopped = StateChanged(time=0, state=RunState.STOPPED, step=7)
    assert describe_event(stopped) == "stopped at step 7"


def test_that_a_failure_shows_cause_mend_and_log() -> None:
    failure = RankFailure(
        time=0, sentence="It broke.", mend="Mend it.", log="logs/rank-1.log", last_lines=("a",)
    )
    assert describe_failure(failure) == ["error: It broke.", "  Mend it.", "  Log: logs/rank-1.log", "  | a"]


def test_that_without_a_terminal_progress_is_lines(capsys: pytest.CaptureFixture[str]) -> None:
    display = open_display(sys.stdout, 10)
    assert isinstance(display, LineDisplay)
    event = StateChanged(time=0, state=RunState.RUNNING)
    display.show(Moment(RunState.RUNNING, (event,), 3, {"loss": 0.5}))
    display.close()
    assert capsys.readouterr().out == "running\n"
