"""Replicas that divide the optimizer's state between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Problem
from engine.plan.batch import even_pieces
from engine.plan.records import DataFacts, Mesh
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Zero:
    """DistributedDataParallel with `ZeroRedundancyOptimizer`.

    Source: Rajbhandari et al. 2019, arXiv:1910.02054, section 5.1.
    """

    kind = "zero"
    title = "ZeRO-1"
    sentence = "As DDP, and each device keeps a part of the optimizer's state."
    explanation = (
        "Every device has a full copy of the model, but remembers what the optimizer needs only for its part "
        "of the weights. It updates these, and gives them to the others."
    )
    when = "The model fits on each device, and with Adam's two moments it no longer does."
    when_not = "The model itself does not fit: use FSDP. It fits easily: plain replicas exchange less."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It fits any devices."""
        return ()

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """All devices along the replicate axis."""
        return Mesh(replicate=num_devices)

    def one_process(self) -> bool:
        """A rank a device."""
        return False

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """As equal as can be; the others wait for a rank without a sample."""
        return even_pieces(num_samples, len(devices))

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """This rank's copy; the optimizer is divided when it is built, for this step says so."""
        from engine.parallel.ddp_step import build_ddp_step

        return build_ddp_step(model.to(context.device), context, divides_optimizer=True)
