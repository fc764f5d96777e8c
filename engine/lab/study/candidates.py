"""The candidates of a study, as they are raced on a machine."""

from typing import Any

from engine import counts
from engine.base import Record
from engine.errors import Problem, only_errors
from engine.lab.study.record import Scaling
from engine.plan.records import Plan
from engine.spec.run import RunSpec


class Candidate(Record):
    """One way to train, as it is raced."""

    name: str
    """Unique in its study: `ddp ×2`, `single, data_workers 2`, or as a person named it."""
    changes: dict[str, Any]
    """Dotted field of the study's spec to its value: what was asked of this candidate."""
    family: str
    """What it has in common with those that differ in their devices alone: one curve of a speed-up plot.

    The single device belongs to every family.
    """
    is_reference: bool = False
    """Whether it is the single device that all are measured against."""
    spec: RunSpec
    """What a run of it is started with: with its steps, its batch, and nothing that disturbs them."""
    strategy: str
    """Its kind."""
    num_devices: int
    world_size: int
    """Processes; one where a single one drives all devices."""
    mesh: str
    """`replicate 2`; `1` on a single device."""
    global_batch_size: int
    """Samples in a step."""
    batch: str
    """The same as a sentence: `32 × 2 replicas = 64 samples a step`."""
    plan: Plan | None
    """What it becomes on this machine; None where it is left out."""
    problems: tuple[Problem, ...] = ()
    """Why it is left out, or what to know of it."""

    @property
    def fits(self) -> bool:
        """Whether it is raced."""
        return self.plan is not None

    @property
    def reason(self) -> str:
        """Why it is left out; empty where it is raced."""
        errors = only_errors(self.problems)
        return "" if self.fits else str(errors[0].sentence if errors else "No plan was found.")


class Expansion(Record):
    """All candidates of a study on this machine."""

    candidates: tuple[Candidate, ...]
    """The single device first."""
    scaling: Scaling
    global_batch_size: int
    """Samples in a step of the single device; in weak scaling of each device."""
    machine: str
    """`2 cores of AMD EPYC`, with the GPUs where there are any."""
    notices: tuple[str, ...] = ()
    """In what the runs are otherwise than the spec alone would be."""

    @property
    def reference(self) -> Candidate:
        """The single device."""
        return next(one for one in self.candidates if one.is_reference)

    @property
    def racing(self) -> tuple[Candidate, ...]:
        """Those that are raced."""
        return tuple(one for one in self.candidates if one.fits)

    @property
    def sentence(self) -> str:
        """What is compared: `Strong scaling: 64 samples a step for every candidate.`."""
        size = counts.samples(self.global_batch_size)
        if self.scaling == "strong":
            return f"Strong scaling: {size} a step for every candidate."
        return f"Weak scaling: {size} a step for every device."

    def find(self, name: str) -> Candidate:
        """The candidate of that name. Raises KeyError where there is none."""
        for one in self.candidates:
            if one.name == name:
                return one
        raise KeyError(name)
