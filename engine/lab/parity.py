"""Whether every strategy is the same training as a single device, measured on real runs.

A run's losses are held against those of a single device with the same seed and the same samples in each step.
In fp64 the largest relative difference has to stay below 1e-12. In fp32 sums in another order tip the ties of
ReLU and max-pool, on a single device too: there a run may depart ten times as far as a *control*, a single
device that sums otherwise.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine import counts
from engine.base import Record
from engine.devices.inventory import Inventory
from engine.errors import LaunchError, only_errors
from engine.lab.basis import Basis, build_control, spread, with_training
from engine.lab.candidates import Candidate, build_candidates
from engine.lab.scratch import Scratch
from engine.models import model_for
from engine.plan.checks import check_normalisation
from engine.plan.records import Plan
from engine.planning import plan_run
from engine.record.events import RunState
from engine.record.series import read_points
from engine.spec.run import RunSpec
from engine.strategies import strategy_for

Dtype = Literal["fp64", "fp32"]
DTYPES: tuple[Dtype, ...] = ("fp64", "fp32")
TOLERANCE = 1e-12
"""The largest relative difference of a loss in fp64."""
BEYOND_CONTROL = 10.0
"""How much further than the control a run may depart in fp32."""

Losses = NDArray[np.float64]
"""float64 [steps]."""


class Row(Record):
    """One strategy on one mesh, held beside a single device."""

    strategy: str
    options: str = ""
    """What sets it apart from others of its kind: `schedule=gpipe`."""
    mesh: str
    """`pipeline 2 × shard 2`."""
    num_devices: int
    world_size: int
    """Processes; one where a single one drives all devices."""
    model: str
    dtype: Dtype
    steps: int
    max_relative_difference: float | None = None
    first_difference_step: int | None = None
    """Where the losses first differ at all; None: nowhere."""
    first_step_beyond: int | None = None
    """Where they first depart further than they may: where a tie tipped, for instance."""
    control_relative_difference: float | None = None
    limit: float | None = None
    """What the difference may be at most."""
    passed: bool | None = None
    """None: it does not apply."""
    reason: str = ""
    """Why it does not apply, or why there is no figure."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far the measurement is, for people."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Departure:
    """How far the losses of two runs lie apart."""

    largest: float
    """The largest relative difference; NaN where a loss is NaN."""
    first_step: int | None
    """Where they first differ at all, from 1; None: nowhere."""
    relative: Losses
    """The relative difference of each step."""

    def first_beyond(self, limit: float) -> int | None:
        """The first step, from 1, that differs by more, or by NaN; None where none does."""
        return _first(~(self.relative <= limit))


def departure(losses: Losses, reference: Losses) -> Departure:
    """How far losses lie from others, of as many steps."""
    relative = np.abs(losses - reference) / np.abs(reference)
    return Departure(float(relative.max()), _first(losses != reference), relative)


def _first(holds: NDArray[np.bool_]) -> int | None:
    """The first step, from 1, for which it holds."""
    (steps,) = np.nonzero(holds)
    return int(steps[0]) + 1 if len(steps) else None


