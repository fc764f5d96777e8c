"""Batch normalisation over the samples of all ranks, on CPU as on GPU.

torch's own refuses CPU tensors. The statistics are those of one device that sees the whole batch.
Sources: Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1 and the gradients of section 3; Chan, Golub and
LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances", formula 2.1.

Shapes: B samples of this rank, C channels, W ranks.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, cast

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from engine.contracts import Meter
from engine.record.beat import Phase


@dataclass(slots=True, eq=False)
class Sharing:
    """What all layers of a model know about the micro-batch they are in, and how they hear the others."""

    counts: bool = True
    """Whether this rank's samples count; not where they only keep the others company."""
    meter: Meter | None = None
    """Who is told that a rank waits for the others."""
    group: dist.ProcessGroup | None = None
    """The ranks whose samples are normalised together; all where not given."""

    def gather(self, words: Tensor) -> Tensor:
        """What every rank said: [n] to [W, n]."""
        everyone = words.new_empty((dist.get_world_size(self.group), len(words)))
        with self._waiting():
            dist.all_gather(list(everyone.unbind()), words, group=self.group)
        return everyone

    def sum(self, words: Tensor) -> Tensor:
        """The sum of what every rank said, in place."""
        with self._waiting():
            dist.all_reduce(words, group=self.group)
        return words

    def _waiting(self) -> AbstractContextManager[None]:
        return nullcontext() if self.meter is None else self.meter.phase(Phase.COMMUNICATION)


class _Normalise(torch.autograd.Function):
    """x [B, C, …] to (x − mean) / √(variance + ε), with mean and variance of all samples that count."""

    @staticmethod
    def forward(
        ctx: Any, inputs: Tensor, sharing: Sharing, epsilon: float
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Also the mean [C] and variance [C] of all, and over how many values they are."""
        wide = _widen(inputs)
        channels, dims, shape = _layout(wide)
        if sharing.counts:
            variance_here, mean_here = torch.var_mean(wide, dims, correction=0)
            count = wide.new_full((1,), wide.numel() / channels)
            words = torch.cat([mean_here, variance_here, count])
        else:
            words = wide.new_zeros(2 * channels + 1)
        means, variances, counts = torch.split(sharing.gather(words), [channels, channels, 1], 1)
        total = counts.sum()
        shares = counts / total.clamp(min=1)  # nobody's samples count in some micro-batches of a small step
        mean = (shares * means).sum(0)
        variance = (shares * (variances + (means - mean).square())).sum(0)
        inverse = torch.rsqrt(variance + epsilon)
        normal = (wide - mean.view(shape)) * inverse.view(shape)
        ctx.save_for_backward(normal, inverse, total)
        ctx.sharing, ctx.counts = sharing, sharing.counts
        ctx.mark_non_differentiable(mean, variance, total)
        return normal, mean, variance, total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        normal, inverse, total = ctx.saved_tensors
        given = gradients[0]
        channels, dims, shape = _layout(given)
        if ctx.counts:
            words = torch.cat([given.sum(dims), (given * normal).sum(dims)])
        else:
            words = given.new_zeros(2 * channels)
        of_given, of_product = (ctx.sharing.sum(words) / total.clamp(min=1)).chunk(2)
        if not ctx.counts:
            return torch.zeros_like(given), None, None
        through = given - of_given.view(shape) - normal * of_product.view(shape)
        return through * inverse.view(shape), None, None


def _widen(inputs: Tensor) -> Tensor:
    """Statistics are never summed in half precision."""
    return inputs if inputs.dtype == torch.float64 else inputs.float()


def _layout(values: Tensor) -> tuple[int, list[int], list[int]]:
    """Channels, the dimensions but that of channels, and the shape in which a value a channel is spread."""
    others = [dim for dim in range(values.dim()) if dim != 1]
    return values.shape[1], others, [1, -1] + [1] * (values.dim() - 2)


class SyncBatchNorm(_BatchNorm):
    """Takes the place of any BatchNorm; same parameters, buffers and names."""

    sharing: Sharing

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() < 2:
            raise ValueError(f"Batch normalisation takes [B, C, …], not {list(input.shape)}.")

    @torch.compiler.disable  # type: ignore[untyped-decorator]  # the ranks talk to each other within it
    def forward(self, input: Tensor) -> Tensor:
        """Input [B, C, …] to the same shape, normalised."""
        if not self.training:
            return super().forward(input)
        self._check_input_dim(input)
        normal, mean, variance, total = cast(
            tuple[Tensor, Tensor, Tensor, Tensor],
            _Normalise.apply(_widen(input), self.sharing, self.eps),
        )
        self._keep(mean, variance, total)
        if self.affine:
            _, _, shape = _layout(input)
            normal = torch.addcmul(self.bias.view(shape), normal, self.weight.view(shape))
        return normal.to(input.dtype)

    @torch.no_grad()
    def _keep(self, mean: Tensor, variance: Tensor, total: Tensor) -> None:
        """Move the running statistics, as `nn.BatchNorm2d` does: with the unbiased variance."""
        if self.running_mean is None or self.running_var is None or self.num_batches_tracked is None:
            return
        seen = total > 0  # stays a tensor: a GPU is not waited for
        self.num_batches_tracked.add_(seen)
        share = seen.to(self.running_mean.dtype)
        if self.momentum is None:
            share /= self.num_batches_tracked.clamp(min=1)
        else:
            share *= self.momentum
        unbiased = variance * (total / (total - 1).clamp(min=1))
        self.running_mean.lerp_(mean.to(self.running_mean.dtype), share)
        self.running_var.lerp_(unbiased.to(self.running_var.dtype), share)


def share_statistics(module: nn.Module, sharing: Sharing) -> nn.Module:
    """The module with every BatchNorm in it made a SyncBatchNorm that keeps its parameters and buffers."""
    if isinstance(module, _BatchNorm):
        return _shared(module, sharing)
    for name, child in module.named_children():
        setattr(module, name, share_statistics(child, sharing))
    return module


def _shared(layer: _BatchNorm, sharing: Sharing) -> SyncBatchNorm:
    shared = SyncBatchNorm(
        layer.num_features,
        eps=layer.eps,
        momentum=layer.momentum,
        affine=layer.affine,
        track_running_stats=layer.track_running_stats,
    )
    shared.sharing = sharing
    shared.weight, shared.bias = layer.weight, layer.bias
    for name, buffer in layer.named_buffers(recurse=False):
        setattr(shared, name, buffer)
    return shared.train(layer.training)
