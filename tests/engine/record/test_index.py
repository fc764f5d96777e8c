import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine.plan.records import Plan
from engine.record.events import Finished, RunState, StateChanged, append_event, read_events
from engine.record.folder import RunFolder, create_run, trash_run
from engine.record.index import IndexRow, RunIndex
from engine.record.index_store import VERSION
from engine.record.notes import Notes, read_notes, write_notes
from engine.record.run_row import read_row
from engine.record.series import SeriesSet
from engine.spec import RunSpec
from tests.engine.record.processes import run_without_rights


def finish(folder: RunFolder, accuracy: float = 0.97) -> None:
    now = time.time()
    append_event(folder, StateChanged(time=now, state=RunState.COMPLETED))
    append_event(
        folder,
        Finished(
            time=now,
            state=RunState.COMPLETED,
            steps=230,
            epochs=10,
            train_loss=0.01,
            eval_loss=0.1,
            eval_accuracy=accuracy,
            samples_per_second=900,
            start_to_first_step_seconds=0.4,
        ),
    )


@pytest.fixture
def runs(runs_dir: Path, spec: RunSpec, plan: Plan) -> list[RunFolder]:
    """Three runs that are completed."""
    made = [create_run(runs_dir, spec.model_copy(update={"name": name}), plan) for name in "abc"]
    for folder in made:
        finish(folder)
    return made


def refreshed(runs_dir: Path) -> RunIndex:
    index = RunIndex(runs_dir)
    assert index.refresh()
    return index


def row_of(index: RunIndex, folder: RunFolder) -> IndexRow:
    (row,) = (row for row in index.rows() if row.name == folder.name)
    return row


def test_that_a_row_holds_what_the_table_shows(runs_dir: Path, runs: list[RunFolder]) -> None:
    index = refreshed(runs_dir)
    assert index.problem == ""
    assert [row.path for row in index.rows()] == [folder.path for folder in reversed(runs)]
    row = row_of(index, runs[0])
    assert (row.state, row.strategy, row.model, row.data) == (RunState.COMPLETED, "ddp", "cnn", "digits")
    assert (row.devices, row.world_size, row.attempt) == ("CPU 0, CPU 1", 2, 1)
    assert (row.step, row.total_steps, row.train_loss, row.eval_loss) == (230, 230, 0.01, 0.1)
    assert (row.eval_accuracy, row.samples_per_second) == (0.97, 900)
    assert (row.tags, row.note) == ((), "")


def test_that_there_are_no_rows_where_there_are_no_runs(tmp_path: Path) -> None:
    index = refreshed(tmp_path / "never")
    assert (index.rows(), index.problem) == ((), "")
    assert not (tmp_path / "never").exists()


def test_that_what_is_new_changed_or_gone_is_seen(
    runs_dir: Path, runs: list[RunFolder], spec: RunSpec, plan: Plan
) -> None:
    index = refreshed(runs_dir)
    new = create_run(runs_dir, spec, plan)
    finish(runs[1], accuracy=0.5)
    trash_run(runs[2])
    assert index.refresh()
    assert {row.name for row in index.rows()} == {runs[0].name, runs[1].name, new.name}
    assert row_of(index, runs[1]).eval_accuracy == 0.5
    assert row_of(index, new).state is RunState.CREATED


def test_that_a_living_run_shows_its_last_figures(runs_dir: Path, folder: RunFolder) -> None:
    index = RunIndex(runs_dir)
    with folder.hold_lock(), SeriesSet(folder.series_dir) as series:
        append_event(folder, StateChanged(time=time.time(), state=RunState.RUNNING))
        index.refresh()
        for step in (1, 2, 3):
            series.report("train", "loss", step, 1 / step)
            series.report("train", "samples_per_second", step, 100.0 * step)
        series.flush()
        index.refresh()  # no event since
        row = row_of(index, folder)
        assert (row.state, row.train_loss, row.samples_per_second) == (RunState.RUNNING, 1 / 3, 300.0)
    index.refresh()
    assert row_of(index, folder).state is RunState.INTERRUPTED
    last = read_events(folder)[-1]
    assert isinstance(last, StateChanged) and last.state is RunState.INTERRUPTED


def test_that_finished_runs_are_not_read_again(runs_dir: Path, runs: list[RunFolder]) -> None:
    before = refreshed(runs_dir).rows()
    index = RunIndex(runs_dir)
    for folder in runs:  # a change that only reading would notice: same size, same times
        content, stat = folder.events_path.read_bytes(), folder.events_path.stat()
        folder.events_path.write_bytes(b" " * len(content))
        _set_times(folder.events_path, stat.st_atime_ns, stat.st_mtime_ns)
    assert index.refresh()
    assert index.rows() == before


def _set_times(path: Path, accessed_ns: int, modified_ns: int) -> None:
    os.utime(path, ns=(accessed_ns, modified_ns))


