"""The model's blocks on several devices of one process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Problem, Severity
from engine.plan.batch import even_pieces
from engine.plan.records import DataFacts, Mesh
from engine.spec.run import RunSpec
from engine.spec.strategy import mesh_options

if TYPE_CHECKING:
    from torch import nn


class ModelParallel:
    """Parts of an `nn.Module` on devices, activations moved with `.to(device)`; a thread a CPU slice.

    Source of the overlap: Huang et al. 2019, arXiv:1811.06965, section 2.2.
    """

    kind = "model_parallel"
    title = "Model parallel"
    sentence = "One process, some blocks of the model on each device; activations move from one to the next."
    explanation = (
        "One process holds the whole model, cut into parts, one a device. Without pieces the devices take "
        "turns; with a micro-batch divided into pieces they work at once, each on another piece."
    )
    when = "The model does not fit on one device, and one process has to hold everything."
    when_not = "For speed: a pipeline has a process a device, so its devices share no Python interpreter."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It fits any devices; says where it buys nothing."""
        if len(devices) > 1:
            return ()
        return [
            Problem(
                field="strategy",
                sentence="On one device model parallelism trains like a single device.",
                mend="Choose more devices to hold a larger model.",
                severity=Severity.NOTE,
            )
        ]

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """All devices along the pipeline axis."""
        return Mesh(pipeline=num_devices)

    def one_process(self) -> bool:
        """One rank drives all."""
        return True

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """All through each device, a piece at a time."""
        chunks = mesh_options(spec.strategy).chunks
        return tuple(size for size in even_pieces(num_samples, chunks) if size)

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """A part a device."""
        from engine.parallel.parts_step import build_parts_step

        return build_parts_step(model, context)
