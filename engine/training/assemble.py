"""Everything one rank trains with, made from its run folder."""

from dataclasses import dataclass
from typing import Any

import torch
from torch.optim import Optimizer
from torch.utils.data import Dataset

from engine.contracts import ParallelContext, TrainingStep
from engine.data import load_planned
from engine.devices.compiler import find_compiler
from engine.layers.checkpointing import checkpoint_with_notices
from engine.layers.compiled import compile_in_place
from engine.layers.randomness import draws_at_random
from engine.models import model_for
from engine.parallel.devices import apply_memory_fraction, rank_device
from engine.parallel.sharding import compiled_parts
from engine.plan.batch import data_parallel_ranks
from engine.plan.records import Plan
from engine.record.beat import BeatWriter
from engine.record.commands import CommandTail
from engine.record.folder import RunFolder
from engine.spec.run import RunSpec
from engine.spec.strategy import mesh_options
from engine.spec.training import TrainingSpec
from engine.strategies import strategy_for
from engine.training.average import WeightAverage
from engine.training.checkpoint import Checkpoints, Loaded, find_manifest
from engine.training.control import Control
from engine.training.data_watch import DataWatch
from engine.training.evaluate import Evaluator
from engine.training.freezing import Freezing, Hold, build_freezing, hold_for, learning_rate_factors
from engine.training.limits import TrainingClock
from engine.training.loader import BatchLoader, SampleOrder
from engine.training.loop import Loop
from engine.training.meters import StepMeter, build_timeline
from engine.training.optimizers import Updater, build_optimizer
from engine.training.peers import Peers, join_peers
from engine.training.precision import apply_multiplication, apply_precision, build_scaler, weight_dtype
from engine.training.random_states import seed_rank, seed_weights
from engine.training.report import Reporter
from engine.training.schedules import build_schedule
from engine.training.state import TrainingState
from engine.training.weights import start_weights

_ORDERLESS_RANKS = 2
"""With so many, a sum has no order."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which attempt of which run this process is a rank of."""

    folder: RunFolder
    number: int
    spec: RunSpec
    plan: Plan
    rank: int
    beats: BeatWriter


@dataclass(frozen=True, slots=True)
class _Parts:
    """What exists before it is known where training stands."""

    device: torch.device
    dtype: torch.dtype
    peers: Peers
    step: TrainingStep
    updater: Updater
    meter: StepMeter
    checkpoints: Checkpoints
    average: WeightAverage | None
    train_data: Dataset[Any]
    test_data: Dataset[Any]
    freezing: Freezing
    notices: tuple[str, ...]
    """What a person has to know before the first step."""
    draws_at_random: bool
    """Whether training the model draws random numbers."""


def assemble(attempt: Attempt) -> Loop:
    """The loop, ready for its first step: ranks met, model spread, data open, checkpoint applied.

    Raises:
        CheckpointError: The checkpoint to go on from cannot be used.
        RunFolderError: The run folder cannot be read or written.
    """
    plan, training, rank = attempt.plan, attempt.spec.training, attempt.rank
    parts = _build_parts(attempt)
    part, num_parts = _part_of_data(plan, rank)
    seed_rank(training.seed, part)
    loaded = _go_on(attempt, parts) or Loaded(TrainingState(), draws_anew=False)
    begun = loaded.state
    reporter = Reporter(
        attempt.folder,
        attempt=attempt.number,
        rank=rank,
        steps_per_epoch=plan.batch.steps_per_epoch,
        data_watch=DataWatch(training.data_workers),
    )
    for notice in (*parts.notices, *loaded.notices(matters=parts.draws_at_random)):
        reporter.warn(notice)
    return Loop(
        training=training,
        plan=plan,
        rank=rank,
        device=parts.device,
        step=parts.step,
        updater=parts.updater,
        freezing=parts.freezing,
        loader=_build_loader(attempt, parts, training, begun.step),
        evaluator=Evaluator(
            step=parts.step,
            data=parts.test_data,
            num_test=plan.facts.num_test,
            targets_per_sample=plan.facts.targets_per_sample,
            batch_size=training.micro_batch_size * len(data_parallel_ranks(plan, rank)),
            device=parts.device,
            dtype=parts.dtype,
            peers=parts.peers,
            meter=parts.meter,
            part=part,
            num_parts=num_parts,
            speaks=plan.world_size == 1 or plan.mesh.speaks(rank),
            average=parts.average,
        ),
        checkpoints=parts.checkpoints,
        meter=parts.meter,
        control=Control(
            parts.peers,
            CommandTail(attempt.folder.commands_path, attempt.number),
            step=begun.step,
            targets_per_sample=plan.facts.targets_per_sample,
        ),
        reporter=reporter,
        clock=TrainingClock(begun.seconds),
        state=begun,
        saved_step=None if _goes_on(attempt) is None else begun.step,
    )


def _part_of_data(plan: Plan, rank: int) -> tuple[int, int]:
    """Which part of the samples a rank sees, and of how many; the same for all that share a forward."""
    if plan.world_size == 1:
        return 0, 1
    return plan.mesh.data_parallel_rank(rank), plan.mesh.data_parallel_degree


