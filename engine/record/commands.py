"""What is asked of a running run: `commands.jsonl`, appended by whoever steers."""

import os
import secrets
import time
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from engine.base import Record
from engine.record.disk import append_line
from engine.record.folder import RunFolder
from engine.record.lines import LineTail

Action = Literal["pause", "continue", "stop", "kill", "checkpoint", "evaluate"]


class Command(Record):
    """One wish. It counts only for the attempt it was meant for, so a resume never obeys an old one."""

    id: str
    """Unique, made by `new_command`."""
    time: float
    """Unix time, s."""
    action: Action
    attempt: int
    reason: str = ""
    """Of a stop: why, for people; empty where a person asked."""


_ADAPTER = TypeAdapter(Command)


def new_command(action: Action, attempt: int, reason: str = "") -> Command:
    """A wish for that attempt, made now."""
    return Command(id=secrets.token_hex(8), time=time.time(), action=action, attempt=attempt, reason=reason)


def append_command(folder: RunFolder, action: Action, reason: str = "") -> Command:
    """Asks the newest attempt of a run for something.

    Args:
        folder: The run.
        action: What for.
        reason: Of a stop: why; the run tells it as the reason of its end.

    Raises:
        RunFolderError: the disk is full, read-only, or the folder is gone.
    """
    command = new_command(action, folder.attempt(), reason)
    append_line(folder.commands_path, command.model_dump_json())
    return command


class CommandTail(LineTail[Command]):
    """What was asked of one attempt since the last poll."""

    def __init__(self, path: str | os.PathLike[str], attempt: int) -> None:
        super().__init__(Path(path), _ADAPTER)
        self._attempt = attempt

    def poll(self) -> tuple[Command, ...]:
        """The new commands that are meant for this attempt, in order."""
        return tuple(command for command in super().poll() if command.attempt == self._attempt)
