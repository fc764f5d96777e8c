"""What a micro-batch is trained for: its summed cross-entropy, in the run's precision."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.contracts import MicroBatch, ParallelContext, StepTotals

_HALF = {"bf16": torch.bfloat16, "fp16": torch.float16}


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
        """Reads precision, device and scaler from the context."""
        training = context.spec.training
        self.device = context.device
        self._half = _HALF.get(training.precision)
        self._scaler = context.scale_loss

    def start(self) -> Sums:
        """Nothing summed yet."""
        loss_sum = torch.zeros((), dtype=torch.float64, device=self.device)
        return Sums(loss_sum, torch.zeros((), dtype=torch.int64, device=self.device))

    @staticmethod
    def enter_training(module: nn.Module) -> None:
        """Put the module in training mode, where a prediction or its maker left it in the other."""
        if not module.training:
            module.train()

    def logits(self, module: nn.Module, inputs: Tensor) -> Tensor:
        """Logits [B, classes] in the run's precision."""
        if self._half is None:
            return module(inputs)  # type: ignore[no-any-return]
        with torch.autocast(self.device.type, dtype=self._half):
            return module(inputs)  # type: ignore[no-any-return]

    def forward(self, module: nn.Module, batch: MicroBatch, sums: Sums) -> Tensor:
        """Summed loss of the samples that count, with its graph; counted in `sums`."""
        logits = self.logits(module, batch.inputs)
        if self._half is not None:
            logits = logits.float()
        loss: Tensor = functional.cross_entropy(logits, batch.targets, reduction="sum")
        if not batch.num_samples:  # the others wait for this rank, but its sample does not count
            return loss * 0.0
        sums.add(loss.detach(), (logits.detach().argmax(1) == batch.targets).sum(), batch.num_samples)
        return loss

    def backward(self, loss: Tensor, weight: float) -> None:
        """Adds the gradient of `loss × weight`."""
        scaled = loss * weight
        if self._scaler is not None:
            scaled = self._scaler.scale(scaled)
        torch.autograd.backward(scaled)
