"""Gradients become updates."""

from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from typing import Any

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.optim import ZeroRedundancyOptimizer
from torch.distributed.tensor import DTensor
from torch.optim import SGD, Adam, AdamW, Optimizer

from engine.contracts import Meter
from engine.parallel.gradient_norm import clip_divided
from engine.parallel.pieces import original_parameters
from engine.record.beat import Phase
from engine.spec.training import AdamSpec, AdamWSpec, OptimizerSpec, SgdSpec
from engine.training.average import WeightAverage
from engine.training.schedules import Schedule

Recipe = tuple[type[Optimizer], dict[str, Any]]
"""An optimizer and its options."""

_FACTOR = "learning_rate_factor"
_FOR_PARTS: dict[type[Optimizer], dict[str, Any]] = {SGD: {"fused": False, "foreach": True}}
"""For parameters in parts (DTensor), where torch knows no fused form: `aten._fused_sgd_` has no sharding."""


class DividedOptimizer(ZeroRedundancyOptimizer):
    """Each rank updates its part of the weights; a meter is told when they are then handed out to all."""

    meter: Meter | None = None

    def _sync_params(self) -> None:
        with nullcontext() if self.meter is None else self.meter.phase(Phase.COMMUNICATION):
            super()._sync_params()  # type: ignore[misc]  # torch types none of its inner functions


def build_optimizer(
    spec: OptimizerSpec,
    module: nn.Module,
    *,
    trained_later: Collection[str] = (),
    never_trained: Collection[str] = (),
    factors: Mapping[str, float] | None = None,
    divided: bool = False,
) -> Optimizer:
    """The optimizer of all parameters that are not frozen for good.

    The fused form: one pass over the weights, element by element, so it is the fastest and gives the same
    bits however the work is divided. A parameter that has no gradient yet is left as it is.
    Source: https://docs.pytorch.org/docs/stable/optim.html

    Args:
        spec: Which one.
        module: Whose parameters.
        trained_later: Names of those that are frozen now, but not for good.
        never_trained: Names of those that are, though a gradient of them may be computed.
        factors: Name to what its learning rate is multiplied by, where that is not 1.
        divided: Whether each rank keeps its state only of a part of the weights, and updates those for all.
    """
    # One pass takes parameters that are in parts on several ranks, or whole ones, but no mixture.
    found: dict[tuple[float, bool], list[nn.Parameter]] = {}
    for name, parameter in original_parameters(module):
        if name not in never_trained and (parameter.requires_grad or name in trained_later):
            alike = ((factors or {}).get(name, 1.0), isinstance(parameter, DTensor))
            found.setdefault(alike, []).append(parameter)
    found = found or {(1.0, False): []}  # a rank may hold frozen layers only
    kind, options = _RECIPES[spec.kind](spec)
    groups = [
        {"params": own, _FACTOR: factor, **(_FOR_PARTS.get(kind, {}) if in_parts else {})}
        for (factor, in_parts), own in found.items()
    ]
    if divided:
        return DividedOptimizer(groups, optimizer_class=kind, **options)
    return kind(groups, **options)


def local_optimizer(optimizer: Optimizer) -> Optimizer:
    """What updates this rank's own part of the weights: all of them, unless they are divided."""
    return optimizer.optim if isinstance(optimizer, ZeroRedundancyOptimizer) else optimizer


def set_learning_rate(optimizer: Optimizer, learning_rate: float) -> None:
    """The learning rate of the next update, before the factor of each group."""
    for group in optimizer.param_groups:
        group["lr"] = learning_rate * group[_FACTOR]


def clip_gradients(
    parameters: list[nn.Parameter], max_norm: float, stages: dist.ProcessGroup | None = None
) -> torch.Tensor:
    """Scale all gradients down to a total norm of at most `max_norm`; the norm before that, float scalar.

    Source: Pascanu et al. 2012, arXiv:1211.5063, algorithm 1.

    Args:
        parameters: Of this rank.
        max_norm: Of the whole gradient.
        stages: The ranks that hold the rest of it, besides what DTensors know of.
    """
    if stages is None and not any(isinstance(parameter, DTensor) for parameter in parameters):
        return nn.utils.clip_grad_norm_(parameters, max_norm)
    return clip_divided(parameters, max_norm, stages)


def _sgd(spec: OptimizerSpec) -> Recipe:
    assert isinstance(spec, SgdSpec)
    return SGD, {
        "lr": spec.learning_rate,
        "momentum": spec.momentum,
        "nesterov": spec.nesterov,
        "weight_decay": spec.weight_decay,
        "fused": True,
    }


def _adam(spec: OptimizerSpec) -> Recipe:
    assert isinstance(spec, AdamSpec | AdamWSpec)
    return AdamW if isinstance(spec, AdamWSpec) else Adam, {
        "lr": spec.learning_rate,
        "betas": (spec.beta1, spec.beta2),
        "weight_decay": spec.weight_decay,
        "fused": True,
    }


_RECIPES: dict[str, Callable[[OptimizerSpec], Recipe]] = {
    SgdSpec().kind: _sgd,
    AdamSpec().kind: _adam,
    AdamWSpec().kind: _adam,
}


class Updater:
    """From gradients to weights, once a step: unscaled, clipped, at that step's learning rate."""

    def __init__(
        self,
        optimizer: Optimizer,
        schedule: Schedule,
        *,
        clip_norm: float | None,
        scaler: torch.amp.GradScaler | None,
        average: WeightAverage | None = None,
        stages: dist.ProcessGroup | None = None,
    ) -> None:
        """Prepares updates.

        Args:
            optimizer: Of this rank's parameters.
            schedule: Of its learning rate.
            clip_norm: To which gradients are scaled down; None: they are not.
            scaler: Of fp16's loss.
            stages: The ranks that hold the rest of the gradient, besides what DTensors know of.
        """
        self.optimizer = optimizer
        self.scaler = scaler
        self._average = average
        self._schedule = schedule
        self._clip_norm = clip_norm
        self._stages = stages
        self._parameters = [one for group in optimizer.param_groups for one in group["params"]]

    def tell(self, meter: Meter) -> None:
        """From now on a meter hears what an update passes on."""
        if isinstance(self.optimizer, DividedOptimizer):
            self.optimizer.meter = meter

    def drop_gradients(self) -> None:
        """Forget all gradients: what `Optimizer.zero_grad` does, without its hooks for a profiler."""
        for parameter in self._parameters:
            parameter.grad = None

    def update(self, step: int) -> tuple[float, torch.Tensor | None]:
        """Apply the gradients and drop them.

        Args:
            step: Steps done before.

        Returns:
            The learning rate, and the gradients' norm before clipping where they are clipped.
        """
        learning_rate, norm = self._schedule(step), None
        set_learning_rate(self.optimizer, learning_rate)
        if self.scaler is not None:
            self.scaler.unscale_(self.optimizer)
        if self._clip_norm is not None:
            norm = clip_gradients(self._parameters, self._clip_norm, self._stages)
        if self.scaler is None:
            self.optimizer.step()
        else:
            self.scaler.step(self.optimizer)
            self.scaler.update()
        if self._average is not None:
            self._average.update(step)
        self.drop_gradients()
        return learning_rate, norm
