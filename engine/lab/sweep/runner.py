"""The runner of a sweep: trial after trial, each a real run, bad ones ended early."""

import time
from collections.abc import Generator, Iterator

from engine.devices.inventory import Inventory
from engine.errors import ParaloomError, RunFolderError
from engine.lab.signals import interrupted_afterwards, undisturbed
from engine.lab.study.estimate import describe_duration
from engine.lab.sweep.events import (
    AnySweepEvent,
    SweepEntered,
    SweepState,
    TrialDrawn,
    TrialEnded,
    TrialStarted,
    TrialStopping,
    trial_failed,
    worked_seconds,
)
from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.propose import Proposer, Tried
from engine.lab.sweep.reading import read_sweep_result
from engine.lab.sweep.stopping import NO_CURVE, Curve, rung_of, value_of, why_stop
from engine.lab.sweep.summary import Ledger, TrialAccount
from engine.lab.sweep.trial_runs import TrialRun, TrialRuns, outcome_of, read_curve, wait_for_launcher
from engine.lab.sweep.trials import build_spec_of, num_trials
from engine.launcher.warm import Loom
from engine.record.disk import write_whole
from engine.record.events import RunState
from engine.record.locks import locked
from engine.record.run_folder import RunFolder
from engine.record.status import RunStatus

_LOOK_SECONDS = 0.1


class _StopError(Exception):
    """A person asked the sweep to stop."""


