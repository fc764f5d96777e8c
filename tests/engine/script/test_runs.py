"""Scripts as real runs: what they find when they start, what is read of them, how they end."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from engine.cli.session import Session
from engine.devices.inventory import read_inventory
from engine.errors import LaunchError
from engine.launcher.start import resume_run, start_run
from engine.launcher.steer import send
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.record.index import RunIndex
from engine.record.status import RunStatus
from engine.spec import DevicesSpec, RunSpec, ScriptSpec
from tests.outcome import values
from tests.running import wait_for_end, wait_for_state
from tests.waiting import wait_until

_TELL = """
import atexit, json, os, random, sys, numpy, pathlib, paraloom, engine
atexit.register(print, "said at exit")
rank = os.environ.get("RANK", "alone")
names = ("RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "MASTER_ADDR", "CUDA_VISIBLE_DEVICES",
         "OMP_NUM_THREADS", "MINE")
pathlib.Path(f"told-{rank}.json").write_text(json.dumps({
    "env": {name: os.environ.get(name) for name in names}, "argv": sys.argv, "path": sys.path[0],
    "file": __file__, "main": sys.modules["__main__"].__dict__ is globals(), "engine": engine.NAME,
    "cores": sorted(os.sched_getaffinity(0)), "drawn": [random.random(), numpy.random.rand()],
    "has_torch": "torch" in sys.modules, "watching": paraloom.is_watching(),
}))
for step in range(5):
    paraloom.log(step, loss=1 / (step + 1), val_accuracy=90.0)
