"""What a rank tells: its series, and from rank 0 the run's events."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from engine.record.commands import Command
from engine.record.disk import disk_errors
from engine.record.events import (
    CheckpointSaved,
    CommandObeyed,
    Evaluated,
    Event,
    Progress,
    RunState,
    StateChanged,
    Warned,
    append_event,
    read_events,
)
from engine.record.folder import RunFolder
from engine.record.series import SeriesSet
from engine.training.data_watch import DataWatch
from engine.training.meters import StepSeconds
from engine.training.state import Evaluation

_FLUSH_SECONDS = 0.025
_EPOCH_SECONDS = 0.25
"""Epochs shorter than this are not all told."""
_WARM_STEPS = 20
_METRICS = tuple(field.name for field in fields(StepSeconds))


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step as its rank saw it."""

    step: int
    """Steps done with it."""
    time: float
    """Unix time of its end, s."""
    seconds: StepSeconds
    learning_rate: float
    gradient_norm: float | None


class Throughput:
    """Samples a second over an attempt, its first steps left out. Pure."""

    def __init__(self) -> None:
        self._steps = self._samples = 0
        self._seconds = 0.0
        self._first: tuple[int, float] | None = None
        self._warm: tuple[int, float] | None = None

    def add(self, steps: int, samples: int, seconds: float) -> float | None:
        """So many more; the samples a second of these alone."""
        self._steps += steps
        self._samples += samples
        self._seconds += seconds
        here = self._samples, self._seconds
        self._first = self._first or here
        if self._steps >= _WARM_STEPS:
            self._warm = self._warm or here
        return samples / seconds if seconds > 0 else None

    @property
    def samples_per_second(self) -> float | None:
        """After the first 20 steps; where there are fewer, after the first report, or else of all."""
        for samples, seconds in filter(None, (self._warm, self._first, (0, 0.0))):
            if self._seconds > seconds and self._samples > samples:
                return (self._samples - samples) / (self._seconds - seconds)
        return None


