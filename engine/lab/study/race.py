"""The runner of a study: its candidates against each other, round by round, each a real run."""

import time
from collections.abc import Generator, Iterator, Sequence

from engine.base import Record
from engine.devices.inventory import Inventory
from engine.errors import LaunchError, ParaloomError
from engine.lab.signals import undisturbed
from engine.lab.study.estimate import LIMIT_STEPS, Job, build_schedule, estimate
from engine.lab.study.events import (
    AnyStudyEvent,
    CandidateFailed,
    Estimated,
    LimitMeasured,
    ParityMeasured,
    RoundMeasured,
    RunsStarted,
    StateEntered,
    StudyState,
    StudyWarned,
)
from engine.lab.study.figures import read_measured, read_round
from engine.lab.study.folder import StudyFolder
from engine.lab.study.limit import together
from engine.lab.study.parity import ParityCheck
from engine.lab.study.results import StudyResult
from engine.lab.study.runs import RunFailedError, StoppedError, StudyRuns
from engine.lab.study.summary import summarise
from engine.launcher.warm import Loom
from engine.record.disk import write_whole
from engine.record.locks import locked
from engine.spec.run import RunSpec


class Race:
    """One study from its first run to its results; what happens is told in its folder."""

    def __init__(self, folder: StudyFolder, loom: Loom, inventory: Inventory) -> None:
        """Reads what is asked.

        Args:
            folder: A study that has not begun.
            loom: Forks the launchers of its runs; stays the caller's.
            inventory: What this machine has.

        Raises:
            RunFolderError: The folder cannot be read.
            SpecError: What was asked was damaged.
        """
        self._folder = folder
        self._study = folder.read_study()
        self._expansion = folder.read_expansion()
        self._loom = loom
        self._runs = StudyRuns(folder, loom, inventory)
        self._parity = ParityCheck(self._study, self._expansion, folder, self._runs)
        self._jobs = build_schedule(self._study, self._expansion)
        self._failed: set[str] = set()
        self._seconds: dict[str, float] = {}
        self._num_started = 0
        self._is_over = False

    def run(self) -> Generator[AnyStudyEvent, None, None]:
        """Every event as it happens; each is in the folder by then.

        Ctrl+C stops the study: its runs are ended, and what was measured stays. So does closing the iterator.

        Raises:
            RunFolderError: The folder is alive already, or can no longer be written.
        """
        with locked(
            self._folder.lock_path,
            wait_seconds=2.0,
            sentence=f"{self._folder.name} is already racing.",
            mend="Watch it, or stop it first.",
        ):
            try:
                yield from self._race()
            except (StoppedError, KeyboardInterrupt):
                self._runs.end_all()
                yield self._end(StudyState.STOPPED)
            except LaunchError as error:  # nothing can be started here
                yield self._end(StudyState.FAILED, str(error))
            finally:
                with undisturbed():
                    self._runs.end_all()
                    if not self._is_over:
                        self._end(StudyState.STOPPED)
                    self._parity.clear()

    def _race(self) -> Iterator[AnyStudyEvent]:
        yield self._tell(Estimated(time=time.time(), estimate=estimate(self._study, self._jobs)))
        yield self._enter(StudyState.WARMING)
        self._loom.wait_warm()
        state = StudyState.WARMING
        for index, job in enumerate(self._jobs):
            self._runs.check_stop()
            doing = StudyState.CHECKING if job.purpose == "parity" else StudyState.RACING
            if doing is not state:
                state = doing
                yield self._enter(doing)
            if job.candidate not in self._failed:
                yield from self._do(job)
            yield self._tell(self._estimated(self._jobs[index + 1 :]))
        if self._seconds:
            yield self._end(StudyState.COMPLETED)
        else:
            yield self._end(StudyState.FAILED, "No candidate came to its end.")

    def _do(self, job: Job) -> Iterator[AnyStudyEvent]:
        try:
            if job.purpose == "race":
                yield from self._race_one(job)
            elif job.purpose == "limit":
                yield from self._measure_limit(job)
            else:
                yield from self._measure_parity(job)
        except ParaloomError as error:
            self._runs.end_all()
            run = error.run if isinstance(error, RunFailedError) else ""
            if job.purpose == "limit":
                count = len(job.devices)
                sentence = f"What {count} independent devices reach could not be measured: {error.sentence}"
                yield self._tell(StudyWarned(time=time.time(), sentence=sentence))
                return
            self._failed.add(job.candidate)
            yield self._tell(
                CandidateFailed(
                    time=time.time(),
                    candidate=job.candidate,
                    round=job.round,
                    sentence=error.sentence,
                    mend=error.mend,
                    run=run,
                )
            )

    def _race_one(self, job: Job) -> Iterator[AnyStudyEvent]:
        folder = self._runs.start(self._expansion.find(job.candidate).spec)
        yield self._started(job, (folder.name,))
        (status,) = self._runs.wait([folder])
        figures = read_round(
            folder,
            status,
            number=job.round,
            warmup_steps=self._study.warmup_steps,
            target_loss=self._study.target_loss,
        )
        self._seconds[job.candidate] = figures.seconds
        yield self._tell(RoundMeasured(time=time.time(), candidate=job.candidate, figures=figures))

    def _measure_limit(self, job: Job) -> Iterator[AnyStudyEvent]:
        reference = self._expansion.reference
        folders = [self._runs.start(self._alone_on(device, reference.spec)) for device in job.devices]
        yield self._started(job, tuple(folder.name for folder in folders))
        self._runs.wait(folders)
        measured = [read_measured(folder, 0, self._study.warmup_steps) for folder in folders]
        found = together(measured, reference.global_batch_size)
        if found is None:
            raise LaunchError("Their steps did not fall together.", mend="Measure more steps.")
        speed, overlap = found
        yield self._tell(
            LimitMeasured(
                time=time.time(),
                round=job.round,
                num_devices=len(job.devices),
                samples_per_second=speed,
                overlap=overlap,
                runs=tuple(folder.name for folder in folders),
            )
        )

    def _alone_on(self, device: str, spec: RunSpec) -> RunSpec:
        devices = spec.devices.model_copy(update={"use": (device,)})
        steps = self._study.warmup_steps + LIMIT_STEPS * self._study.measured_steps
        training = spec.training.model_copy(update={"max_steps": steps})
        name = f"{self._study.name}, limit"[:80]
        return spec.model_copy(update={"name": name, "devices": devices, "training": training})

    def _measure_parity(self, job: Job) -> Iterator[AnyStudyEvent]:
        yield self._started(job, ())
        parity = self._parity.measure(self._expansion.find(job.candidate))
        yield self._tell(ParityMeasured(time=time.time(), candidate=job.candidate, parity=parity))

    # --- what is told

    def _tell(self, event: AnyStudyEvent) -> AnyStudyEvent:
        self._folder.append(event)
        return event

    def _enter(self, state: StudyState, sentence: str = "") -> AnyStudyEvent:
        return self._tell(StateEntered(time=time.time(), state=state, sentence=sentence))

    def _started(self, job: Job, runs: tuple[str, ...]) -> AnyStudyEvent:
        self._num_started += job.num_runs
        return self._tell(
            RunsStarted(
                time=time.time(),
                purpose=job.purpose,
                candidate=job.candidate,
                round=job.round,
                runs=runs,
                number=self._num_started,
            )
        )

    def _estimated(self, left: Sequence[Job]) -> AnyStudyEvent:
        waiting = [job for job in left if job.candidate not in self._failed]
        found = estimate(self._study, self._jobs, left=waiting, run_seconds=self._seconds)
        return Estimated(time=time.time(), estimate=found)

    def _end(self, state: StudyState, sentence: str = "") -> AnyStudyEvent:
        self._is_over = True
        event = self._enter(state, sentence)
        write_whole(self._folder.result_path, read_result(self._folder).model_dump_json(indent=1))
        return event


def read_result(folder: StudyFolder) -> StudyResult:
    """Everything a study has found so far, from its folder, whoever runs it.

    Who follows a living study keeps its own tail of events and calls `summarise` with all of them.

    Raises:
        RunFolderError: The folder cannot be read, or was damaged.
        SpecError: What was asked was damaged.
    """
    events = folder.read_events()
    return summarise(folder.read_study(), folder.read_expansion(), events, folder.state(events))


class StudyRow(Record):
    """A study in a line of a list."""

    name: str
    """Of its folder."""
    title: str
    description: str
    state: StudyState
    created: float
    """Unix time, s."""


def read_study_row(folder: StudyFolder) -> StudyRow:
    """A study in a line.

    Raises:
        RunFolderError: The folder cannot be read.
        SpecError: What was asked was damaged.
    """
    events, study = folder.read_events(), folder.read_study()
    return StudyRow(
        name=folder.name,
        title=study.name,
        description=study.description,
        state=folder.state(events).state,
        created=events[0].time,
    )
