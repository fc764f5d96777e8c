import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ParaloomError
from engine.plan.records import Plan
from engine.record.events import Evaluated, RunState, StateChanged, append_event, events_path
from engine.record.folder import RunFolder, begin_attempt
from engine.record.series import SeriesWriter
from engine.spec import RunSpec
from gui.engine_thread.follow import SLICE_POINTS, RunFollower
from tests.gui.engine_thread.told import Told


def change(folder: RunFolder, state: RunState, attempt: int = 1) -> None:
    append_event(folder, StateChanged(time=time.time(), attempt=attempt, state=state))


def write(folder: RunFolder, source: str, metric: str, steps: range, value: float = 1.0) -> None:
    writer = SeriesWriter(folder.series_path(source, metric))
    count = len(steps)
    writer.append_many(np.array(steps), np.linspace(100, 200, count), np.full(count, value))
    writer.close()


def look(follower: RunFollower, told: Told, times: int = 1) -> None:
    for _ in range(times):
        told.add_all(follower.poll())


def test_that_the_first_look_opens_the_run_with_its_spec_and_plan(
    folder: RunFolder, spec: RunSpec, plan: Plan
) -> None:
    told, follower = Told(), RunFollower(folder.path)
    look(follower, told)
    assert [(opened.spec, opened.plan) for opened in told.opened] == [(spec, plan)]
    assert told.state is RunState.CREATED
    assert not told.updates[0].restarted


def test_that_only_what_is_new_is_told(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    with folder.hold_lock():
        change(folder, RunState.RUNNING)
        write(folder, "train", "loss", range(10))
        look(follower, told, 3)
        assert len(told.updates) == 1
        write(folder, "train", "loss", range(10, 12))
        write(folder, "eval", "accuracy", range(12, 13))
        look(follower, told, 3)
    assert len(told.updates) == 2
    assert told.steps("train", "loss") == list(range(12))
    assert told.names == {("train", "loss"), ("eval", "accuracy")}
    follower.close()


def test_that_arrays_cannot_be_written(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    write(folder, "train", "loss", range(10))
    look(follower, told)
    (chunk,) = told.chunks("train", "loss")
    for array in (chunk.steps, chunk.times, chunk.values):
        assert array.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_that_a_long_run_comes_in_slices_with_the_loss_first(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    with folder.hold_lock():
        change(folder, RunState.RUNNING)
        for source, metric in (("cpu-0", "utilisation_percent"), ("train", "loss")):
            write(folder, source, metric, range(SLICE_POINTS + 10))
        look(follower, told)
        assert told.names == {("train", "loss")}
        assert len(told.values("train", "loss")) == SLICE_POINTS
        looks = 1
        while follower.is_behind:
            look(follower, told)
            looks += 1
    assert looks == 3
    assert told.steps("cpu-0", "utilisation_percent") == list(range(SLICE_POINTS + 10))
    assert told.steps("train", "loss") == list(range(SLICE_POINTS + 10))
    follower.close()


def test_that_a_resume_begins_everything_anew(folder: RunFolder, spec: RunSpec, plan: Plan) -> None:
    told, follower = Told(), RunFollower(folder.path)
    write(folder, "train", "loss", range(10), 1.0)
    change(folder, RunState.STOPPED)
    look(follower, told, 5)
    changed = spec.model_copy(update={"description": "on and on"})
    begin_attempt(folder, changed, plan, None)
    with folder.hold_lock():
        change(folder, RunState.RUNNING, attempt=2)
        write(folder, "train", "loss", range(30), 2.0)
        look(follower, told, 2)
    restarts = [update for update in told.updates if update.restarted]
    assert [update.attempt for update in restarts] == [2]
    assert told.opened[-1].spec == changed
    assert told.steps("train", "loss") == list(range(30))
    assert set(told.values("train", "loss")) == {2.0}
    assert told.state is RunState.RUNNING
    assert told.events[0].attempt == 1, "the events of all attempts are told again"
    follower.close()


def test_that_a_series_cut_under_its_reader_is_read_again(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    with folder.hold_lock():
        change(folder, RunState.RUNNING)
        write(folder, "train", "loss", range(10), 1.0)
        write(folder, "train", "accuracy", range(10), 0.5)
        look(follower, told)
        SeriesWriter(folder.series_path("train", "loss"), keep_through_step=4).close()
        look(follower, told)
    assert told.updates[-1].restarted
    assert told.steps("train", "loss") == list(range(5))
    assert told.steps("train", "accuracy") == list(range(10))
    follower.close()


def test_that_a_run_whose_processes_are_gone_is_interrupted(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    change(folder, RunState.RUNNING)
    look(follower, told, 2)
    assert told.state is RunState.INTERRUPTED
    assert not follower.is_live
    assert sum(event.kind == "state" and event.state is RunState.INTERRUPTED for event in told.events) == 1


def test_that_a_run_that_is_over_keeps_no_file_open(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    write(folder, "train", "loss", range(10))
    change(folder, RunState.COMPLETED)
    look(follower, told)
    opened = {path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()}
    assert not [path for path in opened if folder.path in path.parents]
    assert not follower.is_live


def test_that_an_evaluation_is_told_as_it_was_written(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    event = Evaluated(time=1.0, step=10, epoch=1.0, loss=0.5, accuracy=0.9, num_samples=360, seconds=0.1)
    append_event(folder, event)
    look(follower, told)
    assert told.events[-1] == event


def test_that_damaged_events_do_not_hide_the_others(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    with events_path(folder).open("a") as file:
        file.write("{broken\n")
    change(folder, RunState.COMPLETED)
    look(follower, told)
    assert told.state is RunState.COMPLETED


@pytest.mark.parametrize("name", ["spec.toml", "plan.json"])
def test_that_a_damaged_run_is_told_in_a_sentence(folder: RunFolder, name: str) -> None:
    (folder.path / name).write_text("= no")
    with pytest.raises(ParaloomError) as caught:
        RunFollower(folder.path).poll()
    assert caught.value.sentence


def test_that_a_deleted_run_is_told_in_a_sentence(folder: RunFolder) -> None:
    told, follower = Told(), RunFollower(folder.path)
    look(follower, told)
    shutil.rmtree(folder.path)
    with pytest.raises(ParaloomError, match="gone"):
        follower.poll()
    follower.close()
