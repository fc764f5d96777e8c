"""One process a device, gradients averaged while backward still runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Problem, Severity
from engine.plan.batch import even_pieces
from engine.plan.gradient_checks import check_gradients
from engine.plan.records import DataFacts, Mesh
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn


class Ddp:
    """DistributedDataParallel: gloo on CPU slices, NCCL on GPUs.

    Source: Li et al. 2020, "PyTorch Distributed", arXiv:2006.15704.
    """

    kind = "ddp"
    title = "DistributedDataParallel"
    sentence = "One process a device; gradients are averaged while backward still runs."
    explanation = (
        "Every device has a process with a full copy of the model and takes its part of the batch. Gradients "
        "are averaged over all in buckets as backward produces them, so all copies stay equal."
    )
    when = "The model fits on one device and you have more of them. The first choice for speed."
    when_not = "The model, its gradients and the optimizer's state do not fit on one device."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It fits any devices; says where it buys nothing, and what its options exclude."""
        problems = list(check_gradients(spec))
        if len(devices) == 1:
            problems.append(
                Problem(
                    field="strategy",
                    sentence="On one device DistributedDataParallel trains like a single device.",
                    mend="Choose more devices to see a gain.",
                    severity=Severity.NOTE,
                )
            )
        return problems

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
        """This rank's copy, its gradients averaged with all others'."""
        from engine.parallel.ddp_step import build_ddp_step

        return build_ddp_step(model.to(context.device), context)
