"""What a study found: records that a window, a report and the command line show. Filled by `summary`."""

from typing import Any, Literal

from pydantic import Field

from engine.base import Record
from engine.lab.study.energy import EnergyKind
from engine.lab.study.record import Scaling

SHARES = ("compute", "communication", "data", "bubble", "idle")
"""What the time of a candidate's ranks goes to, in the order in which it is drawn."""


class Shares(Record):
    """What the time of a candidate's ranks went to, each from 0 to 1; together 1."""

    compute: float
    """Forward, backward and the optimizer's update, with what they themselves pass on inside.

    What a layer gathers or sums over devices in the middle of a forward (shards, tensor parallelism) no meter
    of a rank tells from computing.
    """
    communication: float
    """Passing gradients and activations on between those, with waiting for who is slower."""
    data: float
    """Waiting for samples."""
    bubble: float
    """Of a pipeline: waiting that its schedule alone explains."""
    idle: float
    """What the meters of the ranks put in none of the others."""

    def of(self, name: str) -> float:
        """One of `SHARES`."""
        return float(getattr(self, name))


class RankSeconds(Record):
    """Where a mean step of one rank went, s; the parts add up to `step_seconds`."""

    rank: int
    device: str
    """Label of its device, or of all that it drives: `CPU 0`."""
    step_seconds: float
    data_seconds: float
    forward_seconds: float
    backward_seconds: float
    communication_seconds: float
    bubble_seconds: float
    optimizer_seconds: float
    idle_seconds: float


class RoundFigures(Record):
    """What one run of a candidate measured, its warm-up left out."""

    round: int
    """From 1."""
    run: str
    """Name of its run folder, in the runs folder that the study lies in."""
    samples_per_second: float
    step_seconds: float
    """Median over the measured steps."""
    step_seconds_low: float
    """5th percentile of the measured steps."""
    step_seconds_high: float
    """95th percentile."""
    shares: Shares
    accounted: float
    """The share of the clock's time that the ranks' meters explain: 1 but for a few thousandths.

    Shares are of all time on the clock; what the meters missed is idle.
    """
    ranks: tuple[RankSeconds, ...]
    memory_peak_bytes: int | None = None
    """The most that any rank used: on a GPU what torch allocated, else what the process had resident."""
    power_watts: float | None = None
    """Mean of all devices together while steps were measured; None where that is not told."""
    energy_joules: float | None = None
    """What the measured steps took, all devices together."""
    joules_per_sample: float | None = None
    energy_kind: EnergyKind = ""
    """How it is known."""
    energy_words: str = ""
    """A sentence: why there is no energy, or what is in it."""
    target_step: int | None = None
    """The step at which the training loss reached the target; None: not within the run, or no target."""
    start_to_first_step_seconds: float | None = None
    seconds: float
    """The run from its start to its end, with all that was not measured."""
    is_outlier: bool = False
    """Whether it lies far from the other rounds of its candidate. It counts for the median all the same."""


class Spread(Record):
    """How far the rounds lie apart, in samples a second."""

    least: float
    greatest: float
    mad: float
    """Median absolute deviation from the median, times 1.4826: the standard deviation of a normal one."""
    relative: float
    """`mad` over the median."""


class Parity(Record):
    """Whether a candidate is the same training as the single device with the same samples in a step."""

    steps: int
    max_relative_difference: float | None = None
    """Of the losses, in fp64; None where there is no figure."""
    limit: float = 1e-12
    passed: bool | None = None
    """None: it does not apply."""
    reason: str = ""
    """Why it does not apply, or why there is no figure."""


RowState = Literal["waiting", "racing", "measured", "failed", "left_out"]


