"""The rules of the house that import-linter, ruff and mypy do not hold."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_SOURCES = sorted(path for part in ("engine", "gui", "resources") for path in (_ROOT / part).rglob("*.py"))
_MOST_LINES = 300
_MOST_FUNCTION_LINES = 60


def _print_of(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in _SOURCES:
        yield path.relative_to(_ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_that_the_window_starts_without_torch_and_without_pyqtgraph() -> None:
    loaded = _loaded_by("import gui.app")
    assert not loaded & {"torch", "torchvision", "pyqtgraph"}


def test_that_plots_are_shown_without_pyqtgraph_and_without_drawings() -> None:
    """What only a saved plot needs is imported when one is saved."""
    pages = "gui.wiring, gui.views.run.view, gui.views.run.plots_page, gui.views.monitor.view"
    loaded = _print_of(f"import sys, {pages}; print(*sys.modules)").split()
    assert "gui.plots.curve_plot" in loaded
    assert not {"pyqtgraph", "PySide6.QtSvg", "PySide6.QtOpenGLWidgets"} & set(loaded)


@pytest.mark.parametrize(
    "module",
    [
        "engine",
        "engine.cli",
        "engine.launcher.warm",
        "engine.launcher.start",
        "engine.launcher.survey_process",
        "engine.planning",
        "engine.survey.records",
    ],
)
def test_that_the_engine_starts_without_torch_and_without_qt(module: str) -> None:
    loaded = _loaded_by(f"import {module}")
    assert not loaded & {"torch", "torchvision", "PySide6", "pyqtgraph"}


def test_that_files_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _SOURCES}
    assert not {str(path): lines for path, lines in lengths.items() if lines > _MOST_LINES}


def test_that_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= _MOST_FUNCTION_LINES
    ]
    assert not long


def test_that_no_exception_is_swallowed() -> None:
    swallowed = [
        f"{path}:{node.lineno}"
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or all(isinstance(line, ast.Pass) for line in node.body))
    ]
    assert not swallowed


def test_that_signals_carry_records_never_a_dict_or_a_list() -> None:
    """A dict with int keys arrives as an empty one, silently."""
    banned = [
        f"{path}:{node.lineno}"
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Signal", "Slot")
        and any(isinstance(argument, ast.Name) and argument.id in ("dict", "list") for argument in node.args)
    ]
    assert not banned


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_that_void_calls_of_pyside_do_not_lose_references_to_none() -> None:
    code = (
        "import sys\n"
        "from PySide6.QtCore import QObject\n"
        "thing, before = QObject(), sys.getrefcount(None)\n"
        "for _ in range(1000): thing.setObjectName('a')\n"
        "print(sys.getrefcount(None) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert abs(int(done.stdout)) < 100, "Pin PySide6-Essentials away from this release."
