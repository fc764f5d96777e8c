"""Groups that shard among themselves and are replicas of each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Fix, Problem
from engine.plan.batch import even_pieces
from engine.plan.records import DataFacts, Mesh
from engine.spec.run import RunSpec
from engine.spec.strategy import HsdpSpec

if TYPE_CHECKING:
    from torch import nn


class Hsdp:
    """FSDP2 on a mesh of two axes.

    Source: Zhao et al. 2023, arXiv:2304.11277, section 3.2.2.
    """

    kind = "hsdp"
    title = "HSDP"
    sentence = "Shards within a group of devices, replicas between the groups."
    explanation = (
        "Within a group weights are gathered block by block, as with FSDP2; between groups only the shards "
        "of the gradients are averaged. Slow links between groups carry little."
    )
    when = "Many devices, of which some are linked better than others."
    when_not = "A few devices: FSDP2 alone holds larger models."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """The groups must divide the devices."""
        replicas, count = _options(spec).replicas, len(devices)
        if count % replicas == 0:
            return ()
        fitting = [number for number in range(1, count + 1) if count % number == 0]
        nearest = min(fitting, key=lambda number: abs(number - replicas))
        return [
            Problem(
                field="strategy.replicas",
                sentence=f"The number of devices is {count}, which makes no {replicas} groups of one size.",
                mend=f"Let the number of groups be {', '.join(map(str, fitting))}.",
                fix=Fix(label=f"Use {nearest}", changes={"strategy.replicas": nearest}),
            )
        ]

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """Groups along the replicate axis, their devices along the shard axis."""
        replicas = min(_options(spec).replicas, num_devices)
        return Mesh(replicate=replicas, shard=num_devices // replicas)

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


def _options(spec: RunSpec) -> HsdpSpec:
    assert isinstance(spec.strategy, HsdpSpec)
    return spec.strategy
