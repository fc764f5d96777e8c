"""What a resume may change: everything under which it is provably the same training.

Devices, strategy, mesh, and how the samples of a step are divided into micro-batches and accumulations.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine import counts
from engine.errors import Fix, Problem, Severity
from engine.plan.build import ModelFacts
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


def check_options(name: str, before: RunSpec, after: RunSpec) -> Iterator[Problem]:
    """Every option that makes it another training, with what puts it back.

    Args:
        name: Of the run.
        before: What it was.
        after: What it is to be.
    """
    for field in _FIXED:
        was = _value(before, field)
        if was != _value(after, field):
            yield Problem(
                field=field,
                sentence=f"{field} cannot change when {name} is resumed: it would be another training.",
                mend=_NEW_RUN,
                fix=_put_back(field, was),
            )
    for field, otherwise in _ROUNDING.items():
        was, asked = (getattr(spec.strategy, field, otherwise) for spec in (before, after))
        if was != asked:
            yield Problem(
                field=f"strategy.{field}",
                sentence=f'strategy.{field} of {name} is "{was}"; with these changes it would be "{asked}": '
                "another training.",
                mend=_NEW_RUN,
                fix=_put_back(f"strategy.{field}", was) if hasattr(after.strategy, field) else None,
            )


def check_steps(name: str, before: Attempt, after: Attempt, model: ModelFacts) -> Iterator[Problem]:
    """Why a step would have other samples, or BatchNorm would see others together.

    Args:
        name: Of the run.
        before: Its newest attempt.
        after: What is to become of it.
        model: What is known of its model.
    """
    (was_asked, old), (spec, new) = before, after
    if getattr(was_asked.strategy, "gradient_compression", "none") != "none" and old.mesh != new.mesh:
        yield Problem(
            field="strategy.gradient_compression",
            sentence=f"The ranks of {name} pass on compressed gradients: others would round them otherwise.",
            mend=_NEW_RUN,
        )
    if old.batch.num_train != new.batch.num_train:
        yield Problem(
            field="data",
            sentence=f"The data have {counts.samples(new.batch.num_train)} for training; {name} began with "
            f"{old.batch.num_train:,}.",
            mend="Put the data back as they were, or start a new run.",
        )
    if old.batch.global_batch_size != new.batch.global_batch_size:
        yield _other_size(name, old, new)
    elif model.has_batch_norm(spec, new.facts):
        yield from _check_batch_norm(name, before, after)


def check_limit(name: str, step: int, plan: Plan) -> Iterator[Problem]:
    """Whether there is nothing left to train.

    Args:
        name: Of the run.
        step: Where it would go on from.
        plan: What is to become of it.
    """
    if plan.total_steps is not None and step >= plan.total_steps:
        yield Problem(
            field="training.max_epochs",
            sentence=f"{name} has trained {counts.steps(step)}, and that is its limit.",
            mend="Raise training.max_epochs or training.max_steps to train on.",
            severity=Severity.WARNING,
        )


def keep_devices(spec: RunSpec, before: Attempt) -> RunSpec:
    """A spec on the very devices of an attempt, unless other ones are asked for.

    Args:
        spec: What the next attempt is to be.
        before: The newest one.
    """
    was_asked, old = before
    if spec.devices != was_asked.devices:
        return spec
    same = spec.devices.model_copy(update={"use": tuple(device.id for device in old.devices)})
    return spec.model_copy(update={"devices": same})


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


def _other_size(name: str, old: Plan, new: Plan) -> Problem:
    of_each, rest = divmod(
        old.batch.global_batch_size, new.batch.grad_accum_steps * new.batch.data_parallel_degree
    )
    fits = bool(of_each) and not rest
    return Problem(
        field="training.micro_batch_size",
        sentence=f"A step of {name} takes {counts.samples(old.batch.global_batch_size)}; with these changes "
        f"it would take {new.batch.global_batch_size:,}: another training.",
        mend=f"Set training.micro_batch_size to {of_each:,}, too."
        if fits
        else "Choose accumulations and replicas whose product divides it.",
        fix=Fix(label=f"Use {of_each:,}", changes={"training.micro_batch_size": of_each}) if fits else None,
    )


def _check_batch_norm(name: str, before: Attempt, after: Attempt) -> Iterator[Problem]:
    was, asked = _seen(*before), _seen(*after)
    if was == asked:
        return
    strategy = after[0].strategy
    may_share = was.accumulations == asked.accumulations and not getattr(strategy, "sync_batch_norm", True)
    yield Problem(
        field="strategy",
        sentence=f"BatchNorm of {name} sees {_describe(was)}; with these changes it would see "
        f"{_describe(asked)}: another training.",
        mend="Keep the accumulations, and share the statistics of several devices with "
        "strategy.sync_batch_norm.",
        fix=Fix(label="Use SyncBatchNorm", changes={"strategy.sync_batch_norm": True}) if may_share else None,
    )


def _put_back(field: str, was: object) -> Fix | None:
    """None where there is a script now, or was: a spec with one has none of the other parts."""
    return None if field == "script" else Fix(label="Put it back", changes={field: was})


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