class Reporter:
    """The only writer of this rank's series; on rank 0 also of the training's series and events."""

    def __init__(
        self,
        folder: RunFolder,
        *,
        attempt: int,
        rank: int,
        steps_per_epoch: int,
        data_watch: DataWatch | None = None,
    ) -> None:
        self._folder = folder
        self._rank = rank
        self._data_watch = data_watch
        self._attempt = attempt
        self._source = f"rank-{rank}"
        self._tells = rank == 0
        self._steps_per_epoch = steps_per_epoch
        self._series = SeriesSet(folder.series_dir)
        self._flushed = -math.inf
        self._epoch_told = -math.inf
        self._epoch: int | None = None
        self._finite = True
        self.throughput = Throughput()
        self.first_step_seconds: float | None = None
        """From the start being asked for to the end of the first step."""

    def report_steps(
        self,
        steps: Sequence[StepReport],
        *,
        losses: NDArray[np.float64],
        accuracies: NDArray[np.float64],
        num_samples: int,
        memory_peak_bytes: int | None,
    ) -> None:
        """The steps since the last report, oldest first.

        Args:
            steps: As this rank saw them.
            losses: float64 [steps], over the global batch.
            accuracies: float64 [steps], over the global batch.
            num_samples: Of all these steps and all ranks.
            memory_peak_bytes: The most memory used so far, where that is known.
        """
        report, source = self._series.report, self._source
        for one in steps:
            for metric in _METRICS:
                report(source, metric, one.step, getattr(one.seconds, metric), one.time)
        last = steps[-1]
        if memory_peak_bytes is not None:
            report(source, "memory_peak_bytes", last.step, memory_peak_bytes, last.time)
        speed = self.throughput.add(len(steps), num_samples, sum(one.seconds.step_seconds for one in steps))
        if self._tells:
            for one, loss, accuracy in zip(steps, losses.tolist(), accuracies.tolist(), strict=True):
                report("train", "loss", one.step, loss, one.time)
                report("train", "accuracy", one.step, accuracy, one.time)
                report("train", "learning_rate", one.step, one.learning_rate, one.time)
                if one.gradient_norm is not None:
                    report("train", "gradient_norm", one.step, one.gradient_norm, one.time)
                self._watch_loss(one.step, loss)
            if speed is not None:
                report("train", "samples_per_second", last.step, speed, last.time)
            self._tell_progress(last)
        self._watch_data(steps)
        self.flush_due()

    def flush_due(self) -> None:
        """Puts the points on disk where the last time is more than 25 ms ago."""
        now = time.monotonic()
        if now - self._flushed >= _FLUSH_SECONDS:
            self._flushed = now
            self._series.flush()

    def flush(self) -> None:
        """Puts all points on disk."""
        self._series.flush()

    def close(self) -> None:
        """Puts all points on disk and lets go of the files."""
        self._series.close()

    def enter(self, state: RunState, step: int, sentence: str = "") -> None:
        """The run is now in this state."""
        self._tell(
            StateChanged(time=time.time(), attempt=self._attempt, state=state, step=step, sentence=sentence)
        )

    def tell_obeyed(self, commands: Sequence[Command], step: int) -> None:
        """These commands took effect at this step, on every rank."""
        for command in commands:
            self._tell(
                CommandObeyed(
                    time=time.time(),
                    attempt=self._attempt,
                    command_id=command.id,
                    action=command.action,
                    step=step,
                )
            )

    def tell_evaluated(self, evaluation: Evaluation, seconds: float) -> None:
        """The points and the event of an evaluation."""
        if not self._tells:
            return
        now = time.time()
        self._series.report("eval", "loss", evaluation.step, evaluation.loss, now)
        self._series.report("eval", "accuracy", evaluation.step, evaluation.accuracy, now)
        self._series.flush()
        self._tell(
            Evaluated(
                time=now,
                attempt=self._attempt,
                step=evaluation.step,
                epoch=evaluation.step / self._steps_per_epoch,
                loss=evaluation.loss,
                accuracy=evaluation.accuracy,
                num_samples=evaluation.num_samples,
                seconds=seconds,
            )
        )

    def tell_saved(self, name: str, step: int, reason: str, seconds: float) -> None:
        """A checkpoint is complete."""
        self._tell(
            CheckpointSaved.model_validate(
                {
                    "time": time.time(),
                    "attempt": self._attempt,
                    "step": step,
                    "name": name,
                    "reason": reason,
                    "seconds": seconds,
                }
            )
        )

    def warn(self, sentence: str, mend: str = "") -> None:
        """Something a person should know."""
        self._tell(Warned(time=time.time(), attempt=self._attempt, sentence=sentence, mend=mend))

    def _tell(self, event: Event) -> None:
        if self._tells:
            append_event(self._folder, event)

    def _tell_progress(self, last: StepReport) -> None:
        epoch = last.step // self._steps_per_epoch
        if self.first_step_seconds is None:
            self.first_step_seconds = last.time - self._asked_at()
            self._progress("first_step", last.step, epoch, self.first_step_seconds)
        if self._epoch is None:
            self._epoch = epoch if last.step % self._steps_per_epoch else epoch - 1
        now = time.monotonic()
        if epoch > self._epoch and now - self._epoch_told >= _EPOCH_SECONDS:
            self._epoch, self._epoch_told = epoch, now
            self._progress("epoch", epoch * self._steps_per_epoch, epoch, None)

    def _progress(self, what: str, step: int, epoch: int, seconds: float | None) -> None:
        said = {"what": what, "step": step, "epoch": epoch, "seconds": seconds}
        self._tell(Progress.model_validate({"time": time.time(), "attempt": self._attempt, **said}))

    def _asked_at(self) -> float:
        """Unix time (s) at which this attempt was asked for: its first event."""
        for event in read_events(self._folder):
            if event.attempt == self._attempt:
                return event.time
        return time.time()

    def _watch_data(self, steps: Sequence[StepReport]) -> None:
        """Whichever rank waits too long for its data first says so, for all."""
        wait = self._data_watch.add(one.seconds for one in steps) if self._data_watch else None
        if wait is None:
            return
        mark = self._folder.attempt_dir(self._attempt) / "waits-for-data"
        with disk_errors(mark):
            try:
                mark.touch(exist_ok=False)
            except FileExistsError:
                return
        append_event(
            self._folder,
            Warned(
                time=time.time(),
                attempt=self._attempt,
                sentence=wait.sentence,
                mend=wait.mend,
                rank=self._rank,
            ),
        )

    def _watch_loss(self, step: int, loss: float) -> None:
        finite = math.isfinite(loss)
        if self._finite and not finite:
            self.warn(
                f"The loss became {describe_number(loss)} at step {step}; training goes on, as asked.",
                "Lower the learning rate, add warm-up steps, or clip the gradient norm.",
            )
        self._finite = finite


def describe_number(value: float) -> str:
    """`NaN` or `infinite` for a number that is not finite."""
    return "NaN" if math.isnan(value) else "infinite"
