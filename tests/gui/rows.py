"""Lines of the run table for tests."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.record.events import RunState
from gui.models.messages import RunRow

_ROW = RunRow(
    path=Path("runs/a"),
    name="a",
    created=1_700_000_000.0,
    state=RunState.COMPLETED,
    strategy="ddp",
    model="cnn",
    data="digits",
    devices="CPU 0, CPU 1",
    world_size=2,
    step=230,
    total_steps=230,
    train_loss=0.0123,
    eval_loss=0.0891,
    eval_accuracy=0.975,
    samples_per_second=8412.3,
    duration_seconds=14.2,
    tags=(),
    note="",
    queue_position=None,
)


def run_row(name: str = "a", **changes: Any) -> RunRow:
    """A run that completed, with these changes."""
    return replace(_ROW, name=name, path=Path("runs") / name, **changes)
