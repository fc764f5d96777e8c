"""Telling communication from backward, where both happen at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from torch import Tensor
from torch._C._distributed_c10d import GradBucket
from torch.distributed.algorithms.ddp_comm_hooks.default_hooks import allreduce_hook
from torch.futures import Future
from torch.nn.parallel import DistributedDataParallel

from engine.contracts import Meter
from engine.record.beat import Phase


class ExposedCommunication:
    """From the last bucket of gradients being ready to the end of backward nothing is computed.

    What is averaged before, while backward still runs, costs no time of its own. On a GPU the meter's marks
    are events on the stream of the computation, which waits there for the averages.
    """

    def __init__(self, wrapped: DistributedDataParallel) -> None:
        """Listens to the buckets of a module."""
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
        """Average a bucket over all ranks, as DistributedDataParallel does without a hook."""
        future = allreduce_hook(None, bucket)  # type: ignore[arg-type]  # None: the default group
        if bucket.is_last() and self._meter is not None:
            self._phase = self._meter.phase(Phase.COMMUNICATION)
            self._phase.__enter__()
        return future
