import sys
import sysconfig
from pathlib import Path

import pytest

from engine.devices.compiler import compiler_problem, find_compiler


def executable(path: Path) -> Path:
    path.write_text(f"#!{sys.executable}\n")
    path.chmod(0o755)
    return path


def test_that_the_compiler_that_is_named_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, named = executable(tmp_path / "g++"), executable(tmp_path / "mine++")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    assert find_compiler() == str(other)
    monkeypatch.setenv("CXX", "mine++")
    assert find_compiler() == str(named)
    monkeypatch.setenv("CXX", "gone++")
    assert find_compiler() == str(other)


def test_that_a_machine_without_compiler_or_headers_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    assert "neither g++ nor clang++" in compiler_problem()
    executable(tmp_path / "clang++")
    has_headers = (Path(sysconfig.get_path("include")) / "Python.h").is_file()
    assert bool(compiler_problem()) is not has_headers
