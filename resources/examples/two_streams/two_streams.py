"""A strategy of one's own: a replica a device, each working in a lane of its own, all in one process.

On GPUs a lane is a CUDA stream: work is queued on it and the process goes on, until it waits for all lanes
with `synchronize`. On CPU slices a lane is a thread that is pinned to its cores. Each step the samples are
divided over the replicas, and the gradients are summed on the first in the order of the replicas, so that
training is the same as on one device but for the order of the sums.

Choose it in Compose as "My own …" among the strategies, or in a spec:

    [strategy]
    kind = "custom"
    path = "/full/path/of/two_streams.py"
    arguments = { high_priority = true }
"""

import copy
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import torch
from torch import Tensor, nn

from engine.contracts import Meter, MicroBatch, ParallelContext, StepTotals
from engine.parallel.objective import Objective, Sums
from engine.record.beat import Phase

ONE_PROCESS = True
"""One rank drives all devices."""
AXIS = "replicate"
"""The devices share the samples of a step."""


MOST_DEVICES = 8
"""One Python interpreter keeps no more of them busy."""


def parallelize(
    model: nn.Module, context: ParallelContext, *, high_priority: bool = False
) -> "ReplicasInLanes":
    """The training step.

    Args:
        model: On the CPU.
        context: The run: its spec, its plan, the first device.
        high_priority: On GPUs, streams that the driver serves before others.
    """
    lanes: list[Lane] = []
    for number, device in enumerate(context.plan.devices):
        if device.kind == "gpu":  # a rank sees only its own GPUs, in the plan's order
            lanes.append(StreamLane(torch.device("cuda", number), high_priority=high_priority))
        else:
            lanes.append(ThreadLane(device.cores))
    return ReplicasInLanes(model, Objective(context), lanes)


class StreamLane:
    """Work queued on a CUDA stream of one GPU."""

    def __init__(self, device: torch.device, *, high_priority: bool) -> None:
        self.device = device
        self._stream = torch.cuda.Stream(device, priority=-1 if high_priority else 0)

    def start(self, work: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
        """Queue the work; what it gives may be used after `wait`."""
        with torch.cuda.device(self.device), torch.cuda.stream(self._stream):
            result = work(*arguments)
        return lambda: result

    def follow(self, device: torch.device) -> None:
        """Begin only once what is queued on that device's own stream, and on this one's, is done."""
        for place in (device, self.device):  # the samples come from there, the weights to here
            self._stream.wait_stream(torch.cuda.current_stream(place))

    def wait(self) -> None:
        """Until all that was queued is done."""
        torch.cuda.synchronize(self.device)


class ThreadLane:
    """Work done by a thread on its own cores."""

    def __init__(self, cores: Sequence[int]) -> None:
        self.device = torch.device("cpu")
        self._thread = ThreadPoolExecutor(1, "lane", _settle, (tuple(cores),))
        self._last: Future[Any] | None = None

    def start(self, work: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
        """Hand the work to the thread; the result is there after `wait`."""
        self._last = self._thread.submit(work, *arguments)
        return self._last.result

    def follow(self, device: torch.device) -> None:
        """Nothing is queued elsewhere."""

    def wait(self) -> None:
        """Until the last work is done; what it raised is raised here."""
        if self._last is not None:
            self._last.result()


Lane = StreamLane | ThreadLane


def _settle(cores: tuple[int, ...]) -> None:
    """Pin the thread, with as many compute threads as it has cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    torch.get_num_threads()  # first: a thread's first use of its pool sets it to the process's last word
    torch.set_num_threads(len(cores))


class ReplicasInLanes:
    """The first replica is the model that is updated and saved; the others follow it."""

    divides_optimizer = False
    carried = None
    norm_group = None

    def __init__(self, model: nn.Module, objective: Objective, lanes: Sequence[Lane]) -> None:
        self.module = model.to(lanes[0].device)
        self._objective = objective
        self._lanes = lanes
        self._replicas = [model, *(copy.deepcopy(model).to(lane.device) for lane in lanes[1:])]

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """Leaves the gradient of the mean loss over all samples on the first replica."""
        totals = self._objective.start()
        with meter.phase(Phase.COMMUNICATION):
            self._copy_weights()
        for batch in micro_batches:
            if not batch.num_samples:
                continue
            with meter.phase(Phase.BACKWARD):  # forward and backward of a lane follow one another
                for part in self._train(batch, 1 / num_samples):
                    totals.add(
                        part.loss_sum.to(totals.loss_sum.device),
                        part.num_correct.to(totals.num_correct.device),
                        part.num_samples,
                    )
        with meter.phase(Phase.COMMUNICATION):
            self._sum_gradients()
        return totals.totals()

    def follow_freezing(self) -> None:
        """The others learn what the first one does."""
        for replica in self._replicas[1:]:
            for mine, first in zip(replica.parameters(), self.module.parameters(), strict=True):
                mine.requires_grad_(first.requires_grad)

    def predict(self, inputs: Tensor) -> Tensor:
        """Logits, from the first replica."""
        self.module.eval()
        with torch.no_grad():
            logits: Tensor = self._objective.logits(self.module, inputs)
        return logits

    def _train(self, batch: MicroBatch, weight: float) -> list[Sums]:
        """What each lane counted; all of them work at the same time."""
        pieces = zip(
            self._replicas,
            self._lanes,
            torch.tensor_split(batch.inputs, len(self._lanes)),
            torch.tensor_split(batch.targets, len(self._lanes)),
            strict=True,
        )
        waiting = []
        for replica, lane, inputs, targets in pieces:
            if len(inputs):
                lane.follow(batch.inputs.device)
                waiting.append(lane.start(self._train_piece, replica, lane.device, inputs, targets, weight))
        for lane in self._lanes:
            lane.wait()
        return [result() for result in waiting]

    def _train_piece(
        self, replica: nn.Module, device: torch.device, inputs: Tensor, targets: Tensor, weight: float
    ) -> Sums:
        piece = MicroBatch(
            inputs.to(device, non_blocking=True), targets.to(device, non_blocking=True), len(inputs)
        )
        sums = Sums(
            torch.zeros((), dtype=torch.float64, device=device),
            torch.zeros((), dtype=torch.int64, device=device),
        )
        replica.train()
        loss = self._objective.forward(replica, piece, sums)
        self._objective.backward(loss, weight)
        return sums

    def _copy_weights(self) -> None:
        with torch.no_grad():
            for replica in self._replicas[1:]:
                for mine, first in zip(replica.parameters(), self.module.parameters(), strict=True):
                    mine.copy_(first)
                for own, kept in zip(replica.buffers(), self.module.buffers(), strict=True):
                    own.copy_(kept)

    def _sum_gradients(self) -> None:
        for replica in self._replicas[1:]:
            for mine, first in zip(replica.parameters(), self.module.parameters(), strict=True):
                if mine.grad is not None:
                    found = mine.grad.to(first.device)
                    first.grad = found if first.grad is None else first.grad + found
                    mine.grad = None
