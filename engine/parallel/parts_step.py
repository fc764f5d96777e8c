"""A step of a model whose parts lie on the devices of one process: model parallelism.

The graph is cut where activations pass from part to part, so that each part's backward runs in its own place,
too. A micro-batch may be divided into chunks, which follow one another through the parts: while a part has
one chunk, the next part has the chunk before. Forwards first, then backwards, as in Huang et al. 2019,
arXiv:1811.06965, section 2.2; a part adds up its gradients in the order of the chunks.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn

from engine.contracts import Carried, Meter, MicroBatch, ParallelContext, StepTotals
from engine.parallel.objective import Objective, Sums
from engine.parallel.part_places import Place, build_places
from engine.parallel.stage import Stage, cut_model
from engine.record.beat import Phase
from engine.spec.strategy import mesh_options

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """Some blocks and where they compute."""

    stage: Stage
    place: Place


@dataclass(frozen=True, slots=True)
class _Passed:
    """What a chunk's way through a part leaves for the way back."""

    taken: Tensor
    """What came in: where this part's graph begins."""
    given: Tensor
    """What goes on; the loss where the part is the last one."""


Way = list[Future[_Passed]]
"""A chunk's way through all parts."""


class PartsStep:
    """All parts, driven by one process."""

    divides_optimizer = False
    carried: Carried | None = None
    norm_group: dist.ProcessGroup | None = None

    def __init__(
        self, module: nn.Module, parts: Sequence[Part], objective: Objective, *, chunks: int
    ) -> None:
        """Prepares a step.

        Args:
            module: The model, its blocks where they compute.
            parts: Its blocks, in order.
            objective: The loss, on the device of the last part.
            chunks: Into how many pieces a micro-batch is divided.
        """
        self.module = module
        self._parts = parts
        self._first, self._last = parts[0].place, parts[-1].place
        self._objective = objective
        self._chunks = chunks

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """See `engine.contracts.TrainingStep`."""
        self._objective.enter_training(self.module)
        totals = self._objective.start()
        for batch in micro_batches:
            if not batch.num_samples:
                continue  # nobody else waits for it
            with meter.phase(Phase.FORWARD):
                of_chunks = [self._objective.start() for _ in range(self._chunks)]
                ways = [
                    self._start_forward(chunk, sums)
                    for chunk, sums in zip(_divide(batch, self._chunks), of_chunks, strict=False)
                ]
                for way in ways:
                    way[-1].result()
            with meter.phase(Phase.BACKWARD):
                waiting = [self._start_backward(way, 1 / num_samples) for way in ways]
                for done, sums in zip(waiting, of_chunks, strict=False):
                    totals.add(sums.loss_sum, sums.num_correct, sums.num_samples)
                    done.result()
        return StepTotals(
            self._first.bring(totals.loss_sum), self._first.bring(totals.num_correct), totals.num_samples
        )

    def follow_freezing(self) -> None:
        """See `engine.contracts.TrainingStep`; a backward asks anew each time."""

    def predict(self, inputs: Tensor) -> Tensor:
        """See `engine.contracts.TrainingStep`. The logits come back to where the inputs are."""
        self.module.eval()
        ends = [self._start_prediction(chunk) for chunk in _split(inputs, self._chunks)]
        return self._first.bring(torch.cat([end.result() for end in ends]))

    def close(self) -> None:
        """End what the places hold."""
        for part in self._parts:
            part.place.close()

    def _start_forward(self, chunk: MicroBatch, sums: Sums) -> Way:
        way: Way = [_done(_Passed(chunk.inputs, chunk.inputs))]
        for part in self._parts[:-1]:
            way.append(part.place.submit(_forward, part, way[-1]))
        return [*way[1:], self._last.submit(self._forward_to_loss, way[-1], chunk, sums)]

    def _forward_to_loss(self, before: Future[_Passed], chunk: MicroBatch, sums: Sums) -> _Passed:
        passed = _forward(self._parts[-1], before)
        here = replace(chunk, targets=self._last.bring(chunk.targets))
        return replace(passed, given=self._objective.loss(passed.given, here, sums))

    def _start_backward(self, way: Way, weight: float) -> Future[Tensor | None]:
        after = self._last.submit(self._backward_from_loss, way[-1].result(), weight)
        for part, passed in zip(self._parts[-2::-1], way[-2::-1], strict=True):
            after = part.place.submit(_backward, part, passed.result(), after)
        return after

    def _backward_from_loss(self, passed: _Passed, weight: float) -> Tensor | None:
        self._objective.backward(passed.given, weight)
        return passed.taken.grad

    def _start_prediction(self, inputs: Tensor) -> Future[Tensor]:
        before = _done(inputs)
        for part in self._parts:
            before = part.place.submit(_predict, part, before)
        return before


def _forward(part: Part, before: Future[_Passed]) -> _Passed:
    """Where nothing before is trained, nothing needs the gradient of what comes in."""
    came = before.result().given
    taken = part.place.bring(came.detach()).requires_grad_(came.requires_grad)
    return _Passed(taken, part.stage(taken))


def _backward(part: Part, passed: _Passed, after: Future[Tensor | None]) -> Tensor | None:
    """The gradient of what came in; None where nobody before needs it."""
    gradient = after.result()
    if gradient is not None:
        torch.autograd.backward(passed.given, part.place.bring(gradient))
    return passed.taken.grad


def _predict(part: Part, before: Future[Tensor]) -> Tensor:
    with torch.no_grad():
        return part.stage(part.place.bring(before.result()))  # type: ignore[no-any-return]


def _done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future


def _divide(batch: MicroBatch, chunks: int) -> list[MicroBatch]:
    inputs, targets = _split(batch.inputs, chunks), _split(batch.targets, chunks)
    return [MicroBatch(mine, right, len(mine)) for mine, right in zip(inputs, targets, strict=True)]


def _split(tensor: Tensor, chunks: int) -> list[Tensor]:
    """At most so many, sizes differing by one at the most, none empty."""
    return [piece for piece in torch.tensor_split(tensor, chunks) if len(piece)]


def build_parts_step(model: nn.Module, context: ParallelContext) -> PartsStep:
    """The model, a part on each device of this process.

    Args:
        model: On the CPU.
        context: The run.

    Raises:
        PlanError: It is no chain, or the cuts do not fit it.
    """
    places = build_places(context)
    objective = Objective(replace(context, device=places[-1].device))
    parts = []
    for cut, place, device in zip(cut_model(model, context), places, context.plan.devices, strict=True):
        print(f"{device.label}: {', '.join(name for name, _ in cut)}", flush=True)  # for the rank's log
        stage = Stage((block for _, block in cut), objective).to(place.device)
        parts.append(Part(stage, place))
    return PartsStep(model, parts, objective, chunks=mesh_options(context.spec.strategy).chunks)