print("said by", rank)
"""
_TRAIN = """
import torch, torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
import sys, paraloom
dist.init_process_group("gloo")
torch.manual_seed(0)
model = DistributedDataParallel(torch.nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for step in range(4):
    if step == 3 and dist.get_rank() == 1:
        raise ValueError("bad luck")
    loss = model(torch.ones(2, 4)).square().mean()
    loss.backward()
    optimizer.step()
    paraloom.log(step, loss=loss)
"""
_WAIT = """
import os, signal, sys, threading, pathlib
rank = os.environ["RANK"]
pathlib.Path(f"waits-{rank}").touch()
try:
    threading.Event().wait()
except KeyboardInterrupt:
    pathlib.Path(f"saved-{rank}").touch()
    sys.exit(5)
"""


def start(
    loom: Loom, runs_dir: Path, words: str, folder: Path, *, devices: int = 2, **more: Any
) -> RunFolder:
    """A run of a script with these words."""
    folder.mkdir(exist_ok=True)
    (folder / "engine.py").write_text('NAME = "of the script"\n')
    file = folder / "train.py"
    file.write_text(words)
    spec = RunSpec(name="mine", devices=DevicesSpec(count=devices), script=ScriptSpec(file=str(file), **more))
    return start_run(loom, runs_dir, spec, read_inventory())


def end(loom: Loom, runs_dir: Path, words: str, folder: Path, **more: Any) -> tuple[RunFolder, RunStatus]:
    """Such a run at its end."""
    run = start(loom, runs_dir, words, folder, **more)
    return run, wait_for_end(run)


@pytest.mark.parametrize("fresh", [False, True])
def test_that_a_script_starts_as_under_torchrun_and_is_followed(
    loom: Loom, runs_dir: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], fresh: bool
) -> None:
    home = tmp_path / "home"
    more = {"arguments": ("--lr", "0.1"), "environment": ("MINE=a=b",), "fresh_process": fresh}
    run = start(loom, runs_dir, _TELL, home, **more)
    assert Session(run, owns=False, json=True).watch() == 0
    out, err = capfd.readouterr()
    told = [json.loads((home / f"told-{rank}.json").read_text()) for rank in (0, 1)]
    cores = read_inventory().cores
    for rank in (0, 1):
        env = told[rank]["env"]
        assert (env["RANK"], env["LOCAL_RANK"], env["WORLD_SIZE"], env["LOCAL_WORLD_SIZE"]) == (
            str(rank),
            str(rank),
            "2",
            "2",
        )
        assert (env["MASTER_ADDR"], env["CUDA_VISIBLE_DEVICES"], env["OMP_NUM_THREADS"]) == (
            "127.0.0.1",
            "",
            "1",
        )
        assert env["MINE"] == "a=b"
        assert told[rank]["argv"] == [str(home / "train.py"), "--lr", "0.1"]
        assert told[rank]["path"] == str(home)
        assert told[rank]["main"]
        assert told[rank]["engine"] == "of the script"
        assert told[rank]["cores"] == [cores[rank]]
        assert told[rank]["has_torch"] is not fresh
        assert told[rank]["watching"]
    assert not set(told[0]["drawn"]) & set(told[1]["drawn"])
    assert "said by 0\n" in err
    assert "[rank 1] said by 1\n[rank 1] said at exit\n" in err

    result = json.loads(out)
    assert (result["state"], result["steps"], result["epochs"], result["world_size"]) == (
        "completed",
        4,
        None,
        2,
    )
    assert (result["train_loss"], result["eval_accuracy"]) == (0.2, 0.9)
    assert values(run, "train", "loss") == {step: 1 / (step + 1) for step in range(5)}
    index = RunIndex(runs_dir)
    index.refresh()
    (row,) = index.rows()
    assert (row.strategy, row.model, row.data, row.train_loss) == ("script", "train.py", "", 0.2)


def test_that_a_plain_script_is_one_process_on_all_devices(
    loom: Loom, runs_dir: Path, tmp_path: Path
) -> None:
    run, status = end(loom, runs_dir, _TELL, tmp_path / "home", start_as="python")
    assert status.state is RunState.COMPLETED
    told = json.loads((tmp_path / "home" / "told-alone.json").read_text())
    assert told["cores"] == list(read_inventory().cores[:2])
    assert told["env"]["WORLD_SIZE"] is None
    with pytest.raises(LaunchError, match="only the script itself knows what it saved"):
        resume_run(loom, run, {})


def test_that_a_rank_that_raised_is_the_cause_and_not_its_partner(
    loom: Loom, runs_dir: Path, tmp_path: Path
) -> None:
    run, status = end(loom, runs_dir, _TRAIN, tmp_path / "home")
    failure = status.failure
    assert failure is not None
    assert (failure.rank, failure.exit_code, failure.diagnosis) == (1, 1, "raised")
    assert failure.sentence == "Rank 1 on CPU 1 raised ValueError: bad luck"
    assert any('train.py", line 11, in <module>' in line for line in failure.last_lines)
    assert not any("main_module" in line for line in failure.last_lines)
    assert set(values(run, "train", "loss")) == {0, 1, 2}


@pytest.mark.parametrize(
    ("words", "sentence", "diagnosis"),
    [
        ("import sys; sys.exit(7)", "Rank 0 on CPU 0 ended with exit code 7.", "exited"),
        ("raise SystemExit('too small')", "Rank 0 on CPU 0 ended with exit code 1.", "exited"),
        (
            "import argparse; p = argparse.ArgumentParser(); p.add_argument('--lr'); p.parse_args()",
            "The script does not take its arguments: unrecognized arguments: --nope",
            "arguments",
        ),
        (
            "import not_there",
            "The package not_there is not installed. (Rank 0 on CPU 0 raised ModuleNotFoundError: "
            "No module named 'not_there')",
            "missing_package",
        ),
        ("import os; os.kill(os.getpid(), 9)", "Rank 0 on CPU 0 was ended by SIGKILL.", "killed"),
        ("import os; os._exit(0)", None, None),
    ],
)
def test_that_the_end_of_a_script_is_told(
    loom: Loom, runs_dir: Path, tmp_path: Path, words: str, sentence: str | None, diagnosis: str | None
) -> None:
    _, status = end(loom, runs_dir, words, tmp_path / "home", devices=1, arguments=("--nope",))
    if sentence is None:
        assert status.state is RunState.COMPLETED
        return
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert (status.failure.sentence, status.failure.diagnosis) == (sentence, diagnosis)


def test_that_a_script_is_paused_continued_and_asked_to_end(
    loom: Loom, runs_dir: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run = start(loom, runs_dir, _WAIT, home)
    wait_until(lambda: all((home / f"waits-{rank}").exists() for rank in (0, 1)), what="both ranks")
    with pytest.raises(LaunchError, match="it saves and evaluates when it wants to"):
        send(run, "checkpoint")
    send(run, "pause")
    wait_for_state(run, RunState.PAUSED)
    send(run, "continue")
    wait_for_state(run, RunState.RUNNING)
    send(run, "stop")
    assert wait_for_end(run).state is RunState.STOPPED
    assert {path.name for path in home.glob("saved-*")} == {"saved-0", "saved-1"}


def test_that_a_script_that_does_not_end_is_ended(loom: Loom, runs_dir: Path, tmp_path: Path) -> None:
    words = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{_WAIT}"
    home = tmp_path / "home"
    run = start(loom, runs_dir, words, home, devices=1, stop_signal="SIGTERM", grace_seconds=0.2)
    wait_until((home / "waits-0").exists, what="the rank")
    send(run, "stop")
    status = wait_for_end(run)
    assert status.state is RunState.STOPPED
    assert status.sentence == "0.2 s after SIGTERM the script was still at work: it was ended."


def test_that_paraloom_log_does_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[3] / "resources" / "script_side")
    import paraloom  # type: ignore[import-not-found]

    assert "PARALOOM_LOG" not in os.environ
    assert not paraloom.is_watching()
    paraloom.log(1, loss=0.5)
