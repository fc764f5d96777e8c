"""What excludes one another in the options of DistributedDataParallel."""

from collections.abc import Iterator

from engine.errors import Fix, Problem, Severity
from engine.spec.run import RunSpec
from engine.spec.strategy import DdpSpec

_COMPRESSION = "strategy.gradient_compression"


def check_gradients(spec: RunSpec) -> Iterator[Problem]:
    """Compressed gradients and a static graph, against what else is asked for."""
    options = spec.strategy
    assert isinstance(options, DdpSpec)
    if options.gradient_compression != "none":
        yield from _check_compression(spec, options.gradient_compression)
    if options.static_graph and spec.training.unfreeze:
        yield Problem(
            field="strategy.static_graph",
            sentence="A static graph stays as it is, and layers that are trained later change it.",
            mend="Switch it off.",
            fix=Fix(label="Switch it off", changes={"strategy.static_graph": False}),
        )
    if options.static_graph and spec.training.grad_accum_steps > 1:
        yield Problem(
            field="strategy.static_graph",
            sentence="torch learns a static graph from a step of one backward; accumulation has several.",
            mend="Switch it off, or use a larger micro-batch in place of accumulation.",
            fix=Fix(label="Switch it off", changes={"strategy.static_graph": False}),
        )
    if options.static_graph and options.find_unused_parameters:
        yield Problem(
            field="strategy.find_unused_parameters",
            sentence="A static graph finds unused parameters by itself, in the first step.",
            mend="Switch the search off.",
            fix=Fix(label="Switch it off", changes={"strategy.find_unused_parameters": False}),
        )


def _check_compression(spec: RunSpec, compression: str) -> Iterator[Problem]:
    whole = Fix(label="Do not compress", changes={_COMPRESSION: "none"})
    yield Problem(
        field=_COMPRESSION,
        sentence="Compressed gradients are not those of a single device: losses depart from its.",
        mend="Pass whole gradients to train the same.",
        severity=Severity.NOTE,
    )
    if compression != "powersgd":
        if spec.training.precision == "fp64":
            yield Problem(
                field=_COMPRESSION,
                sentence=f"{compression} gradients throw away what fp64 weights are kept for.",
                mend="Pass whole gradients, or use fp32.",
                fix=whole,
            )
        return
    if spec.training.precision == "fp16":
        yield Problem(
            field=_COMPRESSION,
            sentence="PowerSGD keeps what it leaves out, and a loss that overflows in fp16 would stay in it.",
            mend="Use bf16, or pass whole gradients.",
            fix=whole,
        )
    if spec.training.unfreeze:
        yield Problem(
            field=_COMPRESSION,
            sentence="PowerSGD keeps what it leaves out of each bucket, and layers that are trained later "
            "change the buckets.",
            mend="Pass whole gradients, or train all layers from the start.",
            fix=whole,
        )
