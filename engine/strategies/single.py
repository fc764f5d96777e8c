"""One device, no parallelism."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Fix, Problem
from engine.plan.records import DataFacts, Mesh
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Single:
    """The reference that every other strategy is measured against."""

    kind = "single"
    title = "Single device"
    sentence = "No parallelism: the reference every other strategy is measured against."
    explanation = "The whole model and the whole batch are on one device."
    when = "The model and its batch fit on one device, and one is fast enough."
    when_not = "Other devices stand idle beside it."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It takes exactly one device."""
        if len(devices) == 1:
            return ()
        changes = {"devices.use": [devices[0].id]} if spec.devices.use else {"devices.count": 1}
        return [
            Problem(
                field="devices",
                sentence=f"A single device is what this strategy uses; {len(devices)} are chosen.",
                mend="Choose one, or spread training with DistributedDataParallel.",
                fix=Fix(label="Use one device", changes=changes),
            ),
            Problem(
                field="strategy",
                sentence=f"{len(devices)} devices need a strategy that spreads training over them.",
                mend="Choose DistributedDataParallel.",
                fix=Fix(label="Use DistributedDataParallel", changes={"strategy.kind": "ddp"}),
            ),
        ]

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """A mesh of one."""
        return Mesh()

    def one_process(self) -> bool:
        """One rank."""
        return True

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """All on one."""
        return (num_samples,)

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """The model on its device."""
        from engine.parallel.module_step import ModuleStep
        from engine.parallel.objective import Objective

        model.to(context.device)
        return ModuleStep(model, Objective(context))
