"""Collects the window's texts and compiles the translations: python resources/translations/update.py."""

import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parent.parent
_OPTIONS = {"paraloom_zh_CN.ts": (), "paraloom_en.ts": ("-pluralonly", "-target-language", "en")}
"""English has only plural forms (`1 run`, `2 runs`): its other texts stand in the sources."""


def main() -> None:
    """Update the .ts from the sources, then compile them to .qm."""
    for name, options in _OPTIONS.items():
        collect(_HERE / name, *options)
        compile_texts(_HERE / name, (_HERE / name).with_suffix(".qm"))


def collect(texts: Path, *options: str) -> None:
    """Bring a .ts up to date with the sources; its translations stay."""
    files = [str(path.relative_to(_ROOT)) for path in sorted((_ROOT / "gui").rglob("*.py"))]
    _tool("pyside6-lupdate", *files, "-ts", str(texts), "-no-obsolete", *options)


def compile_texts(texts: Path, target: Path) -> None:
    """A .ts as .qm, which Qt reads."""
    _tool("pyside6-lrelease", str(texts), "-qm", str(target))


def _tool(name: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / name), *arguments], cwd=_ROOT, check=True)


if __name__ == "__main__":
    main()
