"""Sweeps written by the engine's own writer: no run takes place."""

from pathlib import Path

from engine.lab.sweep.events import (
    AnySweepEvent,
    SweepEntered,
    SweepState,
    TrialDrawn,
    TrialEnded,
    TrialSeen,
    TrialStarted,
    TrialState,
    TrialStopping,
)
from engine.lab.sweep.folder import SweepFolder, create_sweep
from engine.lab.sweep.record import Range, Sweep
from engine.record.events import RunState
from engine.spec import DevicesSpec, RunSpec

RATE = "training.optimizer.learning_rate"
SWEEP = Sweep(
    name="rates",
    spec=RunSpec(devices=DevicesSpec(kind="cpu", count=1)),
    vary={"training.micro_batch_size": (16, 64), RATE: Range(low=1e-5, high=0.1, scale="log")},
    method="random",
    trials=12,
    at_once=2,
)
TRIALS: tuple[tuple[TrialState, float | None, int], ...] = (
    ("completed", 0.912, 460),
    ("completed", 0.944, 460),
    ("stopped_early", 0.42, 115),
    ("failed", None, 12),
    ("completed", 0.931, 460),
    ("completed", 0.968, 1800),
)
"""State, objective and steps of those that ended."""


def new_sweep(runs_dir: Path, *events: AnySweepEvent) -> SweepFolder:
    """A sweep to which this happened."""
    folder = create_sweep(runs_dir, SWEEP)
    for event in events:
        folder.append(event)
    return folder


def begun() -> tuple[AnySweepEvent, ...]:
    """Six trials ended, one is stopped, one runs."""
    events: list[AnySweepEvent] = [SweepEntered(time=1.0, state=SweepState.RUNNING)]
    for number in range(1, 9):
        changes = {"training.micro_batch_size": 16 if number % 2 else 64, RATE: 0.0003 * 2**number}
        events.append(TrialDrawn(time=1.0, number=number, changes=changes))
        events.append(TrialStarted(time=1.0, number=number, run=f"run-{number}"))
    for number, (state, objective, steps) in enumerate(TRIALS, start=1):
        events.append(
            TrialEnded(
                time=9.0,
                number=number,
                state=state,
                steps=steps,
                objective=objective,
                seconds=4.0,
                sentence="The loss became infinite." if state == "failed" else "",
            )
        )
    seen = {"time": 9.0, "state": RunState.RUNNING, "total_steps": 460}
    events.append(TrialSeen.model_validate({"number": 7, "step": 138, "objective": 0.51, **seen}))
    events.append(TrialStopping(time=9.0, number=7, sentence="Stopped early: it was bad."))
    events.append(TrialSeen.model_validate({"number": 8, "step": 230, "objective": 0.88, **seen}))
    return tuple(events)


def ended() -> AnySweepEvent:
    """It came to its end."""
    return SweepEntered(time=99.0, state=SweepState.COMPLETED)
