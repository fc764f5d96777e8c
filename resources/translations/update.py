"""Collects the window's texts and compiles the translations: python resources/translations/update.py."""

import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent


def main() -> None:
    """Update the .ts from the sources, then compile it to .qm."""
    tools = Path(sys.executable).parent
    source = _HERE / "paraloom_zh_CN.ts"
    files = [str(path.relative_to(_ROOT)) for path in sorted((_ROOT / "gui").rglob("*.py"))]
    collect = [str(tools / "pyside6-lupdate"), *files, "-ts", str(source), "-no-obsolete"]
    subprocess.run(collect, cwd=_ROOT, check=True)
    compile_it = [str(tools / "pyside6-lrelease"), str(source), "-qm", str(source.with_suffix(".qm"))]
    subprocess.run(compile_it, check=True)


if __name__ == "__main__":
    main()
