"""What a resume may change: everything under which it is provably the same training.

Devices, strategy, mesh, and how the samples of a step are divided into micro-batches and accumulations.
"""

from typing import NamedTuple

from engine import counts
from engine.errors import LaunchError
from engine.models import model_for
from engine.plan.records import Plan
from engine.spec.run import RunSpec

_FIXED = (
    "script",
    "model",
    "weights",
    "data",
    "version",
    "training.optimizer.kind",
    "training.last_batch",
    "training.shuffle",
    "training.seed",
    "training.precision",
)
"""What a resume cannot change: its checkpoint belongs to it, or the rest would not be the same training."""
_ROUNDING = {"gather_precision": "same", "reduce_precision": "same", "gradient_compression": "none"}
"""Options of strategies that round, and what is meant by a strategy that has none of them."""
_NEW_RUN = "Start a new run from this spec instead."

Attempt = tuple[RunSpec, Plan]
"""What was asked for an attempt, and what it became."""


class _Seen(NamedTuple):
    """What BatchNorm normalises over."""

    samples: int
    """Together, in one forward."""
    accumulations: int
    """Forwards of a step, each of which moves the running statistics."""


def check_options(name: str, before: RunSpec, after: RunSpec) -> None:
    """Raise LaunchError where an option makes it another training.

    Args:
        name: Of the run.
        before: What it was.
        after: What it is to be.
    """
    for field in _FIXED:
        if _value(before, field) != _value(after, field):
            raise LaunchError(
                f"{field} cannot change when {name} is resumed: it would be another training.",
                field=field,
                mend=_NEW_RUN,
            )
    for field, otherwise in _ROUNDING.items():
        was, asked = (getattr(spec.strategy, field, otherwise) for spec in (before, after))
        if was != asked:
            raise LaunchError(
                f'strategy.{field} of {name} is "{was}"; with these changes it would be "{asked}": '
                "another training.",
                field=f"strategy.{field}",
                mend=_NEW_RUN,
            )


def check_steps(name: str, before: Attempt, after: Attempt) -> None:
    """Raise LaunchError where a step would have other samples, or BatchNorm would see others together.

    Args:
        name: Of the run.
        before: Its newest attempt.
        after: What is to become of it.
    """
    (was_asked, old), (spec, new) = before, after
    if getattr(was_asked.strategy, "gradient_compression", "none") != "none" and old.mesh != new.mesh:
        raise LaunchError(
            f"The ranks of {name} pass on compressed gradients: others would round them otherwise.",
            field="strategy.gradient_compression",
            mend=_NEW_RUN,
        )
    if old.batch.num_train != new.batch.num_train:
        raise LaunchError(
            f"The data have {counts.samples(new.batch.num_train)} for training; {name} began with "
            f"{old.batch.num_train:,}.",
            field="data",
            mend="Put the data back as they were, or start a new run.",
        )
    if old.batch.global_batch_size != new.batch.global_batch_size:
        raise LaunchError(
            f"A step of {name} takes {counts.samples(old.batch.global_batch_size)}; with these changes it "
            f"would take {new.batch.global_batch_size:,}: another training.",
            field="training.micro_batch_size",
            mend=_mend_of_size(old, new),
        )
    if model_for(spec).has_batch_norm(spec, new.facts):
        was, asked = _seen(*before), _seen(*after)
        if was != asked:
            raise LaunchError(
                f"BatchNorm of {name} sees {_describe(was)}; with these changes it would see "
                f"{_describe(asked)}: another training.",
                field="strategy",
                mend="Keep the accumulations, and share the statistics of several devices with "
                "strategy.sync_batch_norm.",
            )


def describe_change(before: Attempt, after: Attempt) -> str:
    """How an attempt is spread otherwise than the one before it; empty where it is not.

    Args:
        before: The newest attempt.
        after: The next one.
    """
    (was, old), (spec, new) = before, after
    if (was.strategy.kind, old.mesh) == (spec.strategy.kind, new.mesh):
        return ""
    return (
        f"It was {was.strategy.kind} on {counts.devices(len(old.devices))}, "
        f"and goes on as {spec.strategy.kind} on {counts.devices(len(new.devices))}."
    )


def _mend_of_size(old: Plan, new: Plan) -> str:
    of_each, rest = divmod(
        old.batch.global_batch_size, new.batch.grad_accum_steps * new.batch.data_parallel_degree
    )
    if rest or not of_each:
        return "Choose accumulations and replicas whose product divides it."
    return f"Set training.micro_batch_size to {of_each:,}, too."


def _seen(spec: RunSpec, plan: Plan) -> _Seen:
    batch = plan.batch
    is_shared = bool(getattr(spec.strategy, "sync_batch_norm", False))
    together = batch.micro_batch_size * (batch.data_parallel_degree if is_shared else 1)
    return _Seen(together, batch.grad_accum_steps)


def _describe(seen: _Seen) -> str:
    return f"{counts.samples(seen.samples)} together, {seen.accumulations:,} times a step"


def _value(spec: RunSpec, name: str) -> object:
    value: object = spec
    for part in name.split("."):
        value = getattr(value, part)
    return value
