"""What does not fit between a model and the axes of a mesh."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.devices.sample import Device
from engine.errors import Fix, Problem, Severity
from engine.plan.piece_checks import check_pieces, too_many_pieces
from engine.plan.records import DataFacts, Mesh, ModelParts
from engine.spec.run import RunSpec
from engine.spec.strategy import (
    MULTI_STAGE_SCHEDULES,
    ModelParallelSpec,
    ShardingOptions,
    StagingOptions,
    mesh_options,
)


def check_mesh(
    spec: RunSpec,
    mesh: Mesh,
    devices: Sequence[Device],
    facts: DataFacts,
    parts: ModelParts,
    *,
    has_batch_norm: bool,
) -> Iterator[Problem]:
    """Every reason why the model cannot be divided like this, with its mend."""
    if mesh.pipeline > 1:
        yield from _check_stages(spec, mesh, parts)
        if isinstance(spec.strategy, ModelParallelSpec):
            yield from check_pieces(spec, devices, has_batch_norm=has_batch_norm)
        else:
            yield from _check_chunks(spec, mesh)
            if has_batch_norm:
                yield _no_batch_norm()
    if parts.shares_weights and (mesh.pipeline > 1 or mesh.tensor > 1):
        yield _shared_weights(spec)
    if mesh.tensor > 1:
        yield from _check_widths(mesh.tensor, parts)
    if mesh_options(spec.strategy).sequence_parallel:
        yield from _check_sequence(spec, mesh, facts)
    if mesh_options(spec.strategy).loss_parallel:
        yield from _check_loss(spec, mesh, facts)
    if mesh.pipeline > 1:
        yield from _check_compile(spec)
    if isinstance(spec.strategy, ShardingOptions) and spec.strategy.cpu_offload and _on_cpu(devices):
        yield Problem(
            field="strategy.cpu_offload",
            sentence="CPU slices keep everything in the machine's memory already.",
            mend="Switch it off.",
            fix=Fix(label="Switch it off", changes={"strategy.cpu_offload": False}),
        )


def _shared_weights(spec: RunSpec) -> Problem:
    if hasattr(spec.model, "tied_head"):
        return Problem(
            field="model.tied_head",
            sentence="A tied head shares its weight with the first block, which another device may hold.",
            mend="Untie it.",
            fix=Fix(label="Untie it", changes={"model.tied_head": False}),
        )
    return Problem(
        field="model",
        sentence="Two layers of this model share a weight, which different devices may hold.",
        mend="Choose FSDP2, or give each its own.",
        fix=Fix(label="Use FSDP2", changes={"strategy.kind": "fsdp"}),
    )


def _check_stages(spec: RunSpec, mesh: Mesh, parts: ModelParts) -> Iterator[Problem]:
    options = mesh_options(spec.strategy)
    stages = mesh.pipeline * options.stages_per_device
    if parts.num_blocks is None:
        yield Problem(
            field="model",
            sentence=f"This model cannot be cut into stages: {parts.no_chain}."
            if parts.no_chain
            else "This model is no chain of blocks, so it cannot be cut into stages.",
            mend="Choose FSDP2, or a model that is a chain.",
            fix=Fix(label="Use FSDP2", changes={"strategy.kind": "fsdp"}),
        )
    elif stages > parts.num_blocks:
        yield Problem(
            field="strategy",
            sentence=f"{stages} stages are asked for; the model has {parts.num_blocks} blocks.",
            mend=f"Use at most {parts.num_blocks} stages, or a deeper model.",
        )
    elif options.cuts and not _are_cuts(options.cuts, stages, parts.num_blocks):
        yield Problem(
            field="strategy.cuts",
            sentence=f"The cuts {', '.join(map(str, options.cuts))} do not make {stages} stages "
            f"of {parts.num_blocks} blocks.",
            mend=f"Name {stages - 1} ascending block numbers below {parts.num_blocks}, or none.",
            fix=Fix(label="Cut by cost", changes={"strategy.cuts": []}),
        )


def _are_cuts(cuts: Sequence[int], stages: int, num_blocks: int) -> bool:
    bounds = [0, *cuts, num_blocks]
    return len(bounds) == stages + 1 and all(low < high for low, high in pairwise(bounds))


def _check_chunks(spec: RunSpec, mesh: Mesh) -> Iterator[Problem]:
    staging = spec.strategy
    assert isinstance(staging, StagingOptions)
    chunks, size = staging.chunks, spec.training.micro_batch_size
    if chunks > size:
        yield too_many_pieces(chunks, size, least=mesh.pipeline)
    elif staging.schedule in MULTI_STAGE_SCHEDULES and chunks % mesh.pipeline:
        fitting = -(-chunks // mesh.pipeline) * mesh.pipeline
        yield Problem(
            field="strategy.chunks",
            sentence=f"This schedule takes a multiple of {mesh.pipeline} pieces, and {chunks} is none.",
            mend=f"Use {fitting}.",
            fix=Fix(label=f"Use {fitting}", changes={"strategy.chunks": fitting}),
        )
    elif staging.schedule == "1f1b" and chunks < mesh.pipeline:
        yield Problem(
            field="strategy.chunks",
            sentence=f"{chunks} pieces do not fill {mesh.pipeline} stages.",
            mend=f"Use at least {mesh.pipeline} pieces; four a stage keep the bubble small.",
            fix=Fix(label=f"Use {mesh.pipeline}", changes={"strategy.chunks": mesh.pipeline}),
        )


def _check_widths(degree: int, parts: ModelParts) -> Iterator[Problem]:
    if not parts.tensor_widths:
        yield Problem(
            field="model",
            sentence="This model has no attention and no pair of linear layers that could be divided.",
            mend="Choose FSDP2, or another model.",
            fix=Fix(label="Use FSDP2", changes={"strategy.kind": "fsdp"}),
        )
    for name, width in parts.tensor_widths:
        if width % degree:
            fitting = [
                number for number in range(1, width + 1) if width % number == 0 and number <= 2 * degree
            ]
            yield Problem(
                field="strategy",
                sentence=f"tensor={degree} does not divide {name}={width}.",
                mend=f"Choose {', '.join(map(str, fitting))}.",
            )
    if parts.num_whole_attentions:
        yield Problem(
            field="strategy",
            severity=Severity.NOTE,
            sentence="Every device computes and keeps this model's attention whole: "
            f"{parts.num_whole_attentions} × nn.MultiheadAttention, whose forward cannot be divided.",
            mend="Write query, key and value as linear layers to have it divided by heads, or choose FSDP2.",
        )


def _check_sequence(spec: RunSpec, mesh: Mesh, facts: DataFacts) -> Iterator[Problem]:
    off = Fix(label="Switch it off", changes={"strategy.sequence_parallel": False})
    if spec.model.kind != "gpt" or mesh.pipeline > 1 or mesh.tensor == 1:
        yield Problem(
            field="strategy.sequence_parallel",
            sentence="Sequence parallelism goes with tensor parallelism of a GPT, without a pipeline.",
            mend="Switch it off.",
            fix=off,
        )
    elif facts.input_shape[0] % mesh.tensor:
        yield Problem(
            field="strategy.sequence_parallel",
            sentence=f"{mesh.tensor} devices do not divide the {facts.input_shape[0]} tokens of a sample.",
            mend="Choose another length, or switch it off.",
            fix=off,
        )


def _check_compile(spec: RunSpec) -> Iterator[Problem]:
    if spec.training.compile and mesh_options(spec.strategy).schedule == "zero_bubble":
        yield Problem(
            field="training.compile",
            sentence="The zero-bubble schedule halves each backward, which torch.compile cannot.",
            mend="Choose another schedule, or do not compile.",
            fix=Fix(label="Do without", changes={"training.compile": False}),
        )


def _check_loss(spec: RunSpec, mesh: Mesh, facts: DataFacts) -> Iterator[Problem]:
    off = Fix(label="Switch it off", changes={"strategy.loss_parallel": False})
    if spec.model.kind != "gpt" or mesh.pipeline > 1 or mesh.tensor == 1:
        yield Problem(
            field="strategy.loss_parallel",
            sentence="A parallel loss goes with tensor parallelism of a GPT, without a pipeline.",
            mend="Switch it off.",
            fix=off,
        )
    elif facts.num_classes % mesh.tensor:
        yield Problem(
            field="strategy.loss_parallel",
            sentence=f"{mesh.tensor} devices do not divide a vocabulary of {facts.num_classes:,}.",
            mend="Choose another number of devices or another vocabulary, or switch it off.",
            fix=off,
        )
    elif spec.training.label_smoothing:
        yield Problem(
            field="strategy.loss_parallel",
            sentence="A parallel loss does not smooth labels.",
            mend="Smooth no labels, or switch it off.",
            fix=off,
        )


def _no_batch_norm() -> Problem:
    return Problem(
        field="model",
        sentence="BatchNorm in a pipeline would see only the samples of one piece.",
        mend="Choose FSDP2 with SyncBatchNorm, or a model without BatchNorm.",
        fix=Fix(
            label="Use FSDP2 with SyncBatchNorm",
            changes={"strategy.kind": "fsdp", "strategy.sync_batch_norm": True},
        ),
    )


def _on_cpu(devices: Sequence[Device]) -> bool:
    return any(device.kind == "cpu" for device in devices)
