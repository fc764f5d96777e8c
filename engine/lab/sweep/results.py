"""What a sweep found: records that a window and the command line show. Filled by `summary`."""

from typing import Any

from engine.base import Record
from engine.lab.sweep.events import SweepState, TrialState
from engine.lab.sweep.record import Method


class TrialRow(Record):
    """One trial with all that is known of it so far."""

    number: int
    """From 1."""
    name: str
    """`learning_rate 0.01, micro_batch_size 64`."""
    options: dict[str, Any]
    """Dotted field of the spec to its value."""
    run: str
    """Name of its run folder; empty where none was started."""
    state: TrialState
    objective: float | None
    """What counts of it, so far where it is not over; None where it has no value."""
    steps: int
    total_steps: int | None
    stopped_early: bool
    """Whether it was ended before its time because it promised little."""
    sentence: str = ""
    """Why it ended early, or failed."""
    mend: str = ""
    seconds: float | None = None
    """At work; None as long as it is not over."""
    is_best: bool = False

    @property
    def is_over(self) -> bool:
        """Whether its run has ended for good."""
        return self.state in ("completed", "stopped_early", "stopped", "failed")


class SweepResult(Record):
    """All that a sweep has found so far."""

    name: str
    description: str
    state: SweepState
    sentence: str = ""
    """Why it is in this state, where that is not plain."""
    method: Method
    metric: str
    maximizes: bool
    """Whether more of it is better."""
    num_trials: int
    """How many there will be."""
    at_once: int
    options: tuple[str, ...]
    """Dotted fields that are varied."""
    trials: tuple[TrialRow, ...]
    """Those that began, in order."""
    seconds_left: float | None = None
    """About; None where nothing is known or nothing is left."""
    most_seconds: float | None = None
    """What all of it takes at most, where the spec or the sweep sets a limit."""

    @property
    def best(self) -> TrialRow | None:
        """The best of those that came to their end; None as long as none has."""
        return next((row for row in self.trials if row.is_best), None)

    @property
    def num_over(self) -> int:
        """How many trials have ended."""
        return sum(row.is_over for row in self.trials)
