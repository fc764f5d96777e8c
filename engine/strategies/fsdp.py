"""Parameters, gradients and optimizer state in shards."""

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


class Fsdp:
    """FSDP2.

    Source: Zhao et al. 2023, arXiv:2304.11277.
    """

    kind = "fsdp"
    title = "FSDP2"
    sentence = "Weights, gradients and optimizer state in shards; each block is gathered when it is needed."
    explanation = (
        "Every device keeps one shard of everything. Before a block computes, its weights are gathered from "
        "all; after its backward the gradients are summed and each device keeps its shard of them."
    )
    when = "The model, its gradients and the optimizer's state do not fit on one device."
    when_not = "The model fits easily: replicas pass on less."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """It fits any devices; what a mesh cannot do is checked for all strategies alike."""
        return ()

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """All devices along the shard axis."""
        return Mesh(shard=num_devices)

    def one_process(self) -> bool:
        """A rank a device."""
        return False

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """As equal as can be; the others wait for a rank without a sample."""
        return even_pieces(num_samples, len(devices))

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """This rank's shards."""
        from engine.parallel.mesh_step import build_mesh_step

        return build_mesh_step(model.to(context.device), context)
