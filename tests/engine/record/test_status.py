import threading
import time
from pathlib import Path

import pytest

from engine.errors import RunFolderError
from engine.plan.records import Plan
from engine.record.beat import BeatWriter
from engine.record.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    Finished,
    Progress,
    RankFailure,
    RunState,
    StateChanged,
    Warned,
    append_event,
    read_events,
)
from engine.record.folder import RunFolder, begin_attempt
from engine.record.status import RunStatus, mark_if_interrupted, read_status, status_of
from engine.spec import RunSpec
from tests.engine.record.processes import run_without_rights, running
from tests.waiting import wait_until


def state(name: RunState, when: float, attempt: int = 1, step: int | None = None) -> StateChanged:
    return StateChanged(time=when, state=name, attempt=attempt, step=step)


def told(*events: Event, attempt: int = 1, alive: bool = True, now: float = 1000.0) -> RunStatus:
    return status_of(events, attempt=attempt, alive=alive, now=now)


LIFE = (
    state(RunState.CREATED, 100),
    state(RunState.QUEUED, 101),
    state(RunState.STARTING, 140),
    state(RunState.RUNNING, 141),
    Progress(time=142, what="first_step", step=1, epoch=0, seconds=1.5),
    Evaluated(time=150, step=20, epoch=1, loss=0.3, accuracy=0.9, num_samples=360, seconds=0.1),
    Warned(time=151, sentence="The loss is large."),
    CheckpointSaved(time=155, step=30, name="step-00000030", reason="asked", seconds=0.1),
)
FAILURE = RankFailure(time=160, sentence="Rank 1 was killed.", diagnosis="killed", rank=1)


def test_that_a_run_without_events_is_just_created() -> None:
    status = told(alive=False)
    assert status.state is RunState.CREATED
    assert status.step is status.created is None


def test_that_figures_add_up_over_a_life() -> None:
    status = told(*LIFE, now=200)
    assert status.state is RunState.RUNNING
    assert (status.step, status.epoch) == (30, 1.0)
    assert status.start_to_first_step_seconds == 1.5
    assert status.evaluated is LIFE[5]
    assert status.checkpoint is LIFE[7]
    assert status.warnings == (LIFE[6],)
    assert (status.created, status.changed) == (100, 155)
    assert status.seconds == 60  # waiting for devices is no work


def test_that_a_run_whose_launcher_is_gone_is_interrupted() -> None:
    status = told(*LIFE, alive=False, now=9000)
    assert status.state is RunState.INTERRUPTED
    assert status.sentence
    assert status.seconds == 15  # nobody knows what came after its last word


@pytest.mark.parametrize("over", [member for member in RunState if member.is_over])
def test_that_a_run_that_is_over_stays_as_it_ended(over: RunState) -> None:
    status = told(*LIFE, state(over, 170), alive=False, now=9000)
    assert status.state is over
    assert status.seconds == (15 if over is RunState.INTERRUPTED else 30)


def test_that_a_failure_is_told_by_its_earliest_cause() -> None:
    later = FAILURE.model_copy(update={"time": 161.0, "rank": 0, "sentence": "Connection closed by peer."})
    status = told(*LIFE, FAILURE, later, state(RunState.FAILED, 162), alive=False)
    assert status.failure is FAILURE


def test_that_a_resume_begins_anew_but_keeps_what_was_saved() -> None:
    ended = (*LIFE, FAILURE, state(RunState.FAILED, 160))
    status = told(*ended, state(RunState.CREATED, 300, 2, step=30), attempt=2, alive=False, now=301)
    assert status.state is RunState.CREATED
    assert (status.attempt, status.step) == (2, 30)
    assert status.failure is None
    assert status.checkpoint is LIFE[7]
    assert status.seconds == 20
    running = told(*ended, state(RunState.RUNNING, 300, 2), attempt=2, now=305)
    assert running.seconds == 25


def test_that_a_resume_that_broke_off_can_be_resumed() -> None:
    status = told(*LIFE, state(RunState.STOPPED, 160), attempt=2, alive=False)
    assert (status.state, status.attempt) == (RunState.STOPPED, 2)


@pytest.mark.parametrize(("age", "expected"), [(1, RunState.CREATED), (60, RunState.INTERRUPTED)])
def test_that_a_new_folder_gets_a_moment_for_its_launcher(age: float, expected: RunState) -> None:
    assert told(state(RunState.CREATED, 100), alive=False, now=100 + age).state is expected


