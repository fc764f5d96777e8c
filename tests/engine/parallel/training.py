"""Whole trainings of a strategy in real ranks, step by step as the loop takes them."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from engine.contracts import MicroBatch, ParallelContext, StepTotals
from engine.devices.inventory import Inventory
from engine.models import model_for
from engine.parallel.objective import count_correct, sum_losses
from engine.plan.batch import data_parallel_ranks, epoch_order, rank_micro_batches
from engine.plan.records import DataFacts, Plan
from engine.planning import plan_run
from engine.spec import RunSpec
from engine.spec.strategy import mesh_options
from engine.strategies import strategy_for
from engine.training.average import WeightAverage
from engine.training.freezing import Hold, build_freezing, hold_for, learning_rate_factors
from engine.training.optimizers import Updater, build_optimizer
from engine.training.precision import apply_precision, build_scaler, weight_dtype
from engine.training.schedules import build_schedule
from tests.engine.parallel.workload import CPU, PhaseList

Build = Callable[[RunSpec, DataFacts], nn.Module]
"""As a model's `build`."""

MACHINE = Inventory(gpus=(), cores=tuple(range(4)), cpu_name="a CPU", memory_total_bytes=2**33)


@dataclass(frozen=True, slots=True)
class Trained:
    """What a rank saw of a training. Its losses are sums, of which every sample counts on one rank."""

    loss_sums: tuple[float, ...]
    num_samples: int
    test_loss: float
    num_correct: int
    norms: tuple[float, ...]
    scale: float
    """Of fp16's loss, at the end; 1 where there is none."""


def plan_of(spec: RunSpec, machine: Inventory = MACHINE) -> Plan:
    """The plan on a machine of four cores, or on another."""
    result = plan_run(spec, machine)
    assert result.plan is not None, result.problems
    return result.plan


class Training:
    """One rank of a training on drawn samples, as far as steps have been taken."""

    def __init__(
        self, rank: int, spec: RunSpec, machine: Inventory = MACHINE, build: Build | None = None
    ) -> None:
        """Prepares it.

        Args:
            rank: Which.
            spec: Of the run.
            machine: What it is planned on.
            build: Makes the module, where it is not the spec's model.
        """
        self.rank, self.spec, self.plan = rank, spec, plan_of(spec, machine)
        plan, training = self.plan, spec.training
        torch.manual_seed(training.seed)
        model = apply_precision((build or model_for(spec).build)(spec, plan.facts), training)
        strategy = strategy_for(spec)
        hold = hold_for(plan.mesh, always_shards=mesh_options(spec.strategy).always_shards)
        if strategy.one_process():
            hold = Hold.NO_GRADIENT
        self._freezing = build_freezing(model, training, plan.batch.steps_per_epoch, hold=hold)
        factors = learning_rate_factors(model, training)
        self._freezing.apply(model, 0)
        self._scaler = build_scaler(training, CPU, is_divided=hold is not Hold.NO_GRADIENT)
        context = ParallelContext(spec=spec, plan=plan, rank=rank, device=CPU, scale_loss=self._scaler)
        self.step = strategy.parallelize(model, context)
        self.optimizer = build_optimizer(
            training.optimizer,
            self.step.module,
            trained_later=self._freezing.trained_later,
            never_trained=self._freezing.never_trained,
            factors=factors,
            divided=self.step.divides_optimizer,
        )
        decay = training.ema_decay
        self.average = None if decay is None else WeightAverage(self.step.module, decay)
        self._updater = Updater(
            self.optimizer,
            build_schedule(training, plan),
            clip_norm=training.clip_gradient_norm,
            scaler=self._scaler,
            average=self.average,
            stages=self.step.norm_group,
        )
        self._samples = draw(plan.facts, weight_dtype(training))

    def take_steps(self, first: int, count: int) -> Trained:
        """Train so many steps, `first` having been taken before, and evaluate."""
        losses, norms, num_samples = [], [], 0
        for number in range(first, first + count):
            totals, norm = self._take_step(number)
            losses.append(totals.loss_sum.item())
            norms.append(0.0 if norm is None else float(norm))
            num_samples += totals.num_samples
        scale = 1.0 if self._scaler is None else self._scaler.get_scale()
        return Trained(tuple(losses), num_samples, *self._evaluate(), tuple(norms), scale)

    def _take_step(self, number: int) -> tuple[StepTotals, torch.Tensor | None]:
        batch, training = self.plan.batch, self.spec.training
        if self._freezing.changes_at(number):
            self._freezing.apply(self.step.module, number)
            self.step.follow_freezing()
        epoch, in_epoch = divmod(number, batch.steps_per_epoch)
        order = epoch_order(batch.num_train, training.seed, epoch, True)
        full = in_epoch < batch.full_steps_per_epoch
        totals = self.step.forward_backward(
            _micro_batches(self.plan, order, in_epoch, self.rank, *self._samples),
            num_samples=batch.global_batch_size if full else batch.last_batch_samples,
            meter=PhaseList(),
        )
        self._freezing.drop_gradients(self.step.module, number)
        return totals, self._updater.update(number)[1]

    def _evaluate(self) -> tuple[float, int]:
        inputs, targets = self._samples
        with nullcontext() if self.average is None else self.average.in_place():
            logits = self.step.predict(inputs[:8])
        speaks = self.plan.world_size == 1 or self.plan.mesh.speaks(self.rank)
        if logits is None or not speaks:
            return 0.0, 0
        return sum_losses(logits, targets[:8]).item(), int(count_correct(logits, targets[:8]))


def train(
    rank: int, spec: RunSpec, steps: int, machine: Inventory = MACHINE, build: Build | None = None
) -> Trained:
    """Train and evaluate, on this rank's part of drawn samples."""
    return Training(rank, spec, machine, build).take_steps(0, steps)


def draw(facts: DataFacts, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs and targets, the same on every rank."""
    generator = torch.Generator().manual_seed(5)
    shape = (facts.num_train, *facts.input_shape)
    if facts.input_kind == "tokens":
        inputs = torch.randint(0, facts.num_classes, shape, generator=generator)
        return inputs, torch.randint(0, facts.num_classes, shape, generator=generator)
    inputs = torch.rand(shape, generator=generator, dtype=torch.float64).to(dtype)
    return inputs, torch.randint(0, facts.num_classes, (facts.num_train,), generator=generator)


def _micro_batches(
    plan: Plan, order: Any, in_epoch: int, rank: int, inputs: torch.Tensor, targets: torch.Tensor
) -> Any:
    of_each = [
        rank_micro_batches(plan.batch, order, in_epoch, part) for part in data_parallel_ranks(plan, rank)
    ]
    for pieces in zip(*of_each, strict=True):
        indices = torch.cat([torch.from_numpy(piece) for piece in pieces])
        count = len(indices)
        chosen = indices if count else torch.from_numpy(order[:1])
        yield MicroBatch(inputs[chosen], targets[chosen], count)
