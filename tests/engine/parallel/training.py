"""Whole trainings of a strategy in real ranks, step by step as the loop takes them."""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import torch

from engine.contracts import MicroBatch, ParallelContext
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


def train(rank: int, spec: RunSpec, steps: int, machine: Inventory = MACHINE) -> Trained:
    """Train and evaluate, on this rank's part of drawn samples."""
    plan = plan_of(spec, machine)
    torch.manual_seed(spec.training.seed)
    model = apply_precision(model_for(spec).build(spec, plan.facts), spec.training)
    hold = hold_for(plan.mesh, always_shards=mesh_options(spec.strategy).always_shards)
    freezing = build_freezing(model, spec.training, plan.batch.steps_per_epoch, hold=hold)
    factors = learning_rate_factors(model, spec.training)
    freezing.apply(model, 0)
    scaler = build_scaler(spec.training, CPU, is_divided=hold is not Hold.NO_GRADIENT)
    context = ParallelContext(spec=spec, plan=plan, rank=rank, device=CPU, scale_loss=scaler)
    step = strategy_for(spec).parallelize(model, context)
    optimizer = build_optimizer(
        spec.training.optimizer,
        step.module,
        trained_later=freezing.trained_later,
        never_trained=freezing.never_trained,
        factors=factors,
        divided=step.divides_optimizer,
    )
    decay = spec.training.ema_decay
    average = None if decay is None else WeightAverage(step.module, decay)
    updater = Updater(
        optimizer,
        build_schedule(spec.training, plan),
        clip_norm=spec.training.clip_gradient_norm,
        scaler=scaler,
        average=average,
        stages=step.norm_group,
    )
    inputs, targets = draw(plan.facts, weight_dtype(spec.training))
    order = epoch_order(plan.facts.num_train, spec.training.seed, 0, True)
    losses, norms, count = [], [], 0
    for number in range(steps):
        if freezing.changes_at(number):
            freezing.apply(step.module, number)
            step.follow_freezing()
        in_epoch = number % plan.batch.steps_per_epoch
        full = in_epoch < plan.batch.full_steps_per_epoch
        num_samples = plan.batch.global_batch_size if full else plan.batch.last_batch_samples
        totals = step.forward_backward(
            _micro_batches(plan, order, in_epoch, rank, inputs, targets),
            num_samples=num_samples,
            meter=PhaseList(),
        )
        freezing.drop_gradients(step.module, number)
        _, norm = updater.update(number)
        losses.append(totals.loss_sum.item())
        norms.append(0.0 if norm is None else float(norm))
        count += totals.num_samples
    with nullcontext() if average is None else average.in_place():
        logits = step.predict(inputs[:8])
    speaks = plan.world_size == 1 or plan.mesh.speaks(rank)
    test_loss, correct = 0.0, 0
    if logits is not None and speaks:
        test_loss = sum_losses(logits, targets[:8]).item()
        correct = int(count_correct(logits, targets[:8]))
    scale = 1.0 if scaler is None else scaler.get_scale()
    return Trained(tuple(losses), count, test_loss, correct, tuple(norms), scale)


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
