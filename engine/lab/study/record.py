"""What is asked of a study."""

from typing import Any, Literal

from pydantic import Field

from engine.base import Record
from engine.spec.run import RunSpec

Scaling = Literal["strong", "weak"]


class Study(Record):
    """One training and the ways in which it is varied; frozen, and TOML on disk (`engine.lab.study.files`).

    The single device is always a candidate, whatever is varied: it is what all others are measured against.
    """

    version: Literal[1] = 1
    """Version of this format."""
    name: str = Field(default="study", min_length=1, max_length=80)
    """Short name, part of the study folder's name and the tag of its runs."""
    description: str = ""
    """A sentence for people."""
    base: str = ""
    """Where the spec comes from: a preset's name or a file; without meaning beside a table [spec]."""
    spec: RunSpec = Field(default_factory=RunSpec)
    """What is trained, in every candidate but for what is varied."""
    vary: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    """Dotted field of the spec to the values it takes: every combination is a candidate."""
    candidates: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Name to changes of the spec: candidates beside those combinations."""
    scaling: Scaling = "strong"
    """strong: every candidate takes the same samples in a step; weak: every device does."""
    global_batch_size: int | None = Field(default=None, ge=1, le=10**9)
    """Samples in a step of the single device; empty: as the spec has them.

    In weak scaling so many for each device. How a device divides them follows from it.
    """
    warmup_steps: int = Field(default=10, ge=1, le=10**6)
    """Steps at the begin of each run that are not measured."""
    measured_steps: int = Field(default=60, ge=2, le=10**7)
    """Steps of each run that are measured, after the warm-up."""
    rounds: int = Field(default=3, ge=1, le=100)
    """How often each candidate runs; all run once before any runs again."""
    parity_steps: int = Field(default=5, ge=0, le=1000)
    """Steps in fp64 by which each candidate is held beside the single device; 0: none."""
    measure_limit: bool = True
    """Measure in each round what independent single devices reach together."""
    target_loss: float | None = Field(default=None, gt=0)
    """Tell when the training loss reaches this; empty: do not."""
    price_per_device_hour: float | None = Field(default=None, gt=0, le=10**6)
    """What an hour of a device costs; empty: costs are not told."""

    @property
    def steps(self) -> int:
        """Of each run."""
        return self.warmup_steps + self.measured_steps
