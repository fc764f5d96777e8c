"""Every sentence of the start-up check, told by a fresh interpreter in a real environment of that kind."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from gui import startup

_ROOT = Path(__file__).parents[2]
_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="it is about X11, Wayland and ELF libraries")
_OF_ANY_DEBIAN = re.compile(r"ld-linux|lib(c|m|gcc_s|stdc\+\+|z|zstd)\.so")
"""Libraries that dpkg and apt need themselves."""
_OF_QT = re.compile(r"lib(Qt6|icu)")


def check(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m gui.startup` in an environment that has no display but what is given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND_"))}
    clean.pop("DISPLAY", None)
    return subprocess.run(
        [sys.executable, *(words or ("-m", "gui.startup"))],
        cwd=_ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What it said instead of opening a window; the line about what works without one is left out."""
    assert done.returncode == startup.EXIT_CODE, done.stderr
    assert done.stdout == ""
    problem, without = done.stderr.splitlines()
    assert without == startup.WITHOUT_A_WINDOW
    return problem


def missing_of(libraries: Iterable[str]) -> list[str]:
    """Those that this system's linker does not find."""
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, timeout=60, check=True)
    return [library for library in libraries if f"\t{library} " not in known.stdout]


@pytest.fixture
def wayland(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a desktop whose compositor takes connections."""
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-9"))
        compositor.listen()
        yield {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}


@pytest.fixture
def x_display() -> Iterator[str]:
    """A real X server without a screen."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed")
    command = [server, "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        yield f":{running.stdout.readline().strip()}"
        running.terminate()


def test_that_nothing_is_said_where_a_window_can_open() -> None:
    done = check(QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("version", ["(3, 8, 18)", "(3, 10, 4)"])
def test_that_an_old_python_is_told_with_the_line_that_makes_a_new_environment(version: str) -> None:
    code = f"import sys; sys.version_info = {version}\nfrom gui.startup import main; raise SystemExit(main())"
    done = check("-c", code, QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout) == (startup.EXIT_CODE, "")
    (said,) = done.stderr.splitlines()  # nothing works without a newer one, so nothing else is offered
    assert ".".join(re.findall(r"\d+", version)) in said
    assert "3.11 or later" in said
    assert "python3.11 -m venv --clear .venv" in said


def test_that_an_old_python_can_read_the_file_that_speaks_to_it() -> None:
    source = Path(startup.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    evaluated_later = [node.names[0].name for node in tree.body if isinstance(node, ast.ImportFrom)][:1]
    assert evaluated_later == ["annotations"], "`str | None` in a signature stops Python 3.9"


def test_that_a_missing_pyside_is_told_by_a_python_that_has_none() -> None:
    said = sentence(check("-S", "-m", "gui.startup", QT_QPA_PLATFORM="offscreen"))
    assert said.startswith("PySide6, which draws the window, is not installed for ")
    assert ".venv/bin/pip install -e ." in said


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_that_the_pyside_that_aborts_is_told_before_it_does(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text('__version__ = "6.12.0"\n', encoding="utf-8")
    said = sentence(check(QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(tmp_path)))
    assert "6.12.0 aborts" in said
    assert "'PySide6-Essentials!=6.12.0'" in said


@_LINUX
def test_that_no_display_is_told() -> None:
    said = sentence(check())
    assert said.startswith("There is no display")
    assert "ssh -X" in said


@_LINUX
@pytest.mark.parametrize("platform", [{}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland;xcb"}])
def test_that_a_display_where_nobody_listens_is_told_by_name(platform: dict[str, str]) -> None:
    if missing := missing_of(startup.X11_LIBRARIES):
        pytest.skip(f"{missing} would be told first")
    said = sentence(check(DISPLAY=":4711", **platform))
    assert "DISPLAY=:4711 cannot be reached" in said


@_LINUX
def test_that_x11_without_a_display_is_told() -> None:
    if missing := missing_of(startup.X11_LIBRARIES):
        pytest.skip(f"{missing} would be told first")
    said = sentence(check(QT_QPA_PLATFORM="xcb"))
    assert "DISPLAY is not set" in said


@_LINUX
def test_that_a_display_that_answers_is_enough_even_beside_a_wayland_that_does_not(x_display: str) -> None:
    if missing := missing_of(startup.X11_LIBRARIES):
        pytest.skip(f"{missing} would be told")
    assert check(DISPLAY=x_display).stderr == ""
    assert check(DISPLAY=x_display, WAYLAND_DISPLAY="nowhere", XDG_RUNTIME_DIR="/nowhere").stderr == ""


@_LINUX
def test_that_an_unknown_platform_is_told_with_those_there_are() -> None:
    said = sentence(check(DISPLAY=":4711", QT_QPA_PLATFORM="xbc"))
    assert said.startswith("QT_QPA_PLATFORM=xbc names no platform")
    offered = said.partition("choose one of ")[2].rstrip(".").split(", ")
    assert {"offscreen", "xcb"} <= set(offered)
    assert check(QT_QPA_PLATFORM="xbc;offscreen").returncode == 0, "Qt tries the next of a list"


@_LINUX
def test_that_a_wayland_that_nobody_serves_is_told(tmp_path: Path) -> None:
    said = sentence(check(WAYLAND_DISPLAY="wayland-9", XDG_RUNTIME_DIR=str(tmp_path)))
    assert "WAYLAND_DISPLAY=wayland-9 cannot be reached (No such file or directory)" in said
    assert "unset WAYLAND_DISPLAY" in said


@_LINUX
def test_that_a_wayland_that_answers_is_enough_where_its_libraries_are(wayland: dict[str, str]) -> None:
    missing = missing_of(startup.WAYLAND_LIBRARIES)
    done = check(**wayland)
    assert "cannot be reached" not in done.stderr
    assert [library for library in startup.WAYLAND_LIBRARIES if library in done.stderr] == missing
    assert done.returncode == (startup.EXIT_CODE if missing else 0)


@pytest.fixture
def broken(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """The environment of a system whose linker cannot load these libraries: it finds empty files first."""

    def make(*libraries: str) -> dict[str, str]:
        for library in libraries:
            (tmp_path / library).touch()
        return {"LD_LIBRARY_PATH": str(tmp_path)}

    return make


@_LINUX
@pytest.mark.parametrize(
    ("platform", "libraries", "packages"),
    [
        ("offscreen", ["libfontconfig.so.1"], ["libfontconfig1"]),
        ("offscreen", ["libglib-2.0.so.0", "libgthread-2.0.so.0"], ["libglib2.0-0"]),
        ("xcb", ["libxcb-cursor.so.0"], ["libxcb-cursor0"]),
        ("xcb", ["libEGL.so.1", "libxcb-cursor.so.0"], ["libegl1", "libxcb-cursor0"]),
        ("wayland", ["libwayland-client.so.0"], ["libwayland-client0"]),
    ],
)
def test_that_libraries_that_cannot_be_loaded_are_told_with_the_packages_that_bring_them(
    broken: Callable[..., dict[str, str]],
    wayland: dict[str, str],
    platform: str,
    libraries: list[str],
    packages: list[str],
) -> None:
    said = sentence(check(**wayland, **broken(*libraries), DISPLAY=":4711", QT_QPA_PLATFORM=platform))
    assert "which cannot be loaded on this system" in said
    names, _, line = said.partition("which cannot be loaded")
    assert all(library in names for library in libraries)
    assert [line.split().count(package) for package in packages] == [1] * len(packages)
    assert "apt-get install -y" in line


@_LINUX
@pytest.mark.parametrize(
    ("libraries", "platform"), [("X11_LIBRARIES", "xcb"), ("WAYLAND_LIBRARIES", "wayland")]
)
def test_that_one_line_brings_the_libraries_of_qt_and_those_of_the_display(
    libraries: str, platform: str, wayland: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**wayland, "QT_QPA_PLATFORM": platform}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(startup.QT_LIBRARIES, "libnowhere.so.7", "libnowhere7")
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)  # what a missing library of Qt looks like
    monkeypatch.setitem(getattr(startup, libraries), "libnever.so.8", "libnever8")
    said = startup.problem()
    assert said is not None
    line = said.splitlines()[0].partition("apt-get update; ")[2]
    assert {"libnowhere7", "libnever8"} <= set(re.findall(r"[\w+-]+", line))


@_LINUX
def test_that_a_system_without_apt_is_not_told_to_run_it(
    broken: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    environment = {**broken("libfontconfig.so.1"), "PATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    assert "Install them (on Debian and Ubuntu: " in sentence(check(**environment))


@_LINUX
def test_that_every_library_qt_needs_here_is_one_that_is_looked_for() -> None:
    """A release of Qt that needs another one would abort where this check says nothing."""
    if shutil.which("readelf") is None:
        pytest.skip("readelf is not installed")
    assert needed_by("lib/libQt6Gui.so.6")
    x11 = {*startup.QT_LIBRARIES, *startup.X11_LIBRARIES}
    wayland = {*startup.QT_LIBRARIES, *startup.WAYLAND_LIBRARIES}
    for file, looked_for in (
        ("lib/libQt6Core.so.6", {*startup.QT_LIBRARIES}),
        ("lib/libQt6Gui.so.6", {*startup.QT_LIBRARIES}),
        ("lib/libQt6Widgets.so.6", {*startup.QT_LIBRARIES}),
        ("lib/libQt6DBus.so.6", {*startup.QT_LIBRARIES}),
        ("plugins/platforms/libqoffscreen.so", {*startup.QT_LIBRARIES}),
        ("lib/libQt6XcbQpa.so.6", x11),
        ("plugins/platforms/libqxcb.so", x11),
        ("lib/libQt6WaylandClient.so.6", wayland),
    ):
        assert needed_by(file) - looked_for == set(), file


def needed_by(file: str) -> set[str]:
    """The libraries of the system that a file of Qt is linked with."""
    spec = find_spec("PySide6")
    assert spec is not None and spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0], "Qt", file)
    if not path.exists():  # of another release of Qt, or of the system's own
        return set()
    done = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, timeout=60, check=True)
    names = set(re.findall(r"\(NEEDED\).*\[(.+)\]", done.stdout))
    return {name for name in names if not _OF_QT.match(name) and not _OF_ANY_DEBIAN.match(name)}


@_LINUX
def test_that_the_program_itself_says_it_and_ends_with_its_code() -> None:
    done = check("-m", "engine.cli")
    assert sentence(done).startswith("There is no display")