def test_that_a_first_reading_can_be_spread(runs_dir: Path, runs: list[RunFolder]) -> None:
    index = RunIndex(runs_dir)
    for num_read in (1, 2):
        assert not index.refresh(budget_seconds=0)
        assert [row.path for row in index.rows()] == [folder.path for folder in runs[::-1][:num_read]]
        assert index.num_rows == num_read
    assert index.refresh(budget_seconds=60)
    assert len(index.rows()) == 3


def test_that_a_pass_lists_the_folder_once_and_reads_each_run_once(
    runs_dir: Path, runs: list[RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, read = Counter[str](), Counter[str]()

    def count_listing(path: Path) -> Iterator[os.DirEntry[str]]:
        listed[str(path)] += 1
        return os_scandir(path)

    def count_reading(folder: RunFolder) -> IndexRow:
        read[folder.name] += 1
        return read_row(folder)

    os_scandir = os.scandir
    monkeypatch.setattr(os, "scandir", count_listing)
    monkeypatch.setattr("engine.record.index.read_row", count_reading)
    index = RunIndex(runs_dir)
    num_slices = 1
    while not index.refresh(budget_seconds=0):
        num_slices += 1
    assert num_slices == 3
    assert listed[str(runs_dir)] == 1
    assert read == {folder.name: 1 for folder in runs}


def test_that_what_was_read_is_kept_though_the_pass_is_never_completed(
    runs_dir: Path, runs: list[RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.record.index._SAVED_AT_ONCE", 2)
    index = RunIndex(runs_dir)
    for _ in range(2):
        assert not index.refresh(budget_seconds=0)
    kept = RunIndex(runs_dir)
    kept.refresh(budget_seconds=0)
    assert kept.num_rows == 2


def test_that_a_run_that_is_asked_for_is_looked_at_in_the_middle_of_a_pass(
    runs_dir: Path, runs: list[RunFolder], spec: RunSpec, plan: Plan
) -> None:
    index = RunIndex(runs_dir)
    index.refresh(budget_seconds=0)
    new = create_run(runs_dir, spec, plan)
    trash_run(runs[2])
    for folder in (new, runs[2]):
        index.look_at(folder.path)
    assert [row.path for row in index.rows()] == [new.path]
    assert index.refresh()
    assert {row.path for row in index.rows()} == {new.path, runs[0].path, runs[1].path}


def test_that_tags_and_notes_live_in_the_folder(runs_dir: Path, runs: list[RunFolder]) -> None:
    index, other = refreshed(runs_dir), refreshed(runs_dir)
    index.set_tags(runs[0].path, ("good", "好"))
    index.set_note(runs[0].path, "Again with bf16.")
    for seen in (index, refreshed(runs_dir)):
        row = row_of(seen, runs[0])
        assert (row.tags, row.note) == (("good", "好"), "Again with bf16.")
    assert read_notes(runs[0]) == Notes(tags=("good", "好"), note="Again with bf16.")
    other.refresh()  # another window sees it too
    assert row_of(other, runs[0]).note == "Again with bf16."
    write_notes(runs[0], Notes(note="By hand."))
    index.refresh()
    assert row_of(index, runs[0]).note == "By hand."
    (runs_dir / "index.sqlite").unlink()
    assert row_of(refreshed(runs_dir), runs[0]).note == "By hand."


def test_that_a_folder_that_cannot_be_read_is_said_and_the_others_shown(
    runs_dir: Path, runs: list[RunFolder]
) -> None:
    runs[0].spec_path.write_bytes(b"\xff not toml")
    runs[1].plan_path.unlink()
    index = refreshed(runs_dir)
    assert [row.name for row in index.rows()] == [runs[2].name]
    assert index.problem.startswith("2 run folders cannot be read.")
    shutil.rmtree(runs[0].path)
    shutil.rmtree(runs[1].path)
    index.refresh()
    assert index.problem == ""


def garbage(path: Path) -> None:
    path.write_bytes(b"garbage " * 1000)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def overwritten_in_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


def of_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def with_other_columns(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE runs (name, colour)")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.commit()


def with_senseless_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE runs SET state = 'dancing', tags = '{'")
        connection.commit()


@pytest.mark.parametrize(
    "damage",
    [
        garbage,
        truncated,
        overwritten_in_the_middle,
        of_another_version,
        with_other_columns,
        with_senseless_rows,
    ],
)
def test_that_a_damaged_index_is_set_aside_and_made_anew(
    runs_dir: Path, runs: list[RunFolder], damage: Callable[[Path], None]
) -> None:
    before = refreshed(runs_dir).rows()
    damage(runs_dir / "index.sqlite")
    index = refreshed(runs_dir)
    assert index.rows() == before
    assert "damaged" in index.problem
    assert (runs_dir / "index.sqlite.damaged").exists()
    again = refreshed(runs_dir)
    assert (again.rows(), again.problem) == (before, "")


def test_that_an_index_of_an_older_version_is_made_anew_without_a_word(
    runs_dir: Path, runs: list[RunFolder]
) -> None:
    before = refreshed(runs_dir).rows()
    (runs_dir / "index.sqlite").unlink()
    with closing(sqlite3.connect(runs_dir / "index.sqlite")) as connection:
        connection.execute("CREATE TABLE runs (name, colour)")
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
        connection.commit()
    index = refreshed(runs_dir)
    assert (index.rows(), index.problem) == (before, "")


def test_that_a_row_holds_every_option_and_what_the_plan_adds(runs_dir: Path, runs: list[RunFolder]) -> None:
    options = row_of(refreshed(runs_dir), runs[0]).options
    assert options.get("strategy.kind") == "ddp"
    assert options.get("training.optimizer.learning_rate") == RunSpec().training.optimizer.learning_rate
    assert options.get("plan.batch.global_batch_size") == 64
    assert row_of(refreshed(runs_dir), runs[0]).options == options


def test_that_metrics_are_read_apart_and_kept(runs_dir: Path, runs: list[RunFolder]) -> None:
    for folder in runs:
        with SeriesSet(folder.series_dir) as series:
            for step, value in ((1, 2.0), (2, 0.5), (3, float("nan")), (4, 1.0)):
                series.report("eval", "loss", step, value)
                series.report("rank-0", "forward_seconds", step, value)
    index = refreshed(runs_dir)
    assert row_of(index, runs[0]).metrics.names == ()
    assert not index.measure(budget_seconds=0)
    unmeasured = refreshed(runs_dir)  # closed in the middle: what is left is read at the next start
    assert unmeasured.measure()
    assert index.measure()
    for seen in (index, unmeasured, refreshed(runs_dir)):
        metrics = row_of(seen, runs[2]).metrics
        assert metrics.as_dict() == {"last(eval/loss)": 1.0, "min(eval/loss)": 0.5, "max(eval/loss)": 2.0}


def test_that_metrics_of_a_run_that_goes_on_are_read_again(runs_dir: Path, folder: RunFolder) -> None:
    index = RunIndex(runs_dir)
    with folder.hold_lock(), SeriesSet(folder.series_dir) as series:
        append_event(folder, StateChanged(time=time.time(), state=RunState.RUNNING))
        for step in (1, 2):
            series.report("train", "loss", step, 1 / step)
            series.flush()
            assert index.refresh() and index.measure()
            assert row_of(index, folder).metrics.get("last(train/loss)") == 1 / step


def test_that_an_archived_run_is_marked_in_its_folder(runs_dir: Path, runs: list[RunFolder]) -> None:
    index = refreshed(runs_dir)
    index.set_archived(runs[0].path, True)
    assert [row_of(index, folder).archived for folder in runs] == [True, False, False]
    assert read_notes(runs[0]).archived
    (runs_dir / "index.sqlite").unlink()
    assert row_of(refreshed(runs_dir), runs[0]).archived


def test_that_an_index_damaged_between_two_refreshes_is_no_trouble(
    runs_dir: Path, runs: list[RunFolder]
) -> None:
    index = refreshed(runs_dir)
    garbage(runs_dir / "index.sqlite")
    finish(runs[0], accuracy=0.5)
    index.refresh()
    assert row_of(index, runs[0]).eval_accuracy == 0.5
    assert len(index.rows()) == 3
    assert "damaged" in index.problem
    assert len(refreshed(runs_dir).rows()) == 3


def test_that_a_locked_index_is_held_in_memory(
    runs_dir: Path, runs: list[RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.record.index_store._LOCK_WAIT_SECONDS", 0.01)
    refreshed(runs_dir)
    index = RunIndex(runs_dir)
    with closing(sqlite3.connect(runs_dir / "index.sqlite")) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM runs")
        index.refresh()
        assert len(index.rows()) == 3
        assert "held in memory" in index.problem
        other.rollback()
    finish(runs[0])
    index.refresh()
    assert index.problem == ""


def test_that_an_index_that_cannot_be_opened_is_held_in_memory(runs_dir: Path, runs: list[RunFolder]) -> None:
    (runs_dir / "index.sqlite").mkdir()
    index = refreshed(runs_dir)
    assert len(index.rows()) == 3
    assert "held in memory" in index.problem


def test_that_runs_in_a_read_only_folder_are_listed(runs_dir: Path, runs: list[RunFolder]) -> None:
    script = """
        from pathlib import Path
        from engine.record.index import RunIndex
        # give up rights
        index = RunIndex(Path("."))
        assert index.refresh()
        print(len(index.rows()), index.problem)
        """
    said = run_without_rights(script, runs_dir)
    assert said.startswith("3 ")
    assert "held in memory" in said
    refreshed(runs_dir)
    assert run_without_rights(script, runs_dir).startswith("3 ")


def test_that_two_windows_share_an_index(runs_dir: Path, spec: RunSpec, plan: Plan) -> None:
    first, second = RunIndex(runs_dir), RunIndex(runs_dir)
    for _ in range(5):
        finish(create_run(runs_dir, spec, plan))
        first.refresh()
        second.refresh()
    assert first.rows() == second.rows() == refreshed(runs_dir).rows()
    assert len(first.rows()) == 5
    assert first.problem == second.problem == ""
