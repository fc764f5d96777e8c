"""A rank: one process of a run, from its first breath to its last word. The launcher calls `main`."""

import os
from pathlib import Path

from engine.brought.copies import use_copies
from engine.plan.records import Plan
from engine.record.beat import BeatWriter
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.record.outcome import Outcome, write_outcome
from engine.training.assemble import Attempt, assemble
from engine.training.failure import explain, write_failure
from engine.training.limits import Ending
from engine.training.loop import Loop
from engine.training.peers import leave_peers
from engine.training.process import ignore_children, keep_scratch, prepare_process, take_place

_LEAVE_AFTER_FAILURE_SECONDS = 1.0


def main(run_path: str) -> None:
    """Be a rank of a run to its end. Elastic has set RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.

    Returns where the attempt ended in order. After an error it leaves a note for the launcher and ends the
    process: its partners, who wait for it, are then told by their connections.
    """
    folder, rank = RunFolder(Path(run_path)), int(os.environ["RANK"])
    attempt = folder.attempt()
    try:
        try:
            prepare_process(folder, rank)
            _train(folder, attempt, rank)
        finally:
            ignore_children()  # or the end of a data worker would be raised while its end is written down
    except BaseException as error:  # noqa: BLE001 whatever it is, the launcher has to hear of it
        write_failure(folder, attempt, rank, explain(error, folder))
        leave_peers(_LEAVE_AFTER_FAILURE_SECONDS)
        os._exit(1)
    if not leave_peers():  # everything is saved and told; a collective that hangs must not undo that
        os._exit(0)


def _train(folder: RunFolder, number: int, rank: int) -> None:
    beats = BeatWriter(folder.beat_path(number, rank))
    plan = folder.read_plan(number)
    assert isinstance(plan, Plan)
    take_place(plan, rank)
    spec = use_copies(folder.read_spec(number), folder)
    if spec.training.data_workers:
        keep_scratch(folder.attempt_dir(number))
    loop = assemble(Attempt(folder=folder, number=number, spec=spec, plan=plan, rank=rank, beats=beats))
    ending = loop.run()
    loop.loader.close()
    if rank == 0:
        write_outcome(folder.attempt_dir(number), _outcome(loop, plan, ending))


def _outcome(loop: Loop, plan: Plan, ending: Ending) -> Outcome:
    state, evaluation = loop.state, loop.state.evaluation
    return Outcome(
        state=RunState.STOPPED if ending is Ending.STOP else RunState.COMPLETED,
        steps=state.step,
        epochs=state.step / plan.batch.steps_per_epoch,
        train_loss=state.train_loss,
        eval_loss=evaluation.loss if evaluation else None,
        eval_accuracy=evaluation.accuracy if evaluation else None,
        samples_per_second=loop.reporter.throughput.samples_per_second,
        start_to_first_step_seconds=loop.reporter.first_step_seconds,
        extra={"ended_by": str(ending), "training_seconds": loop.clock.seconds},
    )
