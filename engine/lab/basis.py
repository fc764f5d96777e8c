"""One training, made ready to be spread in many ways: the reference, its control, the candidates. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.lab.candidates import Candidate, has_batch_norm
from engine.spec.devices import DevicesSpec
from engine.spec.run import RunSpec
from engine.spec.strategy import DdpSpec, SingleSpec
from engine.strategies import strategy_for

_NEVER = 10**6
"""Epochs after which an evaluation would be due."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What all candidates have in common."""

    spec: RunSpec
    """On a single device, for so many steps, and nothing beside them."""
    notices: tuple[str, ...]
    """In what it is not the spec that was given."""


def build_basis(spec: RunSpec, steps: int) -> Basis:
    """The spec on a single device, with the samples in each step that it has on its own devices.

    Args:
        spec: What is asked.
        steps: How many are compared.
    """
    model, notices = spec.model, []
    if getattr(model, "dropout", 0.0):
        model = model.model_copy(update={"dropout": 0.0})
        notices.append("Dropout is switched off: each device would draw its own.")
    kind = _device_kind(spec.devices)
    devices = DevicesSpec.model_validate({"kind": kind, "share_cores": kind == "cpu"})
    whole = {"micro_batch_size": spec.training.micro_batch_size * _degree(spec)}
    alone = {"name": "parity", "devices": devices, "strategy": SingleSpec(), "model": model}
    asked = spec.model_copy(update=alone)
    return Basis(with_training(asked, whole | only_steps(steps)), tuple(notices))


def only_steps(steps: int) -> dict[str, Any]:
    """Fields of a training that ends after so many steps, with nothing between two of them."""
    return {
        "max_steps": steps,
        "max_epochs": None,
        "max_seconds": None,
        "early_stop_evaluations": None,
        "evaluate_every_epochs": _NEVER,
        "checkpoint_every_steps": None,
    }


def with_training(spec: RunSpec, changes: Mapping[str, Any]) -> RunSpec:
    """The spec with other values in fields of its training."""
    return spec.model_copy(update={"training": spec.training.model_copy(update=dict(changes))})


def spread(spec: RunSpec, candidate: Candidate) -> RunSpec | None:
    """The single device's training, spread like this; None where its samples cannot be divided so.

    Args:
        spec: Of a basis.
        candidate: The strategy, and on how many devices.
    """
    devices = spec.devices.model_copy(update={"count": candidate.num_devices})
    ours = spec.model_copy(update={"devices": devices, "strategy": candidate.strategy})
    size, rest = divmod(spec.training.micro_batch_size, _degree(ours))
    return None if rest or not size else with_training(ours, {"micro_batch_size": size})


def build_control(spec: RunSpec, parts: int) -> RunSpec | None:
    """A single device that sums the same numbers in another order; None where it cannot.

    It adds up the gradients of as many micro-batches as there are parts. BatchNorm would then see other
    samples together; there it takes the batch as a whole, with statistics summed as SyncBatchNorm does.

    Args:
        spec: Of a basis.
        parts: Into how many.
    """
    if has_batch_norm(spec):
        return spec.model_copy(update={"strategy": DdpSpec(sync_batch_norm=True)})
    size, rest = divmod(spec.training.micro_batch_size, parts)
    if rest or not size:
        return None
    accumulations = spec.training.grad_accum_steps * parts
    return with_training(spec, {"micro_batch_size": size, "grad_accum_steps": accumulations})


def _device_kind(devices: DevicesSpec) -> str:
    if not devices.use:
        return devices.kind
    return "cpu" if devices.use[0].startswith("cpu:") else "gpu"


def _degree(spec: RunSpec) -> int:
    num_devices = len(spec.devices.use) or spec.devices.count
    return strategy_for(spec).mesh(spec, num_devices).data_parallel_degree
