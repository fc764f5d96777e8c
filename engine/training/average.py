"""The moving average of the weights, with which a model is evaluated."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engine.parallel.sharding import let_go, local_part


class WeightAverage:
    """An exponential moving average of every parameter; buffers stay as they are.

    average ← decay · average + (1 − decay) · weights after each step; the first step's weights begin it.
    Source: Polyak and Juditsky 1992, "Acceleration of stochastic approximation by averaging"; as in
    https://docs.pytorch.org/docs/stable/generated/torch.optim.swa_utils.AveragedModel.html
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        """Begins with the weights that there are.

        Args:
            module: Whose parameters; what this rank holds of them.
            decay: Share of the average that a step keeps.
        """
        self._module = module
        self._parameters = dict(module.named_parameters())
        self._decay = decay
        self.tensors: dict[str, Tensor] = {
            name: parameter.detach().clone() for name, parameter in self._parameters.items()
        }
        """Name to average, as a checkpoint keeps it."""

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after a step, `step` being done before it."""
        share = 1.0 if step == 0 else 1.0 - self._decay
        averages, weights = map(local_part, self.tensors.values()), map(local_part, self._parameters.values())
        torch._foreach_lerp_(list(averages), list(weights), share)

    @torch.no_grad()
    def restart(self) -> None:
        """Begin anew with the weights that there are."""
        for name, parameter in self._parameters.items():
            local_part(self.tensors[name]).copy_(local_part(parameter))

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Inside, the module has the averages for weights; after it, its own again, bit by bit."""
        self._exchange()
        try:
            yield
        finally:
            self._exchange()

    @torch.no_grad()
    def _exchange(self) -> None:
        """One tensor at a time, in its own storage: replicas share it, and no second model has to fit.

        What was gathered of shards is let go, or it would still be computed with.
        """
        let_go(self._module)
        for name, parameter in self._parameters.items():
            weight, average = local_part(parameter), local_part(self.tensors[name])
            kept = weight.clone()
            weight.copy_(average)
            average.copy_(kept)
