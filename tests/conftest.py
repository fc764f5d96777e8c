"""Every test runs offscreen where there is no display, away from the person's own files, and is policed."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.util import Finalize
from pathlib import Path

import pytest

from tests import police

_HOME = pytest.StashKey[Path]()
_ROOT = Path(__file__).parent.parent
_AFTER_MULTIPROCESSINGS_OWN = -200
"""The end of the forkserver of the ranks still takes its folder away in there (at -100)."""


def pytest_configure(config: pytest.Config) -> None:
    """A place of its own for everything that would go to the person's folders, before Qt or torch look."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())  # tmp_path stays where it was
    home = Path(tempfile.mkdtemp(prefix="paraloom-tests-"))
    config.stash[_HOME] = home
    Finalize(None, shutil.rmtree, args=(home, True), exitpriority=_AFTER_MULTIPROCESSINGS_OWN)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR"):
        os.environ[name] = str(_folder(home, name))
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = str(_folder(home, "XDG_RUNTIME_DIR"))
    tempfile.tempdir = None
    os.environ["PARALOOM_RUNS"] = str(home / "no-runs-here")
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _folder(home: Path, name: str) -> Path:
    folder = home / name.lower()
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def watched_folders(pytestconfig: pytest.Config) -> tuple[Path, ...]:
    """Where no test may leave a file: here, the runs folder, the temporary and the person's folders."""
    home = pytestconfig.stash[_HOME]
    names = ("no-runs-here", "tmpdir", "xdg_data_home")
    return (_ROOT, *(home / name for name in names))


@pytest.fixture(autouse=True)
def nothing_left_behind(watched_folders: tuple[Path, ...]) -> Iterator[None]:
    before = police.look(watched_folders)
    yield
    if complaints := police.left_behind(before, watched_folders):
        police.tidy(before)
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def runs_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for runs, known to this process and its children; no run may outlive the test."""
    folder = tmp_path / "runs"
    folder.mkdir()
    monkeypatch.setenv("PARALOOM_RUNS", str(folder))
    yield folder
    alive = police.end_runs(folder)
    assert not alive, f"It left runs alive: {', '.join(alive)}. Stop or kill them and wait for their end."
