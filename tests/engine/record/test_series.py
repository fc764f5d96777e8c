import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from engine.errors import RunFolderError
from engine.record.pyramid import LEVELS, cut_series, fits_points
from engine.record.series import (
    POINT,
    SeriesSet,
    SeriesTail,
    SeriesWriter,
    list_series,
    read_points,
)
from engine.record.series_files import BUCKET, FANOUT, level_file
from tests.engine.record.processes import running

FULL = Path("/dev/full")
MANY = FANOUT * FANOUT + 3 * FANOUT + 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    return tmp_path / "train" / "loss.f64"


def write(path: Path, first: int, last: int, keep_through_step: int | None = None) -> None:
    """Points of the steps first … last - 1."""
    writer = SeriesWriter(path, keep_through_step)
    steps = np.arange(first, last)
    writer.append_many(steps, steps * 0.5, np.sin(steps))
    writer.close()


def steps_of(path: Path) -> list[int]:
    steps: list[int] = read_points(path)["step"].tolist()
    return steps


def assert_whole_pyramid(path: Path) -> None:
    points = read_points(path)
    for level in LEVELS:
        width, file = FANOUT**level, level_file(path, level)
        count = len(points) // width
        assert (file.stat().st_size if file.exists() else 0) == count * BUCKET.itemsize
        if count == 0:
            continue
        buckets, groups = np.fromfile(file, BUCKET), points[: count * width].reshape(-1, width)
        np.testing.assert_array_equal(buckets["first_step"], groups["step"][:, 0])
        np.testing.assert_array_equal(buckets["last_step"], groups["step"][:, -1])
        np.testing.assert_array_equal(buckets["last_time"], groups["time"][:, -1])
        np.testing.assert_array_equal(buckets["min"], np.fmin.reduce(groups["value"], axis=1))
        np.testing.assert_array_equal(buckets["max"], np.fmax.reduce(groups["value"], axis=1))
        np.testing.assert_array_equal(buckets["last"], groups["value"][:, -1])


def test_that_a_point_is_24_bytes_and_a_bucket_48() -> None:
    assert POINT.itemsize == 24
    assert BUCKET.itemsize == 48


def test_that_points_are_read_back_with_numpy_alone(path: Path) -> None:
    writer = SeriesWriter(path)
    writer.append(1, 0.5, 100.0)
    writer.append_many([2, 3], [101.0, 102.0], [float("nan"), float("-inf")])
    writer.append_many(4, 103.0, 0.25)
    assert len(read_points(path)) == 0
    writer.flush()
    points = np.fromfile(path, [("step", "<i8"), ("time", "<f8"), ("value", "<f8")])
    np.testing.assert_array_equal(points["step"], [1, 2, 3, 4])
    np.testing.assert_array_equal(points["time"], [100, 101, 102, 103])
    np.testing.assert_array_equal(points["value"], [0.5, np.nan, -np.inf, 0.25])
    writer.close()
    writer.close()


@pytest.mark.parametrize("batch", [1, 100, 255, 256, 257, 5000, MANY])
def test_that_the_pyramid_grows_with_any_batch(path: Path, batch: int) -> None:
    num_points = min(MANY, batch * 700)
    writer = SeriesWriter(path)
    values = np.random.default_rng(0).normal(size=num_points)
    values[::7] = np.nan
    values[:FANOUT] = np.nan
    for start in range(0, num_points, batch):
        steps = np.arange(start, min(start + batch, num_points))
        writer.append_many(steps, steps * 0.1, values[steps])
        writer.flush()
    writer.close()
    assert len(read_points(path)) == num_points
    assert_whole_pyramid(path)


def test_that_a_series_goes_on_where_it_ended(path: Path) -> None:
    for first in range(0, 1000, 90):
        write(path, first, first + 90)
    assert steps_of(path) == list(range(1080))
    assert_whole_pyramid(path)


def test_that_a_torn_point_is_ignored_and_then_cut(path: Path) -> None:
    write(path, 0, 10)
    with path.open("ab") as file:
        file.write(b"torn point")
    assert steps_of(path) == list(range(10))
    assert len(SeriesTail(path).poll()) == 10
    write(path, 10, 12)
    assert steps_of(path) == list(range(12))


def test_that_a_resume_cuts_what_came_after_its_checkpoint(path: Path) -> None:
    write(path, 0, MANY)
    write(path, 70, 80, keep_through_step=69)
    assert steps_of(path) == list(range(80))
    assert_whole_pyramid(path)
    write(path, 0, 5, keep_through_step=-1)
    assert steps_of(path) == list(range(5))
    assert_whole_pyramid(path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-20]),
        lambda file: file.write_bytes(b"\x07" * file.stat().st_size),
        lambda file: file.write_bytes(file.read_bytes() * 2),
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_that_a_damaged_level_is_made_anew(path: Path, level: int, damage: object) -> None:
    assert callable(damage)
    write(path, 0, 2 * FANOUT * FANOUT + 300)
    damage(level_file(path, level))
    assert cut_series(path) == 2 * FANOUT * FANOUT + 300
    assert_whole_pyramid(path)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("damage", ["deleted", "torn"])
def test_that_a_level_damaged_under_the_writer_is_made_anew(path: Path, level: int, damage: str) -> None:
    writer = SeriesWriter(path)
    steps = np.arange(MANY)
    writer.append_many(steps, steps, steps)
    writer.flush()
    file = level_file(path, level)
    file.unlink() if damage == "deleted" else file.write_bytes(file.read_bytes() + b"x")
    steps = np.arange(MANY, 3 * MANY)
    writer.append_many(steps, steps, steps)
    writer.close()
    assert len(read_points(path)) == 3 * MANY
    assert_whole_pyramid(path)


