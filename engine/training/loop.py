"""The training loop of one rank: steps, and the moments in between at which all ranks agree what to do."""

import math
import time
from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.contracts import StepTotals, TrainingStep
from engine.errors import NonFiniteLossError
from engine.plan.records import Plan
from engine.record.beat import Phase
from engine.record.events import RunState
from engine.spec.training import TrainingSpec
from engine.training.checkpoint import Checkpoints
from engine.training.control import Agreement, Control, LocalSums
from engine.training.evaluate import Evaluator
from engine.training.freezing import Freezing
from engine.training.heap import FreedMemory
from engine.training.limits import Ending, TrainingClock
from engine.training.loader import BatchLoader
from engine.training.meters import StepMeter, read_memory_peak_bytes
from engine.training.optimizers import Updater
from engine.training.report import Reporter, StepReport, describe_number
from engine.training.state import TrainingState

_PAUSE_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _Done:
    """A step that the others have not heard of yet."""

    time: float
    totals: StepTotals
    learning_rate: float
    norm: Tensor | None


@dataclass(slots=True)
class Loop:
    """Everything one rank trains with, put together by `assemble`."""

    training: TrainingSpec
    plan: Plan
    rank: int
    device: torch.device
    step: TrainingStep
    updater: Updater
    freezing: Freezing
    loader: BatchLoader
    evaluator: Evaluator
    checkpoints: Checkpoints
    meter: StepMeter
    control: Control
    reporter: Reporter
    clock: TrainingClock
    state: TrainingState
    """Where training stands; replaced, never changed."""
    saved_step: int | None = None
    """Step of the newest checkpoint, where this attempt made it or began with it."""
    _freed_memory: FreedMemory = field(default_factory=FreedMemory)
    _done: list[_Done] = field(default_factory=list)

    def run(self) -> Ending:
        """Train to the end; why it ended. A final evaluation and checkpoint are made."""
        self.reporter.enter(RunState.RUNNING, self.state.step)
        limit = self.training.max_seconds  # by the state, which is the same on every rank
        ending = self._reached_limit(time_is_over=limit is not None and self.state.seconds >= limit)
        while ending is None:
            self._do_step()
            if self.control.is_due(self.state.step) or self._is_due_for_more():
                ending = self._between_steps(self._agree())
        self._finish(ending)
        return ending

    # --- a step

    def _do_step(self) -> None:
        before, meter = self.state.step, self.meter
        meter.start_step(before)
        if self.freezing.changes_at(before):
            self.freezing.apply(self.step.module, before)
            self.step.follow_freezing()
        totals = self.step.forward_backward(
            self.loader.micro_batches(before), num_samples=self.loader.num_samples(before), meter=meter
        )
        if self.device.type == "cpu":  # costs nothing there; a GPU would have to be waited for
            self._check_loss(before + 1, totals.loss_sum.item())
        self.freezing.drop_gradients(self.step.module, before)
        with meter.phase(Phase.OPTIMIZER):
            learning_rate, norm = self.updater.update(before)
        meter.end_step()
        self._freed_memory.look()
        self._done.append(_Done(time.time(), totals, learning_rate, norm))
        self.state = self.state.model_copy(update={"step": before + 1})

    def _check_loss(self, step: int, loss_sum: float) -> None:
        if math.isfinite(loss_sum) or self.training.non_finite_loss == "continue":
            return
        raise NonFiniteLossError(
            f"Rank {self.rank}: the loss became {describe_number(loss_sum)} at step {step}.",
            mend="Lower the learning rate, add warm-up steps, or clip the gradient norm; "
            'training.non_finite_loss = "continue" goes on regardless.',
        )

    # --- between steps

    def _is_due_for_more(self) -> bool:
        """Whether this step's end is one at which something is due on every rank."""
        step, every = self.state.step, self.training.checkpoint_every_steps
        return (
            step == self.plan.total_steps
            or self._evaluation_is_due()
            or (every is not None and step % every == 0)
        )

    def _evaluation_is_due(self) -> bool:
        every = self.training.evaluate_every_epochs * self.plan.batch.steps_per_epoch
        return self.state.step > 0 and self.state.step % every == 0

    def _time_is_over(self) -> bool:
        limit = self.training.max_seconds
        return limit is not None and self.clock.seconds >= limit

    def _agree(self) -> Agreement:
        """All ranks say their sums and hear the same answer; the steps since the last time are reported."""
        steps, self._done = self._done, []
        sums = _local_sums(steps)
        first = self.state.step - len(steps) + 1
        for index, one in enumerate(sums):
            self._check_loss(first + index, one.loss_sum)
        with self.meter.phase(Phase.COMMUNICATION):
            agreement = self.control.agree(self.state.step, sums, time_is_over=self._time_is_over())
        if steps:
            losses = agreement.losses
            self.reporter.report_steps(
                [
                    StepReport(first + index, done.time, seconds, done.learning_rate, _as_float(done.norm))
                    for index, (done, seconds) in enumerate(zip(steps, self.meter.take(), strict=True))
                ],
                losses=losses,
                accuracies=agreement.accuracies,
                num_samples=int(agreement.sums[:, 2].sum()),
                memory_peak_bytes=read_memory_peak_bytes(self.device),
            )
            self.state = self.state.model_copy(update={"train_loss": float(losses[-1])})
        return agreement

    def _between_steps(self, agreement: Agreement) -> Ending | None:
        """What is due after this step, then what people asked for; why training ends, if it does."""
        if self._evaluation_is_due():
            self._evaluate(counts=True)
        ending = self._reached_limit(time_is_over=agreement.time_is_over)
        every = self.training.checkpoint_every_steps
        if ending is None and every is not None and self.state.step % every == 0:
            self._save("periodic")
        if agreement.actions:
            asked = self._obey(agreement)
            ending = ending or asked
        return ending

    def _reached_limit(self, *, time_is_over: bool) -> Ending | None:
        if self.plan.total_steps is not None and self.state.step >= self.plan.total_steps:
            return Ending.LIMIT
        if self.state.patience.is_over(self.training.early_stop_evaluations):
            return Ending.EARLY_STOP
        return Ending.TIME if time_is_over else None

    # --- what people ask for

    def _obey(self, agreement: Agreement) -> Ending | None:
        self._obey_at_once(agreement)
        if "stop" in agreement.actions:
            return Ending.STOP
        return self._pause() if "pause" in agreement.actions else None

    def _obey_at_once(self, agreement: Agreement) -> None:
        """Obey what leaves the run as it is."""
        if "checkpoint" in agreement.actions:
            self._save("asked")
        if "evaluate" in agreement.actions:
            self._evaluate(counts=False)
        for action in ("checkpoint", "evaluate", "continue"):
            self.reporter.tell_obeyed(self.control.take_obeyed(action), self.state.step)

    def _pause(self) -> Ending | None:
        """Stand still until someone says continue or stop."""
        self._leave_steps()
        self.clock.pause()
        self.reporter.enter(RunState.PAUSED, self.state.step)
        self.reporter.tell_obeyed(self.control.take_obeyed("pause"), self.state.step)
        ending: Ending | None = None
        while ending is None:
            self.meter.beat(Phase.PAUSED)
            time.sleep(_PAUSE_LOOK_SECONDS)
            agreement = self.control.agree(self.state.step, [], time_is_over=False)
            if "continue" in agreement.actions:
                self.reporter.enter(RunState.RUNNING, self.state.step)
            self._obey_at_once(agreement)
            if "stop" in agreement.actions:
                ending = Ending.STOP
            elif "continue" in agreement.actions:
                break
            self.reporter.tell_obeyed(self.control.take_obeyed("pause"), self.state.step)
        self.clock.resume()
        self.control.restart_clock()
        return ending

    # --- evaluating, saving, ending

    def _evaluate(self, *, counts: bool) -> None:
        """Evaluate, unless that was done after this very step.

        Args:
            counts: Whether early stopping goes by it. One that a person asked for, and the last one of all,
                do not count: a run that is resumed must go on as if they had not been.
        """
        last = self.state.evaluation
        if last is not None and last.step == self.state.step:
            return
        self._leave_steps()
        self.meter.beat(Phase.EVALUATING)
        evaluation, seconds = self.evaluator.evaluate(self.state.step)
        patience = self.state.patience.after(evaluation.loss) if counts else self.state.patience
        self.state = self.state.model_copy(update={"evaluation": evaluation, "patience": patience})
        self.reporter.tell_evaluated(evaluation, seconds)
        self.control.restart_clock()

    def _save(self, reason: str) -> None:
        """Save a checkpoint, unless there is one of this very step."""
        if self.saved_step == self.state.step:
            return
        self._leave_steps()
        self.meter.beat(Phase.CHECKPOINT)
        scaler = self.updater.scaler
        update = {"seconds": self.clock.seconds, "scaler": scaler.state_dict() if scaler else {}}
        name, seconds = self.checkpoints.save(self.state.model_copy(update=update))
        self.saved_step = self.state.step
        self.reporter.tell_saved(name, self.state.step, reason, seconds)
        self.control.restart_clock()

    def _leave_steps(self) -> None:
        self.meter.leave_steps()
        self.reporter.flush()

    def _finish(self, ending: Ending) -> None:
        self._leave_steps()
        if ending is Ending.STOP:
            self.reporter.enter(RunState.STOPPING, self.state.step)
        self.reporter.tell_obeyed(self.control.take_obeyed("stop", "pause"), self.state.step)
        if ending is not Ending.STOP:
            self._evaluate(counts=False)
        self._save("stop" if ending is Ending.STOP else "end")
        self.meter.beat(Phase.ENDING)
        self.reporter.close()


def _local_sums(steps: list[_Done]) -> list[LocalSums]:
    """This rank's sums as numbers: the one moment at which a GPU is waited for."""
    if not steps:
        return []
    losses = torch.stack([done.totals.loss_sum for done in steps]).tolist()
    correct = torch.stack([done.totals.num_correct for done in steps]).tolist()
    return [
        LocalSums(loss_sum, float(num_correct), float(done.totals.num_samples))
        for loss_sum, num_correct, done in zip(losses, correct, steps, strict=True)
    ]


def _as_float(norm: Tensor | None) -> float | None:
    return None if norm is None else float(norm)
