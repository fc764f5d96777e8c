"""Rows of the index for tests of the filter language."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.record.events import RunState
from engine.record.facts import Facts
from engine.record.run_row import IndexRow

_ROW = IndexRow(
    name="a",
    path=Path("runs/a"),
    created=1_700_000_000.0,
    state=RunState.COMPLETED,
    attempt=1,
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
    archived=False,
    options=Facts.of(
        {
            "training.optimizer.kind": "adamw",
            "training.optimizer.learning_rate": 0.004,
            "training.schedule.kind": "cosine",
            "training.micro_batch_size": 32,
            "training.drop_last": True,
            "model.channels": "32, 64",
        }
    ),
    metrics=Facts.of(
        {
            "last(eval/accuracy)": 0.97,
            "min(eval/accuracy)": 0.1,
            "max(eval/accuracy)": 0.98,
            "last(train/loss)": 0.5,
            "min(train/loss)": 0.25,
            "max(train/loss)": 2.3,
        }
    ),
)


def index_row(name: str = "a", **changes: Any) -> IndexRow:
    """A run that completed, with these changes."""
    return replace(_ROW, name=name, path=Path("runs") / name, **changes)