class SweepRunner:
    """One sweep from its first trial, or from where it was interrupted, to its best."""

    def __init__(self, folder: SweepFolder, loom: Loom, inventory: Inventory) -> None:
        """Reads what is asked, and what has happened.

        Args:
            folder: A sweep that has not begun, or was interrupted.
            loom: Forks the launchers of its runs; stays the caller's.
            inventory: What this machine has.

        Raises:
            RunFolderError: The folder cannot be read.
            SpecError: What was asked was damaged.
            PlanError: It asks for Optuna, which is not installed.
        """
        self._folder = folder
        self._sweep = folder.read_sweep()
        self._proposer = Proposer(self._sweep)
        self._runs = TrialRuns(folder, loom, inventory)
        self._loom = loom
        self._ledger = Ledger()
        self._live: dict[int, TrialRun] = {}
        self._curves: dict[int, Curve] = {}
        self._worked_before = 0.0
        self._began = 0.0
        self._is_over = False

    def run(self) -> Generator[AnySweepEvent, None, None]:
        """Every event as it happens; each is in the folder by then.

        Ctrl+C stops the sweep: its runs save and end, and both can go on. So does closing the iterator.

        Raises:
            RunFolderError: The sweep is alive already, or its folder can no longer be written.
        """
        with locked(
            self._folder.lock_path,
            wait_seconds=2.0,
            sentence=f"{self._folder.name} is already running.",
            mend="Watch it, or stop it first.",
        ):
            self._folder.stop_path.unlink(missing_ok=True)
            try:
                yield from self._run_all()
            except (_StopError, KeyboardInterrupt):
                yield self._hold()
            finally:
                with undisturbed():
                    if not self._is_over:
                        self._hold()

    def _run_all(self) -> Iterator[AnySweepEvent]:
        self._read_on()
        yield self._enter(SweepState.WARMING)
        self._loom.wait_warm()
        self._began = time.monotonic()
        yield self._enter(SweepState.RUNNING)
        yield from self._take_up()
        while self._live or self._may_go_on():
            if self._folder.stop_path.exists():
                raise _StopError
            self._stop_late()
            for trial in tuple(self._live.values()):
                yield from self._look(trial)
            if self._may_begin():
                yield from self._begin()
            elif self._live:
                time.sleep(_LOOK_SECONDS)
        yield self._conclude()

    # --- what happened before

    def _read_on(self) -> None:
        events = self._folder.read_events()
        self._worked_before = worked_seconds(events)
        for event in events:
            self._ledger.add(event)
        for account in self._ledger.trials.values():
            folder = self._folder.run(account.run)
            if account.ended and account.run and folder.path.exists():
                self._curves[account.number] = read_curve(folder, self._sweep.objective)

    def _take_up(self) -> Iterator[AnySweepEvent]:
        """Trials that were under way: those that still run are watched, the others go on."""
        for account in tuple(self._ledger.trials.values()):
            if account.ended is None:
                yield from self._take_up_one(account)

    def _take_up_one(self, account: TrialAccount) -> Iterator[AnySweepEvent]:
        spec = build_spec_of(self._sweep, account.number, account.changes)
        folder = self._runs.find(account.run, spec.name)
        try:
            with interrupted_afterwards():
                if folder is None:
                    folder = self._runs.start(spec)
                elif self._has_to_resume(wait_for_launcher(folder), account):
                    if spec.script is None:
                        self._runs.resume(folder)
                    else:  # a script itself knows what it saved: it begins anew
                        folder = self._runs.start(spec)
                told = self._watch(account.number, folder)
            yield told
            if account.stopping:  # between the word and the run a sweep may have ended
                self._live[account.number].stop(account.stopping)
        except RunFolderError:
            raise
        except ParaloomError as error:
            yield self._fail(account.number, error)

    @staticmethod
    def _has_to_resume(status: RunStatus, account: TrialAccount) -> bool:
        return (
            status.state in (RunState.STOPPED, RunState.KILLED, RunState.INTERRUPTED) and not account.stopping
        )

    # --- a trial

    def _may_go_on(self) -> bool:
        return len(self._ledger.trials) < num_trials(self._sweep) and not self._is_late()

    def _may_begin(self) -> bool:
        """Whether the next trial begins now; each is placed before the next is planned."""
        is_placed = all(trial.is_placed for trial in self._live.values())
        return is_placed and len(self._live) < self._sweep.at_once and self._may_go_on()

    def _begin(self) -> Iterator[AnySweepEvent]:
        number = len(self._ledger.trials) + 1
        changes = dict(self._proposer.changes(number, self._tried()))
        yield self._tell(TrialDrawn(time=time.time(), number=number, changes=changes))
        try:
            with interrupted_afterwards():  # a run that is started is one that the sweep knows
                folder = self._runs.start(build_spec_of(self._sweep, number, changes))
                told = self._watch(number, folder)
            yield told
        except RunFolderError:
            raise
        except ParaloomError as error:
            yield self._fail(number, error)

    def _watch(self, number: int, folder: RunFolder) -> AnySweepEvent:
        self._live[number] = TrialRun(number, folder, self._sweep.objective)
        return self._tell(TrialStarted(time=time.time(), number=number, run=folder.name))

    def _tried(self) -> list[Tried]:
        return [
            Tried(
                changes=one.changes,
                curve=self._curve(one.number),
                is_over=one.ended is not None,
                is_whole=one.state == "completed",
            )
            for one in self._ledger.trials.values()
        ]

    def _curve(self, number: int) -> Curve:
        if number in self._live:
            return self._live[number].curve
        return self._curves.get(number, NO_CURVE)

    def _look(self, trial: TrialRun) -> Iterator[AnySweepEvent]:
        status, is_new = trial.look()
        if status.state.is_over and not status.alive:
            yield self._end_trial(trial, status)
            return
        if trial.has_news(status, value_of(trial.curve, self._sweep.objective)):
            yield self._tell(trial.told)
        if is_new and status.state is RunState.RUNNING and not trial.asked_to_stop:
            yield from self._judge(trial, status)

    def _judge(self, trial: TrialRun, status: RunStatus) -> Iterator[AnySweepEvent]:
        rule, step = self._sweep.early_stopping, int(trial.curve.steps[-1])
        if status.total_steps is not None and step >= status.total_steps:
            return
        if rule.rule == "halving":  # a trial is judged once at each rung
            rung = rung_of(rule, step) or 0
            if rung <= trial.judged_rung:
                return
            trial.judged_rung = rung
        others = [self._curve(number) for number in self._ledger.trials if number != trial.number]
        why = why_stop(rule, self._sweep.objective, trial.curve, others)
        if why:
            yield self._tell(TrialStopping(time=time.time(), number=trial.number, sentence=why))
            trial.stop(why)

    def _end_trial(self, trial: TrialRun, status: RunStatus) -> AnySweepEvent:
        account = self._ledger.trials[trial.number]
        state, sentence, mend = outcome_of(status, account.stopping)
        curve = self._curves[trial.number] = read_curve(trial.folder, self._sweep.objective)
        del self._live[trial.number]
        trial.close()
        return self._tell(
            TrialEnded(
                time=time.time(),
                number=trial.number,
                state=state,
                steps=status.step or 0,
                total_steps=status.total_steps,
                objective=value_of(curve, self._sweep.objective),
                seconds=status.seconds,
                sentence=sentence,
                mend=mend,
            )
        )

    def _fail(self, number: int, error: ParaloomError) -> AnySweepEvent:
        """A run that could not be started; the others go on."""
        return self._tell(trial_failed(number, error))

    # --- time, and the end

    def _is_late(self) -> bool:
        limit = self._sweep.max_seconds
        return limit is not None and self._worked_before + time.monotonic() - self._began >= limit

    def _stop_late(self) -> None:
        if self._is_late():
            for trial in self._live.values():
                if not trial.asked_to_stop:
                    trial.stop("The time of its sweep is over.")

    def _hold(self) -> AnySweepEvent:
        """Stop what runs, so that it can go on; the sweep is STOPPED."""
        with undisturbed():
            self._runs.hold(tuple(self._live.values()))
            self._live.clear()
            return self._finish(SweepState.STOPPED)

    def _conclude(self) -> AnySweepEvent:
        left = num_trials(self._sweep) - len(self._ledger.trials)
        states = [one.state for one in self._ledger.trials.values()]
        if states and all(state == "failed" for state in states):
            return self._finish(SweepState.FAILED, "No trial came to its end.")
        sentence = ""
        if left and self._sweep.max_seconds is not None:
            limit = describe_duration(self._sweep.max_seconds)
            sentence = (
                f"Its time of {limit} is over; {left} of {num_trials(self._sweep)} trials did not begin."
            )
        return self._finish(SweepState.COMPLETED, sentence)

    def _finish(self, state: SweepState, sentence: str = "") -> AnySweepEvent:
        self._is_over = True
        event = self._enter(state, sentence)
        write_whole(self._folder.result_path, read_sweep_result(self._folder).model_dump_json(indent=1))
        return event

    def _enter(self, state: SweepState, sentence: str = "") -> AnySweepEvent:
        return self._tell(SweepEntered(time=time.time(), state=state, sentence=sentence))

    def _tell(self, event: AnySweepEvent) -> AnySweepEvent:
        self._folder.append(event)
        self._ledger.add(event)
        return event
