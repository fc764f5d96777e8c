"""A strategy as a person would bring it: a copy of the model a rank, gradients summed over the ranks."""

from collections.abc import Iterable

import torch.distributed as dist
from torch import Tensor, nn

from engine.contracts import Meter, MicroBatch, ParallelContext, StepTotals
from engine.parallel.objective import Objective
from engine.record.beat import Phase

AXIS = "replicate"


def parallelize(model: nn.Module, context: ParallelContext) -> "Summed":
    """The training step."""
    return Summed(model.to(context.device), Objective(context))


class Summed:
    """This rank's copy."""

    divides_optimizer = False
    carried = None
    norm_group = None

    def __init__(self, module: nn.Module, objective: Objective) -> None:
        self.module = module
        self._objective = objective

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """Leaves the gradient of the mean loss over all ranks' samples."""
        self._objective.enter_training(self.module)
        sums = self._objective.start()
        for batch in micro_batches:
            with meter.phase(Phase.BACKWARD):
                loss = self._objective.forward(self.module, batch, sums)
                self._objective.backward(loss, 1 / num_samples)
        with meter.phase(Phase.COMMUNICATION):
            for weight in self.module.parameters():
                if weight.grad is not None:
                    dist.all_reduce(weight.grad)
        return sums.totals()

    def follow_freezing(self) -> None:
        """A backward asks anew each time."""

    def predict(self, inputs: Tensor) -> Tensor:
        """Logits, the same on every rank."""
        self.module.eval()
        return self._objective.logits(self.module, inputs).detach()  # type: ignore[no-any-return]