def test_that_a_last_word_counts() -> None:
    finished = Finished(
        time=170,
        state=RunState.COMPLETED,
        steps=230,
        epochs=10,
        train_loss=0.1,
        eval_loss=0.2,
        eval_accuracy=0.97,
        samples_per_second=900,
        start_to_first_step_seconds=1.5,
    )
    status = told(*LIFE, state(RunState.COMPLETED, 170), finished, alive=False)
    assert status.finished is finished
    assert (status.step, status.epoch) == (230, 10.0)


def test_that_a_folder_tells_its_status(folder: RunFolder) -> None:
    with folder.hold_lock():
        append_event(folder, state(RunState.RUNNING, time.time()))
        beat = BeatWriter(folder.beat_path(1, 0))
        beat.beat(17, "forward")
        beat.close()
        status = read_status(folder)
    assert (status.state, status.alive, status.step, status.total_steps) == (RunState.RUNNING, True, 17, 230)
    gone = read_status(folder)
    assert (gone.state, gone.alive, gone.step) == (RunState.INTERRUPTED, False, None)


def test_that_damaged_events_are_counted_and_the_rest_is_told(folder: RunFolder) -> None:
    with folder.events_path.open("ab") as file:
        file.write(b"\x00\xff\n")
    append_event(folder, state(RunState.COMPLETED, time.time()))
    folder.plan_path.write_bytes(b"\x00")
    status = read_status(folder)
    assert (status.state, status.damaged_events, status.total_steps) == (RunState.COMPLETED, 1, None)


def test_that_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="is gone"):
        read_status(RunFolder(tmp_path / "gone"))


def interruptions(folder: RunFolder) -> int:
    return sum(
        isinstance(event, StateChanged) and event.state is RunState.INTERRUPTED
        for event in read_events(folder)
    )


def test_that_an_interruption_is_written_once_though_many_look(folder: RunFolder) -> None:
    append_event(folder, state(RunState.RUNNING, time.time(), step=3))
    marked: list[bool] = []
    start = threading.Barrier(4)

    def look() -> None:
        start.wait()
        marked.append(mark_if_interrupted(folder))

    lookers = [threading.Thread(target=look) for _ in range(4)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    assert sorted(marked) == [False, False, False, True]
    assert interruptions(folder) == 1
    assert not mark_if_interrupted(folder)
    last = read_events(folder)[-1]
    assert isinstance(last, StateChanged) and last.step == 3


def test_that_a_living_a_new_and_an_ended_run_are_not_marked(folder: RunFolder) -> None:
    assert not mark_if_interrupted(folder)
    append_event(folder, state(RunState.RUNNING, time.time()))
    with folder.hold_lock():
        assert not mark_if_interrupted(folder)
    append_event(folder, state(RunState.COMPLETED, time.time()))
    assert not mark_if_interrupted(folder)
    assert interruptions(folder) == 0


def test_that_a_second_interruption_is_marked_too(folder: RunFolder, spec: RunSpec, plan: Plan) -> None:
    append_event(folder, state(RunState.RUNNING, time.time()))
    assert mark_if_interrupted(folder)
    begin_attempt(folder, spec, plan, None)
    append_event(folder, state(RunState.RUNNING, time.time(), attempt=2))
    assert mark_if_interrupted(folder)
    assert interruptions(folder) == 2


def test_that_a_killed_launcher_is_found_out(folder: RunFolder) -> None:
    script = """
        import signal, sys, time
        from pathlib import Path
        from engine.record.events import RunState, StateChanged, append_event
        from engine.record.folder import RunFolder
        folder = RunFolder(Path(sys.argv[1]))
        with folder.hold_lock():
            append_event(folder, StateChanged(time=time.time(), state=RunState.RUNNING))
            print("running", flush=True)
            signal.pause()
        """
    with running(script, folder.path) as launcher:
        assert launcher.read_line() == "running"
        assert read_status(folder).state is RunState.RUNNING
        assert not mark_if_interrupted(folder)
        launcher.kill()
        wait_until(lambda: mark_if_interrupted(folder), timeout=5, what="the interruption")


def test_that_an_interruption_is_seen_where_it_cannot_be_written(folder: RunFolder) -> None:
    append_event(folder, state(RunState.RUNNING, time.time()))
    script = """
        from pathlib import Path
        from engine.errors import RunFolderError
        from engine.record.folder import RunFolder
        from engine.record.status import mark_if_interrupted, read_status
        # give up rights
        print(read_status(RunFolder(Path("."))).state)
        try:
            mark_if_interrupted(RunFolder(Path(".")))
        except RunFolderError as error:
            print(error.mend)
        """
    said = run_without_rights(script, folder.path).splitlines()
    assert said[0] == "interrupted"
    assert "right to write" in said[1]
