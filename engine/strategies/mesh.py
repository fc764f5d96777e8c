"""Any product of the axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import Fix, Problem
from engine.plan.batch import even_pieces
from engine.plan.records import AXES, DataFacts, Mesh
from engine.spec.run import RunSpec
from engine.spec.strategy import MeshSpec

if TYPE_CHECKING:
    from torch import nn


class AnyMesh:
    """Pipeline, replicas, shards and tensor parallelism at once.

    Source: Narayanan et al. 2021, arXiv:2104.04473.
    """

    kind = "mesh"
    title = "Mesh"
    sentence = "Any product of pipeline, replicas, shards and tensor parallelism."
    explanation = (
        "The four degrees multiply to the number of devices. Tensor parallelism is innermost, where devices "
        "talk most; then shards, replicas, and the pipeline outermost."
    )
    when = "No single way is enough: very large models on many devices."
    when_not = "A single way is enough: each axis adds a reason to wait."

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """The degrees must multiply to the number of devices."""
        mesh, count = _mesh(spec), len(devices)
        if mesh.size == count:
            return ()
        rest = mesh.size // mesh.replicate
        fits = count % rest == 0
        replicas = count // rest
        factors = " × ".join(str(getattr(mesh, axis)) for axis in AXES)
        return [
            Problem(
                field="strategy.replicate",
                sentence=f"pipeline × replicate × shard × tensor = {factors} = {mesh.size}; "
                f"the number of devices is {count}.",
                mend="Choose as many devices, or other degrees.",
                fix=Fix(
                    label=f"Use {replicas} {'replica' if replicas == 1 else 'replicas'}",
                    changes={"strategy.replicate": replicas},
                )
                if fits
                else None,
            )
        ]

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """As it is asked for."""
        return _mesh(spec)

    def one_process(self) -> bool:
        """A rank a device."""
        return False

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """As equal as can be, over the ranks that take other samples."""
        return even_pieces(num_samples, _mesh(spec).data_parallel_degree)

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """This rank's part."""
        if context.plan.mesh.pipeline > 1:
            from engine.parallel.pipeline_step import build_pipeline_step

            return build_pipeline_step(model, context)
        from engine.parallel.mesh_step import build_mesh_step

        return build_mesh_step(model.to(context.device), context)


def _mesh(spec: RunSpec) -> Mesh:
    options = spec.strategy
    assert isinstance(options, MeshSpec)
    return Mesh(
        pipeline=options.pipeline, replicate=options.replicate, shard=options.shard, tensor=options.tensor
    )
