"""A step of one module in one process: the single device, and what lies over it with a wrapper."""

from collections.abc import Iterable
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from engine.contracts import Carried, Meter, MicroBatch, StepTotals
from engine.parallel.objective import Objective
from engine.record.beat import Phase


class ModuleStep:
    """Accumulates the gradient of the mean loss over its micro-batches."""

    divides_optimizer = False
    carried: Carried | None = None
    norm_group: dist.ProcessGroup | None = None

    def __init__(self, module: nn.Module, objective: Objective, *, wrapped: Any = None) -> None:
        """Prepares a step.

        Args:
            module: Whose parameters are updated, on its device.
            objective: The loss.
            wrapped: What to call instead of the module, where something lies over it.
        """
        self.module = module
        self._objective = objective
        self._callable: Any = module if wrapped is None else wrapped

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """See `engine.contracts.TrainingStep`."""
        self._objective.enter_training(self._callable)
        sums = self._objective.start()
        for batch in micro_batches:
            if not batch.num_samples:
                continue  # nobody else waits for it
            with meter.phase(Phase.FORWARD):
                loss = self._objective.forward(self._callable, batch, sums)
            with meter.phase(Phase.BACKWARD):
                self._objective.backward(loss, 1 / num_samples)
        return sums.totals()

    def follow_freezing(self) -> None:
        """See `engine.contracts.TrainingStep`; a backward asks anew each time."""

    def predict(self, inputs: Tensor) -> Tensor:
        """See `engine.contracts.TrainingStep`."""
        return predict(self._callable, self._objective, inputs)


def predict(module: nn.Module, objective: Objective, inputs: Tensor) -> Tensor:
    """Logits [B, classes] or [B, T, classes] in evaluation mode, without gradients."""
    module.eval()
    with torch.no_grad():
        logits: Tensor = objective.logits(module, inputs)
    return logits.full_tensor() if isinstance(logits, DTensor) else logits
