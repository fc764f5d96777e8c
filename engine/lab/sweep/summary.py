"""From what happened to what was found: the results of a sweep so far. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.lab.sweep.estimate import estimate_sweep, seconds_left
from engine.lab.sweep.events import (
    AnySweepEvent,
    SweepEntered,
    TrialDrawn,
    TrialEnded,
    TrialSeen,
    TrialStarted,
    TrialState,
    TrialStopping,
)
from engine.lab.sweep.record import Sweep
from engine.lab.sweep.results import SweepResult, TrialRow
from engine.lab.sweep.trials import describe_changes, num_trials
from engine.lab.sweep.values import options_of


@dataclass(slots=True)
class TrialAccount:
    """What the events say of one trial."""

    number: int
    changes: dict[str, Any]
    run: str = ""
    state: TrialState = "drawn"
    objective: float | None = None
    steps: int = 0
    total_steps: int | None = None
    stopping: str = ""
    """Why it was told to stop early; empty where it was not."""
    ended: TrialEnded | None = None

    def add(self, event: AnySweepEvent) -> None:
        """One more event of this trial."""
        match event:
            case TrialStarted():
                self.run, self.state = event.run, "stopping" if self.stopping else "running"
            case TrialSeen():
                self.objective, self.steps, self.total_steps = event.objective, event.step, event.total_steps
            case TrialStopping():
                self.stopping, self.state = event.sentence, "stopping"
            case TrialEnded():
                self.ended, self.state = event, event.state
                self.objective, self.steps = event.objective, event.steps
                self.total_steps = event.total_steps or self.total_steps

    def row(self, *, is_best: bool, is_held: bool) -> TrialRow:
        """The trial as it is shown.

        Args:
            is_best: Whether no other is better.
            is_held: Whether its sweep is over.
        """
        ended = self.ended
        return TrialRow(
            number=self.number,
            name=describe_changes(self.changes),
            options=self.changes,
            run=self.run,
            state="held" if is_held and ended is None else self.state,
            objective=self.objective,
            steps=self.steps,
            total_steps=self.total_steps,
            stopped_early=self.state in ("stopped_early", "stopping"),
            sentence=ended.sentence if ended else self.stopping,
            mend=ended.mend if ended else "",
            seconds=ended.seconds if ended else None,
            is_best=is_best,
        )


@dataclass(slots=True)
class Ledger:
    """All trials, as the events tell of them."""

    trials: dict[int, TrialAccount] = field(default_factory=dict)

    def add(self, event: AnySweepEvent) -> None:
        """One more event."""
        if isinstance(event, SweepEntered):
            return
        if isinstance(event, TrialDrawn):
            self.trials[event.number] = TrialAccount(event.number, event.changes)
        elif event.number in self.trials:
            self.trials[event.number].add(event)


def summarise_sweep(sweep: Sweep, events: Sequence[AnySweepEvent], state: SweepEntered) -> SweepResult:
    """Everything that a sweep has found so far.

    Args:
        sweep: What was asked.
        events: What happened, oldest first.
        state: Where the sweep is (`SweepFolder.state`).
    """
    ledger = Ledger()
    for event in events:
        ledger.add(event)
    best = _best(sweep, ledger)
    is_held = state.state.is_over
    rows = tuple(one.row(is_best=one.number == best, is_held=is_held) for one in ledger.trials.values())
    seconds = [row.seconds for row in rows if row.seconds and row.state in ("completed", "stopped_early")]
    num_over = sum(row.is_over for row in rows)
    return SweepResult(
        name=sweep.name,
        description=sweep.description,
        state=state.state,
        sentence=state.sentence,
        method=sweep.method,
        metric=sweep.objective.metric,
        maximizes=sweep.objective.maximizes,
        num_trials=num_trials(sweep),
        at_once=sweep.at_once,
        options=tuple(options_of(sweep)),
        trials=rows,
        seconds_left=None if state.state.is_over else seconds_left(sweep, seconds, num_over),
        most_seconds=estimate_sweep(sweep).most_seconds,
    )


def _best(sweep: Sweep, ledger: Ledger) -> int | None:
    best: TrialAccount | None = None
    for one in ledger.trials.values():
        if one.state != "completed" or one.objective is None or one.objective != one.objective:
            continue
        if best is None or best.objective is None or sweep.objective.is_better(one.objective, best.objective):
            best = one
    return best.number if best else None
