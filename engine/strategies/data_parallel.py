"""One process drives a replica a device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Fix, Problem, Severity
from engine.plan.batch import chunk_pieces, even_pieces
from engine.plan.records import DataFacts, Mesh
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class DataParallel:
    """`nn.DataParallel` on GPUs; the same with a thread a replica on CPU slices.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.DataParallel.html
    """

    kind = "data_parallel"
    title = "DataParallel"
    sentence = "One process, a replica a device; samples are scattered and gradients gathered each step."
    explanation = (
        "Each step one process scatters the batch over the devices, copies the model to each, runs the "
        "copies in threads, and gathers the gradients on the first device."
    )
    when = "One process has to hold everything: a notebook, a debugger, code that cannot be started twice."
    when_not = "For speed: all threads share one Python interpreter, so DistributedDataParallel is faster."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It fits any devices; says where it buys nothing, and where a resume is not bit for bit."""
        problems = []
        if len(devices) == 1:
            problems.append(
                Problem(
                    field="strategy",
                    sentence="On one device DataParallel trains like a single device.",
                    mend="Choose more devices to see a gain.",
                    severity=Severity.NOTE,
                )
            )
        if len(devices) > 1 and getattr(spec.model, "dropout", False) and devices[0].kind == "cpu":
            problems.append(
                Problem(
                    field="model.dropout",
                    sentence="Replicas in threads share one generator for dropout, in an order that varies.",
                    mend="Use DistributedDataParallel where a run has to be repeated bit for bit.",
                    severity=Severity.WARNING,
                    fix=Fix(label="Use DistributedDataParallel", changes={"strategy.kind": "ddp"}),
                )
            )
        return problems

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """All devices along the replicate axis."""
        return Mesh(replicate=num_devices)

    def one_process(self) -> bool:
        """One rank drives all."""
        return True

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """On GPUs as torch scatters them; on CPU slices as equal as can be. None runs on nothing."""
        if devices[0].kind == "gpu":
            return chunk_pieces(num_samples, len(devices))
        return tuple(size for size in even_pieces(num_samples, len(devices)) if size)

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """A replica a device."""
        from torch.nn import DataParallel as TorchDataParallel

        from engine.parallel.module_step import ModuleStep
        from engine.parallel.objective import Objective
        from engine.parallel.replicas import ReplicasStep

        model.to(context.device)
        if context.device.type == "cuda":
            indices = list(range(len(context.plan.devices)))
            return ModuleStep(model, Objective(context), wrapped=TorchDataParallel(model, device_ids=indices))
        slices = [device.cores for device in context.plan.devices]
        return ReplicasStep(model, Objective(context), slices)
