"""Where a launcher's standard streams go: it has no terminal."""

import os
import sys

from engine.record.folder import RunFolder


def redirect_streams(folder: RunFolder) -> None:
    """Read from nowhere, write to logs/launcher.log; where that fails, say so once and write to nowhere."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        folder.logs_dir.mkdir(exist_ok=True)
        log = os.open(folder.logs_dir / "launcher.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError as error:
        print(f"{folder.logs_dir} cannot be written: {error.strerror}.", file=sys.stderr, flush=True)
        log = os.dup(nothing)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    os.close(nothing)
