"""The command line: `paraloom` opens the window, `paraloom run` and its companions work without one."""

from engine.cli.main import main

__all__ = ["main"]
