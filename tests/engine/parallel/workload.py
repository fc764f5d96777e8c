"""The same few samples and the same model for every strategy, and what a step leaves behind, as arrays."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.contracts import MicroBatch, ParallelContext, TrainingStep
from engine.devices.inventory import Inventory
from engine.models import model_for
from engine.parallel.module_step import ModuleStep
from engine.parallel.objective import Objective
from engine.plan.records import DataFacts
from engine.planning import plan_run
from engine.record.beat import Phase
from engine.spec import CnnSpec, DevicesSpec, RunSpec, SingleSpec, StrategySpec, TrainingSpec
from engine.training.precision import apply_precision, build_scaler

FACTS = DataFacts(num_train=1437, num_test=360, num_classes=10, input_shape=(1, 8, 8))
CPU = torch.device("cpu")
TOLERANCE = 1e-12


class PhaseList:
    """A meter that remembers which phases were entered, with how many around them."""

    def __init__(self) -> None:
        self.entered: list[tuple[int, Phase]] = []
        self._depth = 0

    @contextmanager
    def phase(self, phase: Phase) -> Iterator[None]:
        """See `engine.contracts.Meter`."""
        self.entered.append((self._depth, phase))
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1


@dataclass(frozen=True, slots=True)
class Left:
    """What a step leaves behind."""

    gradients: dict[str, NDArray[Any]]
    buffers: dict[str, NDArray[Any]]
    loss_sum: float
    num_correct: int
    num_samples: int
    phases: list[tuple[int, Phase]]


def small_spec(
    strategy: StrategySpec | None = None, *, batch_norm: bool = False, devices: int = 1, **training: Any
) -> RunSpec:
    """A small CNN on the digits, in fp64."""
    return RunSpec(
        devices=DevicesSpec(count=devices),
        strategy=strategy or SingleSpec(),
        model=CnnSpec(channels=(3, 4), hidden=8, batch_norm=batch_norm),
        training=TrainingSpec(**({"precision": "fp64"} | training)),
    )


def build_module(spec: RunSpec) -> nn.Module:
    """The model, always with the same weights."""
    torch.manual_seed(1)
    return apply_precision(model_for(spec).build(spec, FACTS), spec.training)


def build_context(spec: RunSpec, rank: int = 0) -> ParallelContext:
    """What a strategy gets, on a machine of four cores."""
    machine = Inventory(gpus=(), cores=(0, 1, 2, 3), cpu_name="a CPU", memory_total_bytes=2**33)
    plan = plan_run(spec, machine).plan
    assert plan is not None
    scaler = build_scaler(spec.training, CPU)
    return ParallelContext(spec=spec, plan=plan, rank=rank, device=CPU, scale_loss=scaler)


def samples(first: int, count: int, dtype: torch.dtype = torch.float64) -> MicroBatch:
    """So many of the samples from the first on; where there is none, one that does not count."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.rand((64, 1, 8, 8), generator=generator, dtype=torch.float64).to(dtype)
    targets = torch.randint(0, 10, (64,), generator=generator)
    chosen = slice(first, first + count) if count else slice(0, 1)
    return MicroBatch(inputs[chosen], targets[chosen], count)


def micro_batches(sizes: Sequence[Sequence[int]], rank: int | None, dtype: torch.dtype) -> list[MicroBatch]:
    """One micro-batch an accumulation.

    Args:
        sizes: How many samples each rank has, a row an accumulation.
        rank: Whose; None: of all ranks, joined.
        dtype: Of the inputs.
    """
    batches, first = [], 0
    for row in sizes:
        if rank is None:
            batches.append(samples(first, sum(row), dtype))
        else:
            batches.append(samples(first + sum(row[:rank]), row[rank], dtype))
        first += sum(row)
    return batches


def take_step(
    step: TrainingStep,
    sizes: Sequence[Sequence[int]],
    rank: int | None,
    *,
    dtype: torch.dtype = torch.float64,
) -> Left:
    """One step over these samples; lazily given, as the loop does."""
    return left_by(step, micro_batches(sizes, rank, dtype), sum(map(sum, sizes)))


def left_by(step: TrainingStep, batches: Sequence[MicroBatch], num_samples: int) -> Left:
    """What a step over these micro-batches leaves behind, of `num_samples` samples of all ranks."""
    meter = PhaseList()
    totals = step.forward_backward(iter(batches), num_samples=num_samples, meter=meter)
    module = step.module
    return Left(
        gradients={
            name: _array(parameter.grad)
            for name, parameter in module.named_parameters()
            if parameter.grad is not None
        },
        buffers={name: _array(buffer) for name, buffer in module.named_buffers()},
        loss_sum=totals.loss_sum.item(),
        num_correct=int(totals.num_correct.item()),
        num_samples=totals.num_samples,
        phases=meter.entered,
    )


def alone(spec: RunSpec, sizes: Sequence[Sequence[int]]) -> Left:
    """What a single device leaves behind after the same samples."""
    context = build_context(spec.model_copy(update={"strategy": SingleSpec(), "devices": DevicesSpec()}))
    return take_step(ModuleStep(build_module(spec), Objective(context)), sizes, None)


def assert_same(found: dict[str, NDArray[Any]], wanted: dict[str, NDArray[Any]]) -> None:
    """They agree as far as sums in another order can."""
    assert found.keys() == wanted.keys()
    for name, array in wanted.items():
        scale = max(float(np.abs(array).max()), 1e-3)
        assert float(np.abs(found[name] - array).max()) <= TOLERANCE * scale, name


def _array(tensor: Tensor) -> NDArray[Any]:
    return tensor.detach().clone().numpy()