def test_that_a_few_points_tell_whether_a_level_fits(path: Path) -> None:
    write(path, 0, 10 * FANOUT)
    assert fits_points(path, 1, 10)
    level_file(path, 1).write_bytes(bytes(10 * BUCKET.itemsize))
    assert not fits_points(path, 1, 10)


def test_that_reports_go_to_their_series(tmp_path: Path) -> None:
    with SeriesSet(tmp_path) as series:
        series.report("train", "loss", 1, 0.5, time=10.0)
        series.report("train", "loss", 2, 0.25)
        series.report("rank-0", "step_seconds", 1, 0.125)
        assert list_series(tmp_path) == (("rank-0", "step_seconds"), ("train", "loss"))
    assert read_points(tmp_path / "train" / "loss.f64")["value"].tolist() == [0.5, 0.25]
    assert read_points(tmp_path / "train" / "loss.f64")["time"][0] == 10.0


def test_that_a_first_point_after_a_quiet_time_goes_out_at_once(tmp_path: Path) -> None:
    on_disk = []
    with SeriesSet(tmp_path) as series:
        for now, flushes in ((100.0, True), (100.02, False), (100.04, False), (100.06, True), (200, True)):
            series.report("train", "loss", 1, 0.5)
            assert series.flush_due(now) is flushes
            on_disk.append(len(read_points(tmp_path / "train" / "loss.f64")))
    assert on_disk == [1, 1, 1, 4, 5]


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden"])
def test_that_a_source_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    with SeriesSet(tmp_path) as series, pytest.raises(ValueError, match="no name"):
        series.report(name, "loss", 1, 0.5)
    assert list_series(tmp_path / "never") == ()


def test_that_a_tail_gives_each_point_once(path: Path) -> None:
    tail = SeriesTail(path)
    assert len(tail.poll()) == 0
    writer = SeriesWriter(path)
    seen = []
    for step in range(5):
        writer.append(step, step, step)
        writer.flush()
        seen += tail.poll()["step"].tolist()
    assert seen == list(range(5))
    assert len(tail.poll()) == 0
    writer.close()
    tail.close()


def test_that_a_tails_points_cannot_be_changed(path: Path) -> None:
    write(path, 0, 3)
    tail = SeriesTail(path)
    for points in (tail.poll(), tail.poll()):
        assert not points.flags.writeable
    tail.close()


@pytest.mark.parametrize("how", ["cut", "replaced"])
def test_that_a_tail_says_when_its_series_was_cut(path: Path, how: str) -> None:
    write(path, 0, 10)
    tail = SeriesTail(path)
    assert len(tail.poll()) == 10
    assert not tail.restarted
    if how == "replaced":
        path.unlink()
    write(path, 4, 6, keep_through_step=3)
    restarted, steps = False, []
    for _ in range(2):
        steps += tail.poll()["step"].tolist()
        restarted |= tail.restarted
    assert restarted
    assert steps == ([4, 5] if how == "replaced" else list(range(6)))
    tail.close()


def test_that_a_deleted_folder_is_noticed_while_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.record.series.CHECK_SECONDS", 0.0)
    series = SeriesSet(tmp_path / "series")
    (tmp_path / "series").mkdir()
    series.report("train", "loss", 1, 0.5)
    series.flush()
    shutil.rmtree(tmp_path / "series")
    series.report("train", "loss", 2, 0.5)
    with pytest.raises(RunFolderError, match="is gone"):
        series.flush()
    with pytest.raises(RunFolderError, match="is gone"):
        series.report("train", "accuracy", 2, 0.5)
    with pytest.raises(RunFolderError, match="is gone"):
        series.close()


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_that_one_series_on_a_full_disk_does_not_keep_the_others(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "loss.f64").symlink_to(FULL)
    series = SeriesSet(tmp_path)
    for metric in ("loss", "accuracy"):
        series.report("train", metric, 1, 0.5)
    with pytest.raises(RunFolderError, match="disk is full"):
        series.flush()
    assert len(read_points(tmp_path / "train" / "accuracy.f64")) == 1
    with pytest.raises(RunFolderError, match="disk is full"):
        series.close()


@contextmanager
def room_for(num_bytes: int) -> Iterator[None]:
    """No file may grow beyond this size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (num_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_that_no_point_is_lost_or_torn_when_room_runs_out_and_comes_back(path: Path) -> None:
    writer = SeriesWriter(path)
    for step in range(5):
        writer.append(step, step, step)
    writer.flush()
    for step in range(5, 20):
        writer.append(step, step, step)
    with room_for(10 * POINT.itemsize + 7), pytest.raises(RunFolderError):
        writer.flush()
    assert path.stat().st_size == 5 * POINT.itemsize
    writer.close()
    assert steps_of(path) == list(range(20))


def test_that_a_killed_writer_leaves_only_whole_points_to_read(path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from engine.record.series import SeriesWriter
        writer, step = SeriesWriter(Path(sys.argv[1])), 0
        while True:
            for _ in range(100):
                writer.append(step, step, step)
                step += 1
            writer.flush()
            if step == 1000:
                print("begun", flush=True)
        """
    with running(script, path) as process:
        assert process.read_line() == "begun"
        tail, seen = SeriesTail(path), []
        while len(seen) < 20_000:
            seen += tail.poll()["step"].tolist()
        process.kill()
    seen += tail.poll()["step"].tolist()
    tail.close()
    assert seen == list(range(len(seen))) == steps_of(path)
    write(path, len(seen), len(seen) + 10)
    assert steps_of(path) == list(range(len(seen) + 10))
    assert_whole_pyramid(path)