def _build_parts(attempt: Attempt) -> _Parts:
    spec, plan, training = attempt.spec, attempt.plan, attempt.spec.training
    strategy = strategy_for(spec)
    device = rank_device(plan, attempt.rank)
    apply_memory_fraction(spec.devices.memory_fraction, device)
    peers = join_peers(
        plan, device, needs_group=not strategy.one_process(), hang_seconds=training.hang_timeout_seconds
    )
    seed_weights(training.seed)
    model = apply_precision(model_for(spec).build(spec, plan.facts), training)
    checkpoint = _goes_on(attempt)
    notices: tuple[str, ...] = ()
    if checkpoint is None:
        notices = start_weights(model, spec.weights, model_for(spec).published(spec), peers)
    is_random = draws_at_random(model)
    hold = _hold(spec, plan)
    freezing = build_freezing(model, training, plan.batch.steps_per_epoch, hold=hold)
    factors = learning_rate_factors(model, training)
    freezing.apply(
        model, max(0, _steps_done(attempt, checkpoint) - 1)
    )  # a change at the next step is the loop's
    if training.activation_checkpointing != "none":
        notices += checkpoint_with_notices(model, training.activation_checkpointing)
    apply_multiplication(training)
    scaler = build_scaler(training, device, is_divided=hold is not Hold.NO_GRADIENT)
    context = ParallelContext(spec=spec, plan=plan, rank=attempt.rank, device=device, scale_loss=scaler)
    step = strategy.parallelize(model, context)
    if training.compile:
        for part in compiled_parts(step.module, plan.mesh):
            compile_in_place(part, device, find_compiler())
    optimizer = _build_optimizer(training, step, freezing, factors)
    average = None if training.ema_decay is None else WeightAverage(step.module, training.ema_decay)
    updater = Updater(
        optimizer,
        build_schedule(training, plan),
        clip_norm=training.clip_gradient_norm,
        scaler=scaler,
        average=average,
        stages=step.norm_group,
    )
    updater.tell(meter := StepMeter(attempt.beats, build_timeline(device)))
    train_data, test_data = load_planned(spec, plan.facts)
    return _Parts(
        device=device,
        dtype=weight_dtype(training),
        peers=peers,
        step=step,
        updater=updater,
        meter=meter,
        checkpoints=_build_checkpoints(attempt, peers, step, optimizer, device, average),
        average=average,
        train_data=train_data,
        test_data=test_data,
        freezing=freezing,
        notices=notices,
        draws_at_random=is_random,
    )


def _build_optimizer(
    training: TrainingSpec, step: TrainingStep, freezing: Freezing, factors: dict[str, float]
) -> Optimizer:
    return build_optimizer(
        training.optimizer,
        step.module,
        trained_later=freezing.trained_later,
        never_trained=freezing.never_trained,
        factors=factors,
        divided=step.divides_optimizer,
    )


def _build_checkpoints(
    attempt: Attempt,
    peers: Peers,
    step: TrainingStep,
    optimizer: Optimizer,
    device: torch.device,
    average: WeightAverage | None,
) -> Checkpoints:
    keep, mesh = attempt.spec.training.keep_checkpoints, attempt.plan.mesh
    return Checkpoints(
        attempt.folder, peers, step.module, optimizer, device, keep, average, step.carried, mesh
    )


def _hold(spec: RunSpec, plan: Plan) -> Hold:
    """How parameters are frozen: one process has the whole graph of the model, wherever its parts lie."""
    if strategy_for(spec).one_process():
        return Hold.NO_GRADIENT
    return hold_for(plan.mesh, always_shards=mesh_options(spec.strategy).always_shards)


def _build_loader(attempt: Attempt, parts: _Parts, training: TrainingSpec, first_step: int) -> BatchLoader:
    return BatchLoader(
        parts.train_data,
        SampleOrder(attempt.plan, training, attempt.rank),
        training,
        rank=attempt.rank,
        first_step=first_step,
        last_step=attempt.plan.total_steps,
        device=parts.device,
        dtype=parts.dtype,
        meter=parts.meter,
    )


def _goes_on(attempt: Attempt) -> str | None:
    """The checkpoint from which this attempt goes on; None: it begins."""
    note = attempt.folder.read_resume(attempt.number)
    return None if note is None else note.checkpoint


def _steps_done(attempt: Attempt, checkpoint: str | None) -> int:
    if checkpoint is None:
        return 0
    return find_manifest(attempt.folder.checkpoints_dir / checkpoint).state.step


def _go_on(attempt: Attempt, parts: _Parts) -> Loaded | None:
    """Where the checkpoint to go on from has training, everything put there; None: there is none."""
    if attempt.rank == 0:
        parts.checkpoints.tidy()
    checkpoint = _goes_on(attempt)
    if checkpoint is None:
        return None
    if parts.peers.world_size > _ORDERLESS_RANKS or parts.step.carried is not None:
        _rehearse(attempt, parts)
    loaded = parts.checkpoints.load(checkpoint)
    if loaded.draws_anew:
        seed_rank(attempt.spec.training.seed, _part_of_data(attempt.plan, attempt.rank)[0], loaded.state.step)
    scaler = parts.updater.scaler
    if scaler is not None and loaded.state.scaler:
        scaler.load_state_dict(loaded.state.scaler)
    return loaded


def _rehearse(attempt: Attempt, parts: _Parts) -> None:
    """One forward and backward whose result is thrown away, before a checkpoint is applied.

    DistributedDataParallel fills its buckets anew after the first backward, in the order in which gradients
    came, and of three and more ranks the order of a sum depends on a gradient's place in its bucket. A run
    that goes on must sum in the order of later steps, not of a first one, and what PowerSGD keeps belongs to
    the later buckets. Source: "Internal Design" in https://docs.pytorch.org/docs/stable/notes/ddp.html
    """
    alone = attempt.spec.training.model_copy(update={"data_workers": 0})
    loader = _build_loader(attempt, parts, alone, first_step=0)
    parts.step.forward_backward(loader.micro_batches(0), num_samples=loader.num_samples(0), meter=parts.meter)
    parts.updater.drop_gradients()
