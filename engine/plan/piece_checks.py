"""What does not fit where a micro-batch is divided into pieces that follow one another."""

from collections.abc import Iterator, Sequence

from engine.devices.sample import Device
from engine.errors import Fix, Problem, Severity
from engine.spec.run import RunSpec
from engine.spec.strategy import mesh_options


def check_pieces(spec: RunSpec, devices: Sequence[Device], *, has_batch_norm: bool) -> Iterator[Problem]:
    """Of model parallelism, which is the training of a single device where a micro-batch is one piece."""
    chunks, size = mesh_options(spec.strategy).chunks, spec.training.micro_batch_size
    if chunks == 1:
        return
    whole = Fix(label="Use one piece", changes={"strategy.chunks": 1})
    if chunks > size:
        yield too_many_pieces(chunks, size, least=1)
    if has_batch_norm:
        yield Problem(
            field="strategy.chunks",
            sentence="BatchNorm would see only the samples of one piece.",
            mend="Use one piece, or a model without BatchNorm.",
            fix=whole,
        )
    if getattr(spec.model, "dropout", 0.0) and any(device.kind == "cpu" for device in devices):
        repeats = spec.training.activation_checkpointing != "none"
        yield Problem(
            field="strategy.chunks",
            sentence="Parts in threads share one generator for dropout, so activations could not be repeated."
            if repeats
            else "Parts in threads share one generator for dropout, in an order that varies.",
            mend="Use one piece, or no dropout.",
            severity=Severity.ERROR if repeats else Severity.WARNING,
            fix=whole,
        )


def too_many_pieces(chunks: int, size: int, *, least: int) -> Problem:
    """More pieces than a micro-batch has samples.

    Args:
        chunks: The pieces asked for.
        size: Samples of a micro-batch.
        least: The fewest pieces that would do.
    """
    return Problem(
        field="strategy.chunks",
        sentence=f"{chunks} pieces are asked for; a micro-batch has {size} samples.",
        mend=f"Use at most {size} pieces, or a larger micro-batch.",
        fix=Fix(label=f"Use {size}", changes={"strategy.chunks": size}) if size >= least else None,
    )
