"""The ways in which a training can be spread that are held beside a single device. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.data import data_for
from engine.models import model_for
from engine.spec.run import RunSpec
from engine.spec.strategy import StrategySpec
from engine.spec.toml import apply_changes
from engine.strategies import ALL

_TWO_AND_FOUR: tuple[tuple[int, Mapping[str, Any]], ...] = ((2, {}), (4, {}))
_SCHEDULES = ("1f1b", "gpipe", "interleaved_1f1b", "zero_bubble")
_WAYS: Mapping[str, Sequence[tuple[int, Mapping[str, Any]]]] = {
    "data_parallel": _TWO_AND_FOUR,
    "model_parallel": _TWO_AND_FOUR,
    "ddp": _TWO_AND_FOUR,
    "zero": _TWO_AND_FOUR,
    "fsdp": _TWO_AND_FOUR,
    "hsdp": ((2, {"replicas": 2}), (4, {"replicas": 2})),
    "tensor_parallel": (
        *_TWO_AND_FOUR,
        (2, {"sequence_parallel": True}),
        (4, {"sequence_parallel": True}),
    ),
    "pipeline": tuple((count, {"schedule": schedule}) for schedule in _SCHEDULES for count in (2, 4)),
    "mesh": (
        (2, {"replicate": 2}),
        (4, {"replicate": 2, "shard": 2}),
        (4, {"replicate": 2, "tensor": 2}),
        (4, {"shard": 2, "tensor": 2}),
        (4, {"pipeline": 2, "replicate": 2}),
        (4, {"pipeline": 2, "shard": 2}),
        (4, {"pipeline": 2, "tensor": 2}),
    ),
}
"""Kind to number of devices and options, at two meshes at least."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A strategy on so many devices."""

    strategy: StrategySpec
    num_devices: int
    options: tuple[tuple[str, Any], ...]
    """What sets it apart from others of its kind."""

    def describe_options(self) -> str:
        """`schedule=gpipe`; empty where there are none."""
        return ", ".join(f"{name}={str(value).lower()}" for name, value in self.options)


def known_kinds() -> tuple[str, ...]:
    """The strategies that spread training; all but the single device."""
    return tuple(kind for kind in ALL if kind in _WAYS)


def build_candidates(spec: RunSpec, kinds: Sequence[str]) -> tuple[Candidate, ...]:
    """The ways of these kinds, with what else the spec says of its own strategy.

    Statistics of BatchNorm are shared wherever a strategy can: the whole batch is normalised together.

    Args:
        spec: Whose training.
        kinds: Of `known_kinds`.
    """
    return tuple(
        _candidate(spec, kind, count, dict(options)) for kind in kinds for count, options in _WAYS[kind]
    )


def _candidate(spec: RunSpec, kind: str, count: int, options: dict[str, Any]) -> Candidate:
    changes = {"kind": kind, **options}
    if has_batch_norm(spec) and _can_share_statistics(spec, kind):
        changes["sync_batch_norm"] = True
    changed = apply_changes(spec, {f"strategy.{name}": value for name, value in changes.items()})
    return Candidate(changed.strategy, count, tuple(options.items()))


def has_batch_norm(spec: RunSpec) -> bool:
    """Whether the spec's model sees a batch as a whole."""
    return model_for(spec).has_batch_norm(spec, data_for(spec).facts(spec))


def _can_share_statistics(spec: RunSpec, kind: str) -> bool:
    return hasattr(apply_changes(spec, {"strategy.kind": kind}).strategy, "sync_batch_norm")
