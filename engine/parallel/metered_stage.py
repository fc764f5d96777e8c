"""Telling computing from waiting, in a pipeline whose schedule does both."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from torch.distributed.pipelining import PipelineStage

from engine.contracts import Meter
from engine.record.beat import Phase


class MeteredStage(PipelineStage):
    """A stage that tells a meter when it computes.

    What a schedule does between its chunks is passing on, and waiting for a neighbour: the phase around the
    whole step.
    """

    meter: Meter | None = None
    """Of the step under way."""

    def forward_one_chunk(self, *arguments: Any, **options: Any) -> Any:
        """See torch."""
        with self.phase(Phase.FORWARD):
            return super().forward_one_chunk(*arguments, **options)

    def backward_one_chunk(self, *arguments: Any, **options: Any) -> Any:
        """See torch."""
        with self.phase(Phase.BACKWARD):
            return super().backward_one_chunk(*arguments, **options)

    def backward_weight_one_chunk(self, *arguments: Any, **options: Any) -> Any:
        """See torch."""
        with self.phase(Phase.BACKWARD):
            return super().backward_weight_one_chunk(*arguments, **options)

    def phase(self, phase: Phase) -> AbstractContextManager[None]:
        """Seconds inside belong to `phase`, where a meter listens."""
        return nullcontext() if self.meter is None else self.meter.phase(phase)