class CandidateRow(Record):
    """One candidate with all that is known of it so far; None where nothing is."""

    name: str
    family: str
    is_reference: bool
    state: RowState
    """waiting for its first run; racing: a run of it is under way; measured: at least one round is;
    failed: a run did not come to its end; left_out: this machine cannot run it."""
    reason: str = ""
    """Why it failed or is left out."""
    mend: str = ""
    """What to change about that."""
    strategy: str
    num_devices: int
    world_size: int
    mesh: str
    global_batch_size: int
    batch: str
    """The global batch as a sentence."""
    changes: dict[str, Any] = Field(default_factory=dict)
    rounds: tuple[RoundFigures, ...] = ()
    """Of every run that came to its end, outlying ones, too."""
    samples_per_second: float | None = None
    """Median of the rounds."""
    spread: Spread | None = None
    step_seconds: float | None = None
    """Median of the rounds."""
    speedup: float | None = None
    """Samples a second over those of the single device.

    In weak scaling that is the scaled speed-up, of which one for every device would be ideal.
    """
    efficiency: float | None = None
    """Speed-up over number of devices."""
    efficiency_of_limit: float | None = None
    """Speed-up over what so many independent single devices reach together."""
    shares: Shares | None = None
    """Mean of the rounds that are not outliers."""
    ranks: tuple[RankSeconds, ...] = ()
    """Of the round with the median speed."""
    memory_peak_bytes: int | None = None
    power_watts: float | None = None
    energy_joules: float | None = None
    """Of the measured steps of one run: median of the rounds."""
    joules_per_sample: float | None = None
    samples_per_joule: float | None = None
    target_step: int | None = None
    seconds_to_target: float | None = None
    device_seconds_to_target: float | None = None
    """The same times the number of devices."""
    joules_to_target: float | None = None
    cost_to_target: float | None = None
    """In the currency of the study's price; None without a price or where the target was not reached."""
    parity: Parity | None = None


class LimitRow(Record):
    """What independent single devices reach together: no strategy can be expected to be faster."""

    num_devices: int
    speedup: float | None
    """Median of the rounds: their samples a second together, over the single device's."""
    samples_per_second: float | None
    rounds: tuple[float, ...]
    """Samples a second together, of each round."""


class FitParameter(Record):
    """One number of a fitted law."""

    name: str
    """`serial_share`, `contention`, `coherency`."""
    value: float
    error: float | None
    """Standard error; None where there are no more points than numbers."""


class Fit(Record):
    """A law of scaling, fitted to the speed-ups of one family by least squares."""

    law: Literal["amdahl", "gustafson", "usl"]
    family: str
    parameters: tuple[FitParameter, ...]
    rms_error: float
    """Root of the mean square by which the law misses the measured speed-ups."""
    num_points: int
    """Measured speed-ups beside that of the single device, which is 1 in every law."""
    most_speedup: float | None = None
    """What the law allows at most, however many devices; None: no bound."""
    curve: tuple[tuple[float, float], ...] = ()
    """(devices, speed-up) along the law, to be drawn."""

    def value(self, name: str) -> float:
        """A parameter by its name. Raises KeyError where the law has none of it."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter.value
        raise KeyError(name)


class Verdict(Record):
    """The result in words."""

    best: str = ""
    """Name of the candidate to use; empty as long as nothing is measured."""
    sentence: str = ""
    """Which to use, and why."""
    details: tuple[str, ...] = ()
    """A sentence for each of the others: what limits it."""


class StudyResult(Record):
    """All that a study has found so far; complete once its state is over."""

    name: str
    description: str
    state: str
    """Of the study, as in `engine.lab.study.events.StudyState`."""
    sentence: str = ""
    """Why it is in this state, where that is not plain."""
    scaling: Scaling
    global_batch_size: int
    """Samples in a step of the single device; in weak scaling of each device."""
    comparison: str
    """The same as a sentence."""
    warmup_steps: int
    measured_steps: int
    rounds: int
    """How many are asked for."""
    rounds_done: int
    machine: str
    """`2 cores of AMD EPYC`, with the GPUs where there are any."""
    candidates: tuple[CandidateRow, ...]
    """The single device first."""
    limit_speedup: float | None = None
    """What as many independent single devices as the largest candidate has reach together."""
    limits: tuple[LimitRow, ...] = ()
    fits: tuple[Fit, ...] = ()
    verdict: Verdict = Verdict()
    target_loss: float | None = None
    notices: tuple[str, ...] = ()
    runs_done: int = 0
    num_runs: int = 0
    seconds_left: float | None = None
    """About, while it races."""

    @property
    def reference(self) -> CandidateRow:
        """The single device."""
        return next(row for row in self.candidates if row.is_reference)
