"""The command line: `paraloom` opens the window, `paraloom run` and its companions work without one.

Little is imported before it is known which: the window is there sooner.
"""

import sys
from collections.abc import Sequence

__all__ = ["main"]

_WINDOW = "gui.app"  # by name: the engine knows nothing of the window, which may not even be usable here


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say: none, or `--runs DIR` alone, open the window.

    Args:
        arguments: The words; those of the process where not given.

    Returns:
        Exit code: 0 completed, 1 failed, 2 bad spec or machine, 3 stopped.
    """
    match list(sys.argv[1:] if arguments is None else arguments):
        case []:
            return _open_window(None)
        case ["--runs", folder]:
            return _open_window(folder)
        case words:
            from engine.cli.main import obey

            return obey(words)


def _open_window(folder: str | None) -> int:
    import importlib
    from pathlib import Path

    runs_dir = None if folder is None else Path(folder).expanduser().absolute()
    return int(importlib.import_module(_WINDOW).main(runs_dir))
