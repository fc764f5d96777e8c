"""Where a part of a model computes, in one process: a thread on a CPU slice, or a GPU."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ParamSpec, Protocol, TypeVar

import torch
from torch import Tensor

from engine.contracts import ParallelContext
from engine.parallel.slice_threads import open_slice_thread

P = ParamSpec("P")
T = TypeVar("T")


class Place(Protocol):
    """Does one job after the other, in the order in which they are given."""

    device: torch.device

    def submit(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a job done; what it gives, or the error it raised, is in the future."""
        ...

    def bring(self, tensor: Tensor) -> Tensor:
        """The tensor, on this place's device."""
        ...

    def close(self) -> None:
        """End what it holds."""
        ...


class SlicePlace:
    """A thread that stays on a CPU slice: several places compute at once. All tensors are within reach."""

    device = torch.device("cpu")

    def __init__(self, name: str, cores: Sequence[int]) -> None:
        self._thread = open_slice_thread(name, cores)

    def submit(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """See `Place`. A job may wait for what another place was given before."""
        return self._thread.submit(job, *args, **kwargs)

    def bring(self, tensor: Tensor) -> Tensor:
        """The same tensor."""
        return tensor

    def close(self) -> None:
        """See `Place`. Ends the thread."""
        self._thread.shutdown()


class GpuPlace:
    """A GPU: a job only queues kernels, so that several GPUs compute at once for one thread.

    Copies have streams of their own, or a GPU would stand still until its neighbour has taken what it made.
    Source: https://docs.pytorch.org/docs/stable/notes/cuda.html#cuda-streams
    """

    def __init__(self, index: int) -> None:
        self.device = torch.device("cuda", index)
        self._streams: dict[torch.device, torch.cuda.Stream] = {}

    def submit(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """See `Place`. It is queued when this returns."""
        done: Future[T] = Future()
        done.set_result(job(*args, **kwargs))
        return done

    def bring(self, tensor: Tensor) -> Tensor:
        """A copy, made as soon as the tensor is computed; this GPU's next kernels wait for it."""
        if tensor.device == self.device:
            return tensor
        away, here = self._stream(tensor.device), self._stream(self.device)
        computing = torch.cuda.current_stream(self.device)
        away.wait_stream(torch.cuda.current_stream(tensor.device))
        with torch.cuda.stream(away), torch.cuda.stream(here):
            brought = tensor.to(self.device, non_blocking=True)
        tensor.record_stream(away)
        computing.wait_stream(here)
        brought.record_stream(computing)
        return brought

    def close(self) -> None:
        """See `Place`. Nothing to end."""

    def _stream(self, device: torch.device) -> torch.cuda.Stream:
        if device not in self._streams:
            self._streams[device] = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        return self._streams[device]


def build_places(context: ParallelContext) -> list[Place]:
    """One for each device of the plan, in its order."""
    devices = context.plan.devices
    if context.device.type == "cuda":  # this process sees its own GPUs only, in the plan's order
        return [GpuPlace(index) for index in range(len(devices))]
    return [SlicePlace(f"part-{number}", device.cores) for number, device in enumerate(devices)]
