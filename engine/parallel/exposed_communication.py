"""Telling communication from backward, where both happen at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from torch import Tensor
from torch._C._distributed_c10d import GradBucket
from torch.futures import Future
from torch.nn.parallel import DistributedDataParallel

from engine.contracts import Meter
from engine.parallel.gradient_hooks import Average
from engine.record.beat import Phase


class ExposedCommunication:
    """From the last bucket of gradients being ready to the end of backward nothing is computed.

    What is averaged before, while backward still runs, costs no time of its own. On a GPU the meter's marks
    are events on the stream of the computation, which waits there for the averages.
    """

    def __init__(self, wrapped: DistributedDataParallel, average: Average) -> None:
        """Listens to the buckets of a module.

        Args:
            wrapped: The module.
            average: How a bucket is averaged over all ranks.
        """
        self._average = average
        self._meter: Meter | None = None
        self._phase: AbstractContextManager[None] | None = None
        wrapped.register_comm_hook(None, self._reduce)

    @contextmanager
    def told_to(self, meter: Meter) -> Iterator[None]:
        """Around a backward: its waiting is told to that meter."""
        self._meter = meter
        try:
            yield
        finally:
            if self._phase is not None:
                self._phase.__exit__(None, None, None)
                self._phase = None

    def _reduce(self, _state: object, bucket: GradBucket) -> Future[Tensor]:
        future = self._average(bucket)
        if bucket.is_last() and self._meter is not None:
            self._phase = self._meter.phase(Phase.COMMUNICATION)
            self._phase.__enter__()
        return future
