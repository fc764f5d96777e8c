"""The layers themselves divided over the devices."""

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


class TensorParallel:
    """DTensor's `parallelize_module`, by a plan that is read from the model.

    Source: Shoeybi et al. 2019, arXiv:1909.08053.
    """

    kind = "tensor_parallel"
    title = "Tensor parallel"
    sentence = "Each device computes some heads and a part of each layer's width, for the same samples."
    explanation = (
        "Attention heads and pairs of linear layers are divided over the devices; after each pair their "
        "results are summed. All devices see the same samples."
    )
    when = "Single layers are too large or too slow for one device, and the devices are linked well."
    when_not = "Links are slow: devices talk in every layer, forward and backward."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It fits any devices; whether the model divides is checked for all strategies alike."""
        return ()

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """All devices along the tensor axis."""
        return Mesh(tensor=num_devices)

    def one_process(self) -> bool:
        """A rank a device."""
        return False

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """All on each."""
        return even_pieces(num_samples, 1)

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """This rank's part of the layers."""
        from engine.parallel.mesh_step import build_mesh_step

        return build_mesh_step(model.to(context.device), context)
