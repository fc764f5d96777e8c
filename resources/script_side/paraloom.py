"""Curves for Paraloom from any script: `import paraloom; paraloom.log(step, loss=0.25)`.

It needs nothing but Python. In a script that Paraloom did not start it does nothing. This one file may be
copied beside a script that also runs where Paraloom is not installed.
"""

import json
import os
import time

__all__ = ["is_watching", "log"]

_FILE = "PARALOOM_LOG"
"""Variable with the path of the file in which this rank's figures are taken down."""


def is_watching() -> bool:
    """Whether Paraloom started this script, so that figures go somewhere."""
    return _FILE in os.environ


def log(step, *, split=None, each_rank=False, **figures):  # type: ignore[no-untyped-def]
    """Draw figures in the window, live.

    Args:
        step: Which step they belong to, a whole number.
        split: On which samples they were taken, for instance "train" or "val"; `val_loss=…` says it as well.
        each_rank: Keep a curve for every rank. Otherwise rank 0's alone are kept.
        figures: Numbers by name; a tensor with one element is one.

    Raises:
        TypeError: A figure is no number.
    """
    path = os.environ.get(_FILE)
    rank = int(os.environ.get("RANK", "0"))
    if path is None or (rank and not each_rank):
        return
    values = {
        name: float(value.item() if hasattr(value, "item") else value) for name, value in figures.items()
    }
    line = {"step": int(step), "time": time.time(), "split": split, "values": values}
    if rank:
        line["rank"] = rank
    data = (json.dumps(line) + "\n").encode()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        os.write(file, data)
    finally:
        os.close(file)
