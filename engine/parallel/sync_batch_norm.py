"""Batch normalisation over the samples of all ranks, on CPU as on GPU.

torch's own refuses CPU tensors. The statistics are those of one device that sees the whole batch.
Source: Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1 and the gradients of section 3.
"""

from typing import Any, cast

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

_Normalised = tuple[Tensor, Tensor, Tensor, Tensor]
"""Normal values, and the mean, variance and number of values of each channel."""


class _Normalise(torch.autograd.Function):
    """x [B, C, *] to (x − mean) / √(variance + ε), mean and variance over all ranks' samples that count."""

    @staticmethod
    def forward(
        ctx: Any, inputs: Tensor, counts: bool, epsilon: float
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        channels = inputs.shape[1]
        others = [dim for dim in range(inputs.dim()) if dim != 1]
        wide = inputs.to(torch.float64) if inputs.dtype == torch.float64 else inputs.to(torch.float32)
        weight = float(counts)
        size = torch.full((1,), weight * inputs.numel() / channels, dtype=wide.dtype, device=wide.device)
        said = torch.cat([wide.sum(others) * weight, size])
        dist.all_reduce(said)
        total = said[-1]
        mean = said[:-1] / total
        shape = [1, -1] + [1] * (inputs.dim() - 2)
        centred = wide - mean.view(shape)
        squares = (centred * centred).sum(others) * weight
        dist.all_reduce(squares)  # a second pass: the mean of squares less the squared mean would cancel
        variance = squares / total
        inverse = torch.rsqrt(variance + epsilon)
        normal = centred * inverse.view(shape)
        ctx.save_for_backward(normal, inverse, total)
        ctx.weight = weight
        ctx.mark_non_differentiable(mean, variance, total)
        return normal.to(inputs.dtype), mean, variance, total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        normal, inverse, total = ctx.saved_tensors
        given = gradients[0]
        others = [dim for dim in range(given.dim()) if dim != 1]
        shape = [1, -1] + [1] * (given.dim() - 2)
        wide = given.to(normal.dtype) * ctx.weight
        said = torch.cat([wide.sum(others), (wide * normal).sum(others)])
        dist.all_reduce(said)
        mean_of_given, mean_of_product = (said / total).chunk(2)
        through = wide - mean_of_given.view(shape) - normal * mean_of_product.view(shape)
        return (through * inverse.view(shape) * ctx.weight).to(given.dtype), None, None


class SyncBatchNorm(_BatchNorm):
    """Takes the place of any BatchNorm; same parameters, buffers and names."""

    counts: bool = True
    """Whether this rank's samples count; not where they only keep the others company."""

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() < 2:
            raise ValueError(f"Batch normalisation takes [B, C, …], not {list(input.shape)}.")

    def forward(self, input: Tensor) -> Tensor:
        """Input [B, C, …] to the same shape, normalised."""
        if not self.training:
            return super().forward(input)
        normal, mean, variance, total = cast(
            _Normalised,
            _Normalise.apply(input, self.counts, self.eps),
        )
        self._keep(mean, variance, total)
        if not self.affine:
            return normal
        shape = [1, -1] + [1] * (input.dim() - 2)
        return normal * self.weight.view(shape) + self.bias.view(shape)

    @torch.no_grad()
    def _keep(self, mean: Tensor, variance: Tensor, total: Tensor) -> None:
        """Move the running statistics, as `nn.BatchNorm2d` does: with the unbiased variance."""
        if self.running_mean is None or self.running_var is None or self.num_batches_tracked is None:
            return
        self.num_batches_tracked.add_(1)
        share = 1 / float(self.num_batches_tracked) if self.momentum is None else self.momentum
        self.running_mean.lerp_(mean.to(self.running_mean.dtype), share)
        unbiased = variance * (total / (total - 1).clamp(min=1))
        self.running_var.lerp_(unbiased.to(self.running_var.dtype), share)


def share_statistics(module: nn.Module) -> nn.Module:
    """The module with every BatchNorm in it made a SyncBatchNorm that keeps its parameters and buffers."""
    if isinstance(module, _BatchNorm) and not isinstance(module, SyncBatchNorm):
        return _shared(module)
    for name, child in module.named_children():
        setattr(module, name, share_statistics(child))
    return module


def _shared(layer: _BatchNorm) -> SyncBatchNorm:
    shared = SyncBatchNorm(
        layer.num_features,
        eps=layer.eps,
        momentum=layer.momentum,
        affine=layer.affine,
        track_running_stats=layer.track_running_stats,
    )
    shared.weight, shared.bias = layer.weight, layer.bias
    for name, buffer in layer.named_buffers(recurse=False):
        setattr(shared, name, buffer)
    return shared.train(layer.training)
