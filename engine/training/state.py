"""Where training stands, beside weights, optimizer and random states."""

from typing import Any

from engine.base import Record
from engine.training.limits import Patience


class Evaluation(Record):
    """What an evaluation found."""

    step: int
    """Steps done before it."""
    loss: float
    """Mean cross-entropy over all test samples."""
    accuracy: float
    """Share of their targets whose class was right."""
    num_samples: int


class TrainingState(Record):
    """What a checkpoint keeps in words and figures."""

    step: int = 0
    """Steps done; with the seed it is also the position in the data and in the schedule."""
    seconds: float = 0.0
    """Seconds of training, without pauses."""
    train_loss: float | None = None
    """Of the last step."""
    patience: Patience = Patience()
    evaluation: Evaluation | None = None
    """The last one."""
    scaler: dict[str, Any] = {}
    """State of the fp16 loss scaler."""
