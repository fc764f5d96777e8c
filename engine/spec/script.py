"""A person's own training script, started on the devices as it is."""

from typing import Literal

from pydantic import Field

from engine.base import Record


class ScriptSpec(Record):
    """Which script, and how it is started. Strategy, model, data and training are the script's own."""

    file: str = ""
    """Full path of the Python file. It is not changed."""
    arguments: tuple[str, ...] = ()
    """What stands after the file on the command line, word by word."""
    working_folder: str = ""
    """Full path of the folder it runs in. Empty: the script's own."""
    environment: tuple[str, ...] = ()
    """Variables that it gets on top of yours, each as `NAME=VALUE`."""
    log_folder: str = ""
    """Full path of a folder where it, or a folder below, gets TensorBoard files. Empty: where it runs."""
    start_as: Literal["torchrun", "python"] = "torchrun"
    """torchrun: a rank for each device, with the variables that torchrun sets; RANK 0 is on the first.

    python: one process that sees all the devices, as `python script.py` starts it.
    """
    fresh_process: bool = False
    """Start a new Python for each rank, which takes some seconds, instead of one with torch imported.

    For a script that sets up torch by variables before it is imported, or looks at how it was started.
    """
    stop_signal: Literal["SIGINT", "SIGTERM"] = "SIGINT"
    """What Stop sends to every rank: SIGINT as Ctrl+C does, or SIGTERM as a batch system does."""
    grace_seconds: float = Field(default=30.0, ge=0.0, le=3600.0)
    """How long the script may go on after that, to save what it wants, in seconds; then it is ended."""
