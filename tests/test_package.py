"""The built wheel, installed elsewhere and started from another folder, works like the source tree."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel is a zip of what goes to site-packages: unpacked, it stands before this source tree."""
    target = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def _run_elsewhere(
    code: str, installed: Path, folder: Path, **extra: str
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_that_the_wheel_holds_all_that_is_read_at_run_time(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (("presets", "*.toml"), ("icons", "*.svg"), ("translations", "*.qm")):
        files = sorted((_ROOT / "resources" / folder).glob(pattern))
        assert files
        assert {f"resources/{folder}/{file.name}" for file in files} <= names
    assert "paraloom.py" in names
    assert not [name for name in names if name.startswith("tests")]


def test_that_an_installed_wheel_trains_from_another_folder(installed: Path, tmp_path: Path) -> None:
    words = [
        "run",
        "digits-single",
        "--set",
        "training.max_steps=5",
        "--runs",
        str(tmp_path / "runs"),
        "--json",
    ]
    code = (
        "import sys, engine; print(engine.__file__, file=sys.stderr)\n"
        "from engine.cli import main\n"
        f"sys.exit(main({words!r}))"
    )
    done = _run_elsewhere(code, installed, tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(installed) in done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["state"] == "completed"
    assert result["steps"] == 5


def test_that_an_installed_wheel_finds_its_icons_and_translations(installed: Path, tmp_path: Path) -> None:
    code = (
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "import gui\n"
        "from gui.i18n import install_language\n"
        "from gui.theme import LIGHT, icon\n"
        "assert not icon('compose', LIGHT.text).pixmap(24, 24).isNull()\n"
        "install_language('zh_CN')\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "print(gui.__file__, QCoreApplication.translate('MainWindow', 'Compose'))\n"
    )
    done = _run_elsewhere(code, installed, tmp_path)
    assert done.returncode == 0, done.stderr
    place, word = done.stdout.split()
    assert place.startswith(str(installed))
    assert word != "Compose"
