"""What is asked of a sweep."""

from typing import Any, Literal

from pydantic import Field, model_validator

from engine.base import Record
from engine.spec.run import RunSpec

Method = Literal["grid", "random", "optuna"]
Direction = Literal["maximize", "minimize"]
METRICS = {
    "eval_accuracy": ("eval", "accuracy"),
    "eval_loss": ("eval", "loss"),
    "train_loss": ("train", "loss"),
    "samples_per_second": ("train", "samples_per_second"),
}
"""Short name of a metric to its series."""
_MORE_IS_BETTER = ("accuracy", "per_second")


class Range(Record):
    """Values between two ends, both among them."""

    low: float
    """The least value."""
    high: float
    """The greatest value."""
    scale: Literal["linear", "log"] = "linear"
    """log: each factor of ten is as likely as any other."""
    step: float | None = Field(default=None, gt=0)
    """Only every so far from the least; empty: anything between. On a linear scale."""
    points: int | None = Field(default=None, ge=2, le=10_000)
    """How many values a grid takes, evenly on the scale; beside a step without meaning."""
    integer: bool = False
    """Whole numbers alone; of an option that is a whole number anyway it goes without saying."""

    @model_validator(mode="after")
    def _check_ends(self) -> "Range":
        if not self.low < self.high:
            raise ValueError(f"low = {self.low:g} is not below high = {self.high:g}.")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"A log scale has no place for low = {self.low:g}: begin above 0.")
        if self.scale == "log" and self.step is not None:
            raise ValueError("A step belongs to a linear scale: take it out, or say points.")
        if self.integer and not all(end.is_integer() for end in (self.low, self.high, self.step or 1.0)):
            raise ValueError("Of whole numbers low, high and step have to be whole, too.")
        return self


class Objective(Record):
    """What the best trial has most or least of."""

    metric: str = Field(default="eval_accuracy", min_length=1)
    """eval_accuracy, eval_loss, train_loss, samples_per_second, or any series of a run: `eval/loss`."""
    direction: Direction | None = None
    """maximize or minimize; empty: what is an accuracy or a speed is maximized, all else minimized."""
    value: Literal["last", "best"] = "last"
    """Of a trial counts what it ended with, or the best it ever had."""

    @property
    def series(self) -> tuple[str, str]:
        """Source and metric of the series it is read from."""
        source, _, metric = self.metric.partition("/")
        return METRICS.get(self.metric, (source, metric))

    @property
    def maximizes(self) -> bool:
        """Whether more is better."""
        if self.direction is None:
            return self.metric.endswith(_MORE_IS_BETTER)
        return self.direction == "maximize"

    def is_better(self, one: float, other: float) -> bool:
        """Whether one value is better than another; a number is better than none."""
        if one != one or other != other:
            return one == one and other != other
        return one > other if self.maximizes else one < other


class EarlyStopping(Record):
    """When a trial that promises little is ended before its time."""

    rule: Literal["none", "median", "halving"] = "none"
    """median: when it is worse than half of the others were at its step.

    halving: at rungs, each so many times further than the last, all but the best are ended.
    """
    min_steps: int = Field(default=1, ge=1, le=10**9)
    """Before so many steps none is ended; the first rung of halving."""
    min_trials: int = Field(default=2, ge=1, le=10_000)
    """So many others must have come as far before the median counts."""
    reduction: int = Field(default=3, ge=2, le=100)
    """Of so many at a rung the best one goes on; the next rung is so many times further."""


class Sweep(Record):
    """One training and the options that are tried; frozen, and TOML on disk (`engine.lab.sweep.files`)."""

    version: Literal[1] = 1
    """Version of this format."""
    name: str = Field(default="sweep", min_length=1, max_length=60)
    """Short name, part of the sweep folder's name and of its runs'."""
    description: str = ""
    """A sentence for people."""
    base: str = ""
    """Where the spec comes from: a preset's name or a file; without meaning beside a table [spec]."""
    spec: RunSpec = Field(default_factory=RunSpec)
    """What is trained, in every trial but for what is varied."""
    vary: dict[str, tuple[Any, ...] | Range] = Field(default_factory=dict)
    """Dotted field of the spec to the values it takes, or to a range of them."""
    method: Method = "grid"
    """grid: every combination; random: drawn from the seed; optuna: drawn from what earlier trials found."""
    trials: int | None = Field(default=None, ge=1, le=10_000)
    """How many are tried; empty: 20. A grid has as many as there are combinations."""
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """Seeds what is drawn. The seed of the training is the spec's own."""
    at_once: int = Field(default=1, ge=1, le=256)
    """So many trials are started at once; those whose devices are in use wait in the queue."""
    max_seconds: float | None = Field(default=None, gt=0, le=10**8)
    """After so many seconds no trial begins, and those that run are stopped; empty: no such limit."""
    objective: Objective = Field(default_factory=Objective)
    """What is sought."""
    early_stopping: EarlyStopping = Field(default_factory=EarlyStopping)
    """When a bad trial ends before its time."""
