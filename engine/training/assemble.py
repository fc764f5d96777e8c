"""Everything one rank trains with, made from its run folder."""

from dataclasses import dataclass

from engine.contracts import ParallelContext
from engine.data import data_for
from engine.models import model_for
from engine.parallel.devices import rank_device
from engine.plan.records import Plan
from engine.record.beat import BeatWriter
from engine.record.commands import CommandTail
from engine.record.folder import RunFolder
from engine.spec.run import RunSpec
from engine.strategies import strategy_for
from engine.training.checkpoint import Checkpoints
from engine.training.control import Control
from engine.training.evaluate import Evaluator
from engine.training.limits import TrainingClock
from engine.training.loader import BatchLoader, SampleOrder
from engine.training.loop import Loop
from engine.training.meters import StepMeter, build_timeline
from engine.training.optimizers import Updater, build_optimizer
from engine.training.peers import join_peers
from engine.training.precision import apply_precision, build_scaler, weight_dtype
from engine.training.random_states import seed_rank, seed_weights
from engine.training.report import Reporter
from engine.training.schedules import build_schedule
from engine.training.state import TrainingState


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which attempt of which run this process is a rank of."""

    folder: RunFolder
    number: int
    spec: RunSpec
    plan: Plan
    rank: int
    beats: BeatWriter


def assemble(attempt: Attempt) -> Loop:
    """The loop, ready for its first step: ranks met, model spread, data open, checkpoint applied.

    Raises:
        CheckpointError: The checkpoint to go on from cannot be used.
        RunFolderError: The run folder cannot be read or written.
    """
    spec, plan, rank = attempt.spec, attempt.plan, attempt.rank
    training = spec.training
    strategy = strategy_for(spec)
    device = rank_device(plan, rank)
    peers = join_peers(
        plan, device, needs_group=not strategy.one_process(), hang_seconds=training.hang_timeout_seconds
    )
    seed_weights(training.seed)
    model = apply_precision(model_for(spec).build(spec, plan.facts), training)
    scaler = build_scaler(training, device)
    step = strategy.parallelize(
        model, ParallelContext(spec=spec, plan=plan, rank=rank, device=device, scale_loss=scaler)
    )
    updater = Updater(
        build_optimizer(training.optimizer, step.module),
        build_schedule(training, plan),
        clip_norm=training.clip_gradient_norm,
        scaler=scaler,
    )
    meter = StepMeter(attempt.beats, build_timeline(device))
    checkpoints = Checkpoints(
        attempt.folder, peers, step.module, updater.optimizer, device, training.keep_checkpoints
    )
    train_data, test_data = data_for(spec).load(spec)
    dtype = weight_dtype(training)
    seed_rank(training.seed, rank)
    state, resumed = _go_on(attempt, checkpoints, updater)
    return Loop(
        training=training,
        plan=plan,
        rank=rank,
        device=device,
        step=step,
        updater=updater,
        loader=BatchLoader(
            train_data,
            SampleOrder(plan, training, rank),
            training,
            rank=rank,
            first_step=state.step,
            last_step=plan.total_steps,
            device=device,
            dtype=dtype,
            meter=meter,
        ),
        evaluator=Evaluator(
            step,
            test_data,
            plan.facts.num_test,
            training.micro_batch_size * len(plan.ranks[rank].device_ids),
            device,
            dtype,
            peers,
            meter,
        ),
        checkpoints=checkpoints,
        meter=meter,
        control=Control(peers, CommandTail(attempt.folder.commands_path, attempt.number), step=state.step),
        reporter=Reporter(
            attempt.folder, attempt=attempt.number, rank=rank, steps_per_epoch=plan.batch.steps_per_epoch
        ),
        clock=TrainingClock(state.seconds),
        state=state,
        saved_step=state.step if resumed else None,
    )


def _go_on(attempt: Attempt, checkpoints: Checkpoints, updater: Updater) -> tuple[TrainingState, bool]:
    """Where training stands: at the beginning, or where the checkpoint has it."""
    if attempt.rank == 0:
        checkpoints.tidy()
    note = attempt.folder.read_resume(attempt.number)
    if note is None or note.checkpoint is None:
        return TrainingState(), False
    state = checkpoints.load(note.checkpoint)
    if updater.scaler is not None and state.scaler:
        updater.scaler.load_state_dict(state.scaler)
    return state, True
