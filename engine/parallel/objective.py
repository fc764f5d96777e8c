"""What a micro-batch is trained for: its summed cross-entropy, in the run's precision.

Shapes: B samples, T targets a sample where there are several, K classes.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.tensor import DTensor
from torch.distributed.tensor.parallel import loss_parallel
from torch.nn import functional

from engine.contracts import MicroBatch, ParallelContext, StepTotals
from engine.parallel.divided_logits import divided_argmax
from engine.spec.strategy import mesh_options

_HALF = {"bf16": torch.bfloat16, "fp16": torch.float16}

Output = Tensor | tuple[Tensor, ...]
"""Logits; in training some modules also give those of their auxiliary heads."""


def sum_losses(logits: Tensor, targets: Tensor, *, smoothing: float = 0.0) -> Tensor:
    """Sum of the samples' cross-entropies, scalar; of a sample with several targets their mean counts.

    Args:
        logits: [B, K] or [B, T, K].
        targets: int64 [B] or [B, T].
        smoothing: Share of the target that is spread over all classes; Szegedy et al. 2015,
            arXiv:1512.00567, section 7.
    """
    if targets.dim() == 1:
        return functional.cross_entropy(logits, targets, reduction="sum", label_smoothing=smoothing)
    flat, right = logits.flatten(0, -2), targets.flatten()
    total = functional.cross_entropy(flat, right, reduction="sum", label_smoothing=smoothing)
    return total / targets[0].numel()


def count_correct(logits: Tensor, targets: Tensor) -> Tensor:
    """How many targets have the greatest logit, int64 scalar."""
    greatest = divided_argmax(logits) if isinstance(logits, DTensor) else logits.argmax(-1)
    return (greatest == targets).sum()


@dataclass(slots=True)
class Sums:
    """The sums of some micro-batches, as they come."""

    loss_sum: Tensor
    num_correct: Tensor
    num_samples: int = 0

    def add(self, loss_sum: Tensor, num_correct: Tensor, num_samples: int) -> None:
        """Count a micro-batch."""
        self.loss_sum += loss_sum
        self.num_correct += num_correct
        self.num_samples += num_samples

    def totals(self) -> StepTotals:
        """What the step gives back."""
        return StepTotals(self.loss_sum, self.num_correct, self.num_samples)


class Objective:
    """Forward to the loss, and backward from it, on one device."""

    def __init__(self, context: ParallelContext) -> None:
        """Reads precision, device, scaler and what belongs to the loss from the context."""
        training = context.spec.training
        self.device = context.device
        self._smoothing = training.label_smoothing
        self._auxiliary_weight: float = getattr(context.spec.model, "auxiliary_weight", 0.0)
        self._half = _HALF.get(training.precision)
        self._scaler = context.scale_loss
        self._divides_loss = mesh_options(context.spec.strategy).loss_parallel

    def start(self) -> Sums:
        """Nothing summed yet."""
        loss_sum = torch.zeros((), dtype=torch.float64, device=self.device)
        return Sums(loss_sum, torch.zeros((), dtype=torch.int64, device=self.device))

    @staticmethod
    def enter_training(module: nn.Module) -> None:
        """Put the module in training mode, where a prediction or its maker left it in the other."""
        if not module.training:
            module.train()

    def logits(self, module: nn.Module, inputs: Tensor) -> Any:
        """What the module gives, in the run's precision: logits, and in training maybe auxiliary ones."""
        with self.precision():
            return module(inputs)

    def precision(self) -> AbstractContextManager[object]:
        """In which a forward computes."""
        if self._half is None:
            return nullcontext()
        return torch.autocast(self.device.type, dtype=self._half)

    def forward(self, module: nn.Module, batch: MicroBatch, sums: Sums) -> Tensor:
        """Summed loss of the samples that count, with its graph; counted in `sums`."""
        return self.loss(self.logits(module, batch.inputs), batch, sums)

    def loss(self, output: Output, batch: MicroBatch, sums: Sums) -> Tensor:
        """Summed loss of what a module in training gave for these samples; counted in `sums`."""
        logits, *auxiliary = output if isinstance(output, tuple) else (output,)
        loss = self.sum_losses(logits, batch.targets)
        for other in auxiliary:
            loss = loss + self._auxiliary_weight * self.sum_losses(other, batch.targets)
        if not batch.num_samples:  # the others wait for this rank, but its sample does not count
            return loss * 0.0
        sums.add(loss.detach(), count_correct(logits.detach(), batch.targets), batch.num_samples)
        return loss

    def sum_losses(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Of training: in full precision, labels smoothed."""
        if logits.dtype in _HALF.values():
            logits = logits.float()
        with self._around_loss():
            loss = sum_losses(logits, targets, smoothing=self._smoothing)
        return loss.to_local() if isinstance(loss, DTensor) else loss

    def backward(self, loss: Tensor, weight: float) -> None:
        """Adds the gradient of `loss × weight`."""
        with self._around_loss():
            torch.autograd.backward(self.scaled(loss, weight))

    def scaled(self, loss: Tensor, weight: float) -> Tensor:
        """What the gradient is taken of: `loss × weight`, scaled up where fp16 needs it."""
        weighted = loss * weight
        return weighted if self._scaler is None else self._scaler.scale(weighted)

    def scale(self) -> Tensor:
        """By how much, float64 scalar; 1 where it is not."""
        one = torch.ones((), dtype=torch.float64, device=self.device)
        return one if self._scaler is None else self._scaler.scale(one)

    def _around_loss(self) -> AbstractContextManager[None]:
        """Forward and backward of the loss of logits of which each rank has a part of the classes."""
        return loss_parallel() if self._divides_loss else nullcontext()
