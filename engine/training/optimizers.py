"""Gradients become updates."""

from collections.abc import Callable, Iterable

import torch
from torch import nn
from torch.optim import SGD, Adam, AdamW, Optimizer

from engine.spec.training import AdamSpec, AdamWSpec, OptimizerSpec, SgdSpec
from engine.training.schedules import Schedule

Parameters = Iterable[nn.Parameter]


def build_optimizer(spec: OptimizerSpec, module: nn.Module) -> Optimizer:
    """The optimizer of all parameters that are not frozen.

    Always the fused form: one pass over the weights, element by element, so it is the fastest and gives the
    same bits however the work is divided.
    Source: https://docs.pytorch.org/docs/stable/optim.html
    """
    trained = [parameter for parameter in module.parameters() if parameter.requires_grad]
    return _BUILDERS[spec.kind](spec, trained)


def set_learning_rate(optimizer: Optimizer, learning_rate: float) -> None:
    """The learning rate of the next update."""
    for group in optimizer.param_groups:
        group["lr"] = learning_rate


def clip_gradients(parameters: list[nn.Parameter], max_norm: float) -> torch.Tensor:
    """Scale all gradients down to a total norm of at most `max_norm`; the norm before that, float scalar.

    Source: Pascanu et al. 2012, arXiv:1211.5063, algorithm 1.
    """
    return nn.utils.clip_grad_norm_(parameters, max_norm)


def _sgd(spec: OptimizerSpec, parameters: Parameters) -> Optimizer:
    assert isinstance(spec, SgdSpec)
    return SGD(
        parameters,
        lr=spec.learning_rate,
        momentum=spec.momentum,
        nesterov=spec.nesterov,
        weight_decay=spec.weight_decay,
        fused=True,
    )


def _adam(spec: OptimizerSpec, parameters: Parameters) -> Optimizer:
    assert isinstance(spec, AdamSpec | AdamWSpec)
    kind = AdamW if isinstance(spec, AdamWSpec) else Adam
    return kind(
        parameters,
        lr=spec.learning_rate,
        betas=(spec.beta1, spec.beta2),
        weight_decay=spec.weight_decay,
        fused=True,
    )


_BUILDERS: dict[str, Callable[[OptimizerSpec, Parameters], Optimizer]] = {
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
    ) -> None:
        self.optimizer = optimizer
        self.scaler = scaler
        self._schedule = schedule
        self._clip_norm = clip_norm
        self._parameters = [one for group in optimizer.param_groups for one in group["params"]]

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
        if self._clip_norm is not None:
            if self.scaler is not None:
                self.scaler.unscale_(self.optimizer)
            norm = clip_gradients(self._parameters, self._clip_norm)
        if self.scaler is None:
            self.optimizer.step()
        else:
            self.scaler.step(self.optimizer)
            self.scaler.update()
        self.drop_gradients()
        return learning_rate, norm
