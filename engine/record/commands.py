"""What is asked of a running run: `commands.jsonl`, appended by whoever steers."""

from typing import Literal

from engine.base import Record

Action = Literal["pause", "continue", "stop", "kill", "checkpoint", "evaluate"]


class Command(Record):
    """One wish. It counts only for the attempt it was meant for, so a resume never obeys an old one."""

    id: str
    """Unique, made by `new_command`."""
    time: float
    """Unix time, s."""
    action: Action
    attempt: int
