"""How a run stands: what its events tell, and whether its launcher still lives."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.errors import RunFolderError
from engine.record.beat import read_beat
from engine.record.disk import disk_errors
from engine.record.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    EventTail,
    Finished,
    Progress,
    RankFailure,
    RunState,
    StateChanged,
    Warned,
    append_event,
)
from engine.record.locks import FileLock
from engine.record.run_folder import RunFolder

CREATED_GRACE_SECONDS = 5.0
"""How long a folder may wait for its launcher before it counts as interrupted."""
_INTERRUPTED = "Its processes are gone without a word."


@dataclass(frozen=True, slots=True)
class RunStatus:
    """How a run stands, from all its events. Figures are of the newest attempt where not said otherwise."""

    state: RunState
    attempt: int
    alive: bool
    """Whether a launcher holds the run."""
    step: int | None
    """The last step that is known to be done."""
    epoch: float | None
    total_steps: int | None
    """Where the run will end, where the plan knows."""
    created: float | None
    """Unix time (s) of the first event."""
    changed: float | None
    """Unix time (s) of the last event."""
    seconds: float
    """Seconds at work, all attempts together; waiting for devices does not count."""
    sentence: str = ""
    """Why it is in this state, where that is not plain."""
    evaluated: Evaluated | None = None
    """The last evaluation, also of an earlier attempt."""
    checkpoint: CheckpointSaved | None = None
    """The last checkpoint, also of an earlier attempt."""
    failure: RankFailure | None = None
    """Why the newest attempt failed."""
    finished: Finished | None = None
    """The last word of the newest attempt."""
    warnings: tuple[Warned, ...] = ()
    start_to_first_step_seconds: float | None = None
    damaged_events: int = 0
    """Lines of events.jsonl that could not be understood."""


def read_status(folder: RunFolder, *, now: float | None = None) -> RunStatus:
    """How the run stands now; a run whose processes are gone is INTERRUPTED, marked so or not.

    Raises:
        RunFolderError: the folder cannot be read.
    """
    with disk_errors(folder.path):
        folder.path.stat()
    # First who is alive, then what was told: a launcher's last events are written before it ends.
    alive = folder.is_alive()
    tail = EventTail(folder)
    events = tail.poll()
    return status_of(
        events,
        attempt=folder.attempt(),
        alive=alive,
        now=time.time() if now is None else now,
        total_steps=_total_steps(folder),
        beat_step=_beat_step(folder) if alive else None,
        damaged_events=tail.damaged,
    )


def status_of(
    events: Iterable[Event],
    *,
    attempt: int,
    alive: bool,
    now: float,
    total_steps: int | None = None,
    beat_step: int | None = None,
    damaged_events: int = 0,
) -> RunStatus:
    """How a run with these events stands. Pure.

    Args:
        events: All events, oldest first.
        attempt: The newest attempt there is a folder for.
        alive: Whether a launcher holds the run.
        now: Unix time, s.
        total_steps: From the plan.
        beat_step: Step of rank 0's last heartbeat, where it lives.
        damaged_events: Lines that could not be understood.
    """
    account = _Account(attempt)
    for event in events:
        account.add(event)
    state, sentence = account.state, account.sentence
    if not alive and not state.is_over and not account.is_fresh(now):
        state, sentence = RunState.INTERRUPTED, _INTERRUPTED
    step = account.step
    if beat_step is not None:
        step = max(step or 0, beat_step)
    return RunStatus(
        state=state,
        attempt=account.attempt,
        alive=alive,
        step=step,
        epoch=account.epoch,
        total_steps=total_steps,
        created=account.created,
        changed=account.changed,
        seconds=account.seconds_at_work(now if alive else None),
        sentence=sentence,
        evaluated=account.evaluated,
        checkpoint=account.checkpoint,
        failure=account.failure,
        finished=account.finished,
        warnings=tuple(account.warnings),
        start_to_first_step_seconds=account.start_seconds,
        damaged_events=damaged_events,
    )


@dataclass(slots=True)
class _Account:
    """Adds events up."""

    attempt: int
    state: RunState = RunState.CREATED
    sentence: str = ""
    step: int | None = None
    epoch: float | None = None
    created: float | None = None
    changed: float | None = None
    worked: float = 0.0
    working_since: float | None = None
    evaluated: Evaluated | None = None
    checkpoint: CheckpointSaved | None = None
    failure: RankFailure | None = None
    finished: Finished | None = None
    start_seconds: float | None = None
    warnings: list[Warned] = field(default_factory=list)
    _of: int = 0

    def add(self, event: Event) -> None:
        if event.attempt > self._of:
            self._begin(event.attempt)
        if self.created is None:
            self.created = event.time
        self._count_work(event)
        self.changed = event.time
        match event:
            case StateChanged():
                self.state, self.sentence = event.state, event.sentence
                self._reached(event.step)
            case Progress():
                self._reached(event.step, float(event.epoch))
                self.start_seconds = event.seconds if event.what == "first_step" else self.start_seconds
            case Evaluated():
                self.evaluated = event
                self._reached(event.step, event.epoch)
            case CheckpointSaved():
                self.checkpoint = event
                self._reached(event.step)
            case RankFailure():
                self.failure = self.failure or event
            case Finished():
                self.finished = event
                self._reached(event.steps, event.epochs)
            case Warned():
                self.warnings.append(event)

    def _begin(self, attempt: int) -> None:
        self._stop_work(self.changed)
        self._of, self.attempt = attempt, max(attempt, self.attempt)
        self.state, self.sentence = RunState.CREATED, ""
        self.failure = self.finished = self.start_seconds = self.step = self.epoch = None
        self.warnings = []

    def _reached(self, step: int | None, epoch: float | None = None) -> None:
        if step is not None:
            self.step = max(step, self.step or 0)
        if epoch is not None:
            self.epoch = max(epoch, self.epoch or 0.0)

    def _count_work(self, event: Event) -> None:
        if not isinstance(event, StateChanged):
            return
        if event.state is RunState.INTERRUPTED:
            self._stop_work(self.changed)  # noticed now, but gone since about the last event
        elif event.state.is_over or event.state in (RunState.CREATED, RunState.QUEUED):
            self._stop_work(event.time)
        elif self.working_since is None:
            self.working_since = event.time

    def _stop_work(self, when: float | None) -> None:
        if self.working_since is not None and when is not None:
            self.worked += max(0.0, when - self.working_since)
        self.working_since = None

    def seconds_at_work(self, now: float | None) -> float:
        """Up to now where it lives, else up to the last event."""
        until = now if now is not None else self.changed
        if self.working_since is None or until is None:
            return self.worked
        return self.worked + max(0.0, until - self.working_since)

    def is_fresh(self, now: float) -> bool:
        """Just made: its launcher may be on its way."""
        if self.state is not RunState.CREATED:
            return False
        return self.changed is None or 0 <= now - self.changed < CREATED_GRACE_SECONDS


def _total_steps(folder: RunFolder) -> int | None:
    try:
        return folder.read_plan().total_steps
    except RunFolderError:  # what happened is worth telling all the same
        return None


def _beat_step(folder: RunFolder) -> int | None:
    beat = read_beat(folder.beat_path(folder.attempt(), 0))
    return beat.step if beat else None


def mark_if_interrupted(folder: RunFolder) -> bool:
    """Writes down that a run's processes are gone without a word; says whether this call did.

    The launcher's lock is held for that moment, so that two who look never write it twice.

    Raises:
        RunFolderError: the folder cannot be written.
    """
    if read_status(folder).state is not RunState.INTERRUPTED:
        return False
    lock = FileLock(folder.lock_path)
    if not lock.acquire():
        return False
    try:
        events = EventTail(folder).poll()
        attempt = folder.attempt()
        status = status_of(events, attempt=attempt, alive=False, now=time.time())
        if status.state is not RunState.INTERRUPTED or _is_marked(events):
            return False
        append_event(
            folder,
            StateChanged(
                time=time.time(),
                attempt=status.attempt,
                state=RunState.INTERRUPTED,
                step=status.step,
                sentence=_INTERRUPTED,
            ),
        )
        return True
    finally:
        lock.release()


def _is_marked(events: Iterable[Event]) -> bool:
    states = [event for event in events if isinstance(event, StateChanged)]
    return bool(states) and states[-1].state is RunState.INTERRUPTED
