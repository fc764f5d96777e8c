"""Random SIGKILLs over everything that takes part: nothing is left, the folder opens, the run goes on."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from engine.launcher.steer import kill_and_wait
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.record.series import read_points
from engine.record.status import read_status
from engine.spec.toml import write_spec
from tests.running import (
    ENDLESS,
    kill,
    processes_in_session,
    processes_of,
    session_of,
    small_spec,
    wait_for_end,
    wait_for_step,
)
from tests.waiting import wait_until

_VICTIMS = ("launcher", "agent", "rank", "worker", "window")
_OVER = (RunState.FAILED, RunState.INTERRUPTED, RunState.KILLED)


class Window:
    """A process of its own that starts runs, in the window's place."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.starter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def ask(self, **wish: object) -> RunFolder:
        """Have a run started or resumed."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        return RunFolder(Path(self._answer()))

    def kill(self) -> None:
        """SIGKILL, as any other victim."""
        self._process.kill()
        self._close()

    def close(self) -> None:
        """Let it end by itself, where it still lives."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._close()

    def _close(self) -> None:
        self._process.wait(timeout=30)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().strip()
        assert answer, "the process that starts runs has ended"
        return answer


def kill_at_random(kills: int, seed: int, tmp_path: Path, runs_dir: Path) -> None:
    """Start one run, kill something of it and resume it `kills` times, and let it complete."""
    dice = random.Random(seed)
    spec = tmp_path / "spec.toml"
    limits = {"max_steps": ENDLESS, "checkpoint_every_steps": 10, "keep_checkpoints": 2, "data_workers": 1}
    write_spec(spec, small_spec(**limits))
    windows = [Window()]
    try:
        folder = windows[-1].ask(start=str(spec), runs=str(runs_dir))
        for number in range(kills):
            victim = _VICTIMS[number] if number < len(_VICTIMS) else dice.choice(_VICTIMS)
            kill_one(folder, victim, dice, windows)
            windows[-1].ask(resume=str(folder.path), changes={})
        complete(folder, windows[-1])
    finally:
        windows[-1].close()


def kill_one(folder: RunFolder, victim: str, dice: random.Random, windows: list[Window]) -> None:
    """Kill something of a run at a random step, and look at what is left."""
    checkpoint = folder.latest_checkpoint()
    resumed_at = checkpoint.step if checkpoint else 0
    wait_for_step(folder, resumed_at + 1 + dice.randrange(25), folder.attempt())
    session = session_of(folder)
    if victim == "window":
        windows.pop().kill()
        windows.append(Window())
        assert folder.is_alive(), "a run must outlive the window"
        kill_and_wait(folder)
    else:
        kill(pick(folder, victim, dice))
    wait_until(
        lambda: not processes_in_session(session),
        timeout=3.0,
        what=f"the end of all processes after the {victim} was killed",
    )
    status = read_status(folder)
    assert status.state in _OVER, (victim, status.state)
    assert status.damaged_events == 0
    steps = read_points(folder.series_path("train", "loss"))["step"]
    assert (steps[1:] > steps[:-1]).all()


def complete(folder: RunFolder, window: Window) -> None:
    """Let it go on to its end, a few steps after its last checkpoint."""
    kill_and_wait(folder)
    checkpoint = folder.latest_checkpoint()
    last = (checkpoint.step if checkpoint else 0) + 20
    window.ask(resume=str(folder.path), changes={"training.max_steps": last})
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED
    assert status.finished is not None
    assert status.finished.steps == last


def pick(folder: RunFolder, victim: str, dice: random.Random) -> int:
    """The process id of a victim of that kind."""
    processes = processes_of(folder)
    if victim == "rank":
        return dice.choice(list(processes.ranks.values()))
    if victim == "worker" and processes.workers:
        return dice.choice(processes.workers)
    return processes.agent if victim == "agent" else processes.launcher


def test_that_a_run_survives_a_few_random_kills(tmp_path: Path, runs_dir: Path) -> None:
    kill_at_random(4, seed=1, tmp_path=tmp_path, runs_dir=runs_dir)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_that_a_run_survives_fifty_random_kills(tmp_path: Path, runs_dir: Path) -> None:
    kills = int(os.environ.get("PARALOOM_KILLS", "50"))
    kill_at_random(kills, seed=2, tmp_path=tmp_path, runs_dir=runs_dir)
