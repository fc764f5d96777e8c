"""Whole trainings of a strategy in real ranks, step by step as the loop takes them."""

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
from engine.strategies import strategy_for
from engine.training.optimizers import Updater, build_optimizer
from engine.training.precision import apply_precision, weight_dtype
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


def plan_of(spec: RunSpec) -> Plan:
    """The plan on a machine of four cores."""
    result = plan_run(spec, MACHINE)
    assert result.plan is not None, result.problems
    return result.plan


def train(rank: int, spec: RunSpec, steps: int) -> Trained:
    """Train and evaluate, on this rank's part of drawn samples."""
    plan = plan_of(spec)
    torch.manual_seed(spec.training.seed)
    model = apply_precision(model_for(spec).build(spec, plan.facts), spec.training)
    step = strategy_for(spec).parallelize(model, ParallelContext(spec=spec, plan=plan, rank=rank, device=CPU))
    optimizer = build_optimizer(spec.training.optimizer, step.module, divided=step.divides_optimizer)
    schedule = build_schedule(spec.training, plan)
    updater = Updater(
        optimizer, schedule, clip_norm=spec.training.clip_gradient_norm, scaler=None, stages=step.norm_group
    )
    inputs, targets = draw(plan.facts, weight_dtype(spec.training))
    order = epoch_order(plan.facts.num_train, spec.training.seed, 0, True)
    losses, norms, count = [], [], 0
    for number in range(steps):
        in_epoch = number % plan.batch.steps_per_epoch
        full = in_epoch < plan.batch.full_steps_per_epoch
        num_samples = plan.batch.global_batch_size if full else plan.batch.last_batch_samples
        totals = step.forward_backward(
            _micro_batches(plan, order, in_epoch, rank, inputs, targets),
            num_samples=num_samples,
            meter=PhaseList(),
        )
        _, norm = updater.update(number)
        losses.append(totals.loss_sum.item())
        norms.append(0.0 if norm is None else float(norm))
        count += totals.num_samples
    logits = step.predict(inputs[:8])
    speaks = plan.world_size == 1 or plan.mesh.speaks(rank)
    test_loss, correct = 0.0, 0
    if logits is not None and speaks:
        test_loss = sum_losses(logits, targets[:8]).item()
        correct = int(count_correct(logits, targets[:8]))
    return Trained(tuple(losses), count, test_loss, correct, tuple(norms))


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
