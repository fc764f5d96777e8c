"""The model cut into stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Fix, Problem
from engine.plan.batch import even_pieces
from engine.plan.records import DataFacts, Mesh
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Pipeline:
    """`torch.distributed.pipelining`.

    Source: Huang et al. 2019, arXiv:1811.06965.
    """

    kind = "pipeline"
    title = "Pipeline"
    sentence = "Each device holds some blocks of the model; pieces of the batch flow from device to device."
    explanation = (
        "The model is cut into stages, one or more a device. A micro-batch is divided into pieces that "
        "follow one another, so that all stages work at once, but for filling and draining: the bubble."
    )
    when = "The model does not fit on one device, and the links are too slow to divide layers or shards."
    when_not = "The model is no chain of blocks, or the batch is too small to fill the pipeline."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It takes several devices."""
        if len(devices) > 1:
            return ()
        return [
            Problem(
                field="devices",
                sentence="A pipeline has a stage on each of several devices; one is chosen.",
                mend="Choose more devices, or a single device's strategy.",
                fix=Fix(label="Use a single device", changes={"strategy.kind": "single"}),
            )
        ]

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """All devices along the pipeline axis."""
        return Mesh(pipeline=num_devices)

    def one_process(self) -> bool:
        """A rank a device."""
        return False

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """All through each stage."""
        return even_pieces(num_samples, 1)

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """This rank's stages."""
        from engine.parallel.pipeline_step import build_pipeline_step

        return build_pipeline_step(model, context)
