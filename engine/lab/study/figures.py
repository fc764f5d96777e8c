"""What a run's own series tell of its speed, its memory and where its time went."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import LaunchError
from engine.lab.study.energy import read_energy
from engine.lab.study.results import RankSeconds, RoundFigures, Shares
from engine.plan.records import Plan
from engine.record.run_folder import RunFolder
from engine.record.series import read_points
from engine.record.status import RunStatus

_PHASES = ("data", "forward", "backward", "communication", "optimizer", "rest")
_SMOOTHED_STEPS = 10
"""A single batch may have a low loss by chance."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """The measured steps of one rank."""

    begin: float
    """Unix time (s) at which the warm-up ended."""
    ends: Array
    """Unix times at which the measured steps ended, float64 [steps]."""
    step_seconds: Array
    """By the rank's own meter, float64 [steps]."""
    phases: dict[str, float]
    """Seconds of each phase, all steps together."""

    @property
    def seconds(self) -> float:
        """How long the steps took.

        By the clock; or by the meter, where that saw more: a GPU may compute on when its host notes the time.
        """
        return max(float(self.ends[-1]) - self.begin, float(self.step_seconds.sum()))


def read_measured(folder: RunFolder, rank: int, warmup_steps: int) -> Measured:
    """The steps of a rank after its warm-up.

    Raises:
        LaunchError: There are none.
        RunFolderError: A series cannot be read.
    """
    points = read_points(folder.series_path(f"rank-{rank}", "step_seconds"))
    is_measured = points["step"] > warmup_steps
    before = points["time"][~is_measured]
    if not len(before) or is_measured.sum() < 2:
        raise LaunchError(
            f"{folder.name} has no steps after the warm-up.", mend="Look into its log; take more steps."
        )
    phases = {}
    for name in _PHASES:
        series = read_points(folder.series_path(f"rank-{rank}", f"{name}_seconds"))
        phases[name] = float(series["value"][series["step"] > warmup_steps].sum())
    return Measured(
        begin=float(before[-1]),
        ends=points["time"][is_measured].copy(),
        step_seconds=points["value"][is_measured].copy(),
        phases=phases,
    )


def read_round(
    folder: RunFolder, status: RunStatus, *, number: int, warmup_steps: int, target_loss: float | None
) -> RoundFigures:
    """What a run that came to its end measured.

    Args:
        folder: The run.
        status: How it ended.
        number: Which round it was, from 1.
        warmup_steps: Steps that do not count.
        target_loss: The training loss whose step is looked for.

    Raises:
        LaunchError: It has no measured steps.
        RunFolderError: A series cannot be read.
    """
    plan = folder.read_plan()
    assert isinstance(plan, Plan)  # a script is no candidate
    measured = [read_measured(folder, one.rank, warmup_steps) for one in plan.ranks]
    seconds = float(np.mean([one.seconds for one in measured]))
    steps = len(measured[0].ends)
    ranks = tuple(_rank_seconds(plan, rank, one) for rank, one in enumerate(measured))
    energy = read_energy(folder, plan, measured[0].begin, float(measured[0].ends[-1]))
    joules = None if energy.watts is None else energy.watts * seconds
    samples = plan.batch.global_batch_size * steps
    low, middle, high = np.percentile(measured[0].step_seconds, (5, 50, 95))
    return RoundFigures(
        round=number,
        run=folder.name,
        samples_per_second=samples / seconds,
        step_seconds=float(middle),
        step_seconds_low=float(low),
        step_seconds_high=float(high),
        shares=_shares(ranks),
        accounted=float(np.mean([sum(one.phases.values()) for one in measured])) / seconds,
        ranks=ranks,
        memory_peak_bytes=_read_memory(folder, plan),
        power_watts=energy.watts,
        energy_joules=joules,
        joules_per_sample=None if joules is None else joules / samples,
        energy_kind=energy.kind,
        energy_words=energy.reason,
        target_step=None if target_loss is None else _read_target(folder, target_loss),
        start_to_first_step_seconds=status.start_to_first_step_seconds,
        seconds=(status.changed or 0.0) - (status.created or 0.0),
    )


def _rank_seconds(plan: Plan, rank: int, measured: Measured) -> RankSeconds:
    steps = len(measured.ends)
    spent = {name: seconds / steps for name, seconds in measured.phases.items()}
    step = measured.seconds / steps
    bubble = _take_bubble(plan, spent) if plan.bubble is not None else 0.0
    named = {f"{name}_seconds": seconds for name, seconds in spent.items() if name != "rest"}
    return RankSeconds(
        rank=rank,
        device=", ".join(plan.device(name).label for name in plan.ranks[rank].device_ids),
        step_seconds=step,
        bubble_seconds=bubble,
        idle_seconds=max(0.0, step - sum(named.values()) - bubble),
        **named,
    )


def _take_bubble(plan: Plan, spent: dict[str, float]) -> float:
    """The bubble of a pipeline, s, taken out of the phase that a meter found it in.

    Waiting for a neighbour is communication to a rank's meter; as much of it as the schedule explains is the
    bubble. A process that drives all stages never waits, but some of its devices do: there the bubble is what
    the schedule predicts, out of computing.
    """
    within = spent["forward"] + spent["backward"] + spent["communication"]
    bubble = (plan.bubble or 0.0) * within
    if plan.world_size > 1:
        bubble = min(spent["communication"], bubble)
        spent["communication"] -= bubble
        return bubble
    computing = spent["forward"] + spent["backward"]
    bubble = min(computing, bubble)
    for name in ("forward", "backward"):
        spent[name] -= bubble * spent[name] / computing if computing else 0.0
    return bubble


def _shares(ranks: Sequence[RankSeconds]) -> Shares:
    """Of the time of all ranks together."""

    def total(*names: str) -> float:
        return sum(float(getattr(one, f"{name}_seconds")) for one in ranks for name in names)

    whole = total("step")
    spent = {
        "compute": total("forward", "backward", "optimizer") / whole,
        "communication": total("communication") / whole,
        "data": total("data") / whole,
        "bubble": total("bubble") / whole,
    }
    return Shares(idle=max(0.0, 1 - sum(spent.values())), **spent)


def _read_memory(folder: RunFolder, plan: Plan) -> int | None:
    """The most that any rank used."""
    peaks = []
    for one in plan.ranks:
        path = folder.series_path(f"rank-{one.rank}", "memory_peak_bytes")
        points = read_points(path)
        peaks += [int(points["value"].max())] if len(points) else []
    return max(peaks, default=None)


def _read_target(folder: RunFolder, target_loss: float) -> int | None:
    """The first step at which the mean loss of the last ten is down at the target."""
    losses = read_points(folder.series_path("train", "loss"))["value"]
    if len(losses) < _SMOOTHED_STEPS:
        return None
    means = np.convolve(losses, np.full(_SMOOTHED_STEPS, 1 / _SMOOTHED_STEPS), mode="valid")
    (reached,) = np.nonzero(means <= target_loss)
    return int(reached[0]) + _SMOOTHED_STEPS if len(reached) else None
