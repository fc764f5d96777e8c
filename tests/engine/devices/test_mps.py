"""Whether a CUDA MPS daemon runs, told by what it leaves in its folder."""

import os
from pathlib import Path

from engine.devices.mps import PIPE_VARIABLE, mps_problem

PID_FILE = "nvidia-cuda-mps-control.pid"


def test_that_a_folder_without_a_daemon_is_a_problem_that_names_it(tmp_path: Path) -> None:
    sentence = mps_problem({PIPE_VARIABLE: str(tmp_path)})
    assert str(tmp_path) in sentence
    (tmp_path / PID_FILE).write_text("no number", encoding="ascii")
    assert mps_problem({PIPE_VARIABLE: str(tmp_path)}) == sentence


def test_that_a_daemon_that_has_ended_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / PID_FILE).write_text("4194305\n", encoding="ascii")  # beyond the greatest process id
    assert "has ended" in mps_problem({PIPE_VARIABLE: str(tmp_path)})


def test_that_a_daemon_that_runs_is_none(tmp_path: Path) -> None:
    (tmp_path / PID_FILE).write_text(f"{os.getpid()}\n", encoding="ascii")
    assert mps_problem({PIPE_VARIABLE: str(tmp_path)}) == ""
