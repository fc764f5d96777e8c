"""Whether a window can open here, told in a sentence before Qt is imported: Qt itself would abort.

Only the standard library, and syntax that old Pythons read too, so that this file can always speak. What
takes long to import is imported where it is needed: the window is not painted before this is done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

OLDEST_PYTHON = (3, 11)
EXIT_CODE = 2
"""What the program ends with where a window cannot open here."""

WITHOUT_A_WINDOW = "Training works without a window: paraloom run digits-single"

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What QtGui needs on any platform: library to Debian package."""

X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt's xcb plug-in needs besides."""

WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""What Qt's wayland plug-in needs besides."""


def problem() -> str | None:
    """What keeps a window from opening here, as sentences with their mend; None where nothing does."""
    old = _python_problem()
    if old is not None:
        return old  # training needs a newer Python too
    found = _pyside_problem()
    if found is None and sys.platform == "linux":
        found = _platform_problem()
    return found and f"{found}\n{WITHOUT_A_WINDOW}"


def _python_problem() -> str | None:
    if sys.version_info >= OLDEST_PYTHON:
        return None
    have = ".".join(str(part) for part in sys.version_info[:3])
    need = ".".join(str(part) for part in OLDEST_PYTHON)
    return (
        f"Paraloom needs Python {need} or later, and this is {have} ({sys.executable}). "
        f"Make .venv again with a newer one, for instance: python{need} -m venv --clear .venv"
    )


def _pyside_problem() -> str | None:
    import importlib.util

    if importlib.util.find_spec("PySide6") is None:
        return (
            f"PySide6, which draws the window, is not installed for {sys.executable}. "
            "Install Paraloom with what it needs: .venv/bin/pip install -e ."
        )
    import PySide6  # needs no library of the system yet

    if sys.version_info < (3, 12) and PySide6.__version__ == "6.12.0":
        return (
            "PySide6 6.12.0 aborts on Python before 3.12 (it loses references to None). "
            "Install another: .venv/bin/pip install 'PySide6-Essentials!=6.12.0'"
        )
    return None


def _libraries_problem(plug_in: Mapping[str, str]) -> str | None:
    """All that are missing in one sentence, Qt's own among them: whoever obeys it has them all."""
    refused = _qt_refuses()
    libraries = {**QT_LIBRARIES, **plug_in} if refused else plug_in
    missing = [library for library in libraries if not _loads(library)]
    if not missing:
        return f"Qt cannot be loaded on this system: {refused}." if refused else None
    packages = sorted({libraries[library] for library in missing})
    names = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    return f"The window needs {names}, which cannot be loaded on this system. {_install(packages)}"


def _qt_refuses() -> str:
    """Why Qt's own libraries cannot be loaded; empty where they can, as they are needed in any case."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return str(error)
    return ""


def _install(packages: Iterable[str]) -> str:
    import shutil

    root = "" if os.geteuid() == 0 else "sudo "
    line = f"{root}apt-get update; {root}apt-get install -y {' '.join(packages)}"
    return f"Install: {line}" if shutil.which("apt-get") else f"Install them (on Debian and Ubuntu: {line})."


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _platform_problem() -> str | None:
    """The display's problem, or that of its libraries.

    Qt tries what it is told, else Wayland, else X11, and then aborts.
    """
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        platforms = [platform.partition(":")[0] for platform in asked.split(";")]
    else:
        platforms = ["wayland"] if os.environ.get("WAYLAND_DISPLAY") else []
        platforms += ["xcb"] if os.environ.get("DISPLAY") else []
    if not platforms:
        return _libraries_problem({}) or (
            "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
            "Start it from a desktop, or over ssh -X."
        )
    found = [_one_platform_problem(platform) for platform in platforms]
    return None if None in found else found[-1]


def _one_platform_problem(platform: str) -> str | None:
    if platform.startswith("wayland"):
        return _wayland_problem() or _libraries_problem(WAYLAND_LIBRARIES)
    if platform == "xcb":
        return _libraries_problem(X11_LIBRARIES) or _x11_problem()
    known = _shipped_platforms()
    if known and platform not in known:
        return (
            f"QT_QPA_PLATFORM={os.environ['QT_QPA_PLATFORM']} names no platform that Qt has here. "
            f"Unset it, or choose one of {', '.join(sorted(known))}."
        )
    return _libraries_problem({})


def _shipped_platforms() -> set[str]:
    """Names of the platform plug-ins beside PySide6; empty where they lie elsewhere."""
    import importlib.util

    spec = importlib.util.find_spec("PySide6")
    if spec is None or "QT_QPA_PLATFORM_PLUGIN_PATH" in os.environ or "QT_PLUGIN_PATH" in os.environ:
        return set()
    places = [Path(place, "Qt", "plugins", "platforms") for place in spec.submodule_search_locations or ()]
    return {file.stem[len("libq") :] for place in places for file in place.glob("libq*.so")}


def _wayland_problem() -> str | None:
    import socket

    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    path = Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(path))
        except OSError as error:
            return (
                f"The display WAYLAND_DISPLAY={name} cannot be reached ({error.strerror or error}). "
                "Start it from the desktop itself, or unset WAYLAND_DISPLAY to use X11."
            )
    return None


def _x11_problem() -> str | None:
    """Connects as Qt will, with the person's permissions."""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return (
            "There is no display to open a window on: DISPLAY is not set. "
            "Start it from a desktop, or over ssh -X."
        )
    import ctypes

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if not failed:
        return None
    return (
        f"The display DISPLAY={display} cannot be reached: nobody listens there, or it refuses this user. "
        "Start it from the desktop itself, or over ssh -X."
    )


def main() -> int:
    """Say what keeps a window from opening here: `python -m gui.startup`."""
    found = problem()
    if found is not None:
        print(found, file=sys.stderr)
        return EXIT_CODE
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
