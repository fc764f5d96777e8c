"""The police catches what it is there to catch, and lets honest tests go."""

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import wait_until

_ROOT = Path(__file__).parent.parent

_CONFTEST = """
from tests import police
from tests.conftest import *

police.GRACE_SECONDS = 0.1
"""
_SINNERS = """
import os, subprocess, sys, tempfile, threading

kept = []

def test_that_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, args=(20,), daemon=True).start()

def test_that_leaves_a_process():
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

def test_that_changes_the_environment():
    os.environ["PARALOOM_ODD"] = "1"

def test_that_leaves_a_temporary_folder():
    tempfile.mkdtemp(prefix="odd-")

def test_that_makes_runs_of_its_own():
    os.makedirs(os.environ["PARALOOM_RUNS"] + "/odd")

def test_that_walks_away():
    os.chdir("/")

def test_that_leaves_a_run_alive(runs_dir):
    (runs_dir / "some-run").mkdir()
    code = (
        "import fcntl, os, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX);"
        "os.fork() and os._exit(0); print(1, flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, runs_dir / "some-run" / "launcher.lock"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )
    process.stdout.readline()
    kept.append(process)

def test_that_is_honest(tmp_path):
    (tmp_path / "file").write_text("")
"""
_COMPLAINTS = (
    "left the thread",
    "left the process",
    "left PARALOOM_ODD changed",
    "tmpdir/odd-",
    "no-runs-here/odd",
    "left the working directory",
    "left runs alive: some-run",
)


def test_that_every_sinner_fails_and_the_honest_do_not(tmp_path: Path) -> None:
    tmp_path.joinpath("conftest.py").write_text(_CONFTEST)
    tmp_path.joinpath("pytest.ini").write_text("[pytest]\n")
    tmp_path.joinpath("test_sinners.py").write_text(_SINNERS)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no", "."],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    for complaint in _COMPLAINTS:
        assert complaint in result.stdout
    assert "8 passed, 7 errors" in result.stdout


def test_that_waiting_gives_the_value_back() -> None:
    values = iter([0, "", None, "there"])
    assert wait_until(lambda: next(values)) == "there"