class ParityLab:
    """Measures the candidates of one spec. References and controls are trained once, when first needed."""

    def __init__(self, basis: Basis, inventory: Inventory, scratch: Scratch) -> None:
        """Prepares a measurement.

        Args:
            basis: The training on a single device.
            inventory: What this machine has.
            scratch: Where to train.
        """
        self._basis = basis
        self._inventory = inventory
        self._scratch = scratch
        self._trained: dict[RunSpec, Losses] = {}

    def measure(self, kinds: Sequence[str], dtypes: Sequence[Dtype]) -> Iterator[Row | Told]:
        """A row for each candidate and precision, and a word before each training.

        Args:
            kinds: Strategies.
            dtypes: Precisions.

        Raises:
            PlanError: Not even a single device can train the spec.
            LaunchError: A run cannot be started, or the single device's did not come to its end.
            RunFolderError: A run's folder cannot be written.
        """
        for notice in self._basis.notices:
            yield Told(notice)
        candidates = build_candidates(self._basis.spec, kinds)
        for dtype in dtypes:
            spec = with_training(self._basis.spec, {"precision": dtype})
            reference = yield from self._train_once(spec, f"{dtype}, a single device")
            for candidate in candidates:
                yield from self._measure_one(spec, candidate, dtype, reference)

    def _measure_one(
        self, spec: RunSpec, candidate: Candidate, dtype: Dtype, reference: Losses
    ) -> Iterator[Row | Told]:
        row, ours = _begin_row(spec, candidate, dtype, len(reference)), spread(spec, candidate)
        reason = self._why_not(ours)
        if ours is None or reason:
            yield row.model_copy(update={"reason": reason})
            return
        control = yield from self._control(spec, candidate.num_devices, reference)
        yield Told(f"{dtype}, {row.strategy} {row.options}".rstrip() + f" on {row.mesh}")
        losses, trouble = self._train(ours)
        if losses is None:
            yield row.model_copy(update={"passed": False, "reason": trouble})
        else:
            yield _judged(row, departure(losses, reference), control)

    def _why_not(self, ours: RunSpec | None) -> str:
        """Why a candidate is none, or not the same training; empty where it is."""
        if ours is None:
            return "The samples of a step cannot be divided into as many equal parts."
        result = plan_run(ours, self._inventory)
        errors = only_errors(result.problems)
        if result.plan is None or errors:
            return errors[0].sentence
        assert isinstance(result.plan, Plan)  # a script has no strategy that could be another
        has_batch_norm = model_for(ours).has_batch_norm(ours, result.plan.facts)
        apart = list(check_normalisation(ours, result.plan.batch, has_batch_norm=has_batch_norm))
        return apart[0].sentence if apart else ""

    def _control(self, spec: RunSpec, parts: int, reference: Losses) -> Generator[Told, None, float | None]:
        """How far a single device departs that sums otherwise; None where there is no such device."""
        control = build_control(spec, parts)
        if control is None or only_errors(plan_run(control, self._inventory).problems):
            return None
        words = f"{spec.training.precision}, its control in {parts} parts"
        losses = yield from self._train_once(control, words)
        return departure(losses, reference).largest

    def _train_once(self, spec: RunSpec, words: str) -> Generator[Told, None, Losses]:
        if spec not in self._trained:
            yield Told(words)
            losses, trouble = self._train(spec)
            if losses is None:
                raise LaunchError(
                    f"There is nothing to compare with ({words}): {trouble}",
                    mend="Start the spec on a single device by itself, and mend what it says.",
                )
            self._trained[spec] = losses
        return self._trained[spec]

    def _train(self, spec: RunSpec) -> tuple[Losses | None, str]:
        """The losses of a run; or None, and why it did not come to its end."""
        folder, status = self._scratch.train(spec, self._inventory)
        if status.state is not RunState.COMPLETED:
            failure = status.failure
            return None, failure.sentence if failure else f"{folder.name} is {status.state}."
        losses: Losses = read_points(folder.series_path("train", "loss"))["value"].copy()
        wanted = spec.training.max_steps
        if len(losses) != wanted:
            return None, f"{folder.name} tells the losses of {counts.steps(len(losses))}, not of {wanted}."
        return losses, ""


def _begin_row(spec: RunSpec, candidate: Candidate, dtype: Dtype, steps: int) -> Row:
    count, asked = candidate.num_devices, spec.model_copy(update={"strategy": candidate.strategy})
    strategy = strategy_for(asked)
    return Row(
        strategy=candidate.strategy.kind,
        options=candidate.describe_options(),
        mesh=str(strategy.mesh(asked, count)),
        num_devices=count,
        world_size=1 if strategy.one_process() else count,
        model=getattr(spec.model, "name", spec.model.kind),
        dtype=dtype,
        steps=steps,
    )


def _judged(row: Row, found: Departure, control: float | None) -> Row:
    """The row with its figures; a difference that is NaN does not pass."""
    limit = TOLERANCE if row.dtype == "fp64" else control and BEYOND_CONTROL * control
    return row.model_copy(
        update={
            "max_relative_difference": found.largest,
            "first_difference_step": found.first_step,
            "control_relative_difference": control,
            "limit": limit,
            "first_step_beyond": None if limit is None else found.first_beyond(limit),
            "passed": None if limit is None else found.largest <= limit,
            "reason": "There is no control to hold it against." if limit is None else "",
        }
    )
