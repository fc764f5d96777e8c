from pathlib import Path

import numpy as np
import pytest

from engine.record.series import SeriesWriter, read_points
from engine.record.series_files import POINT, level_file
from engine.record.sketch import MOST_ITEMS, SketchReader, sketch_points


def _append(path: Path, first: int, count: int) -> None:
    steps = np.arange(first, first + count)
    writer = SeriesWriter(path)
    writer.append_many(steps, 1e9 + steps / 8, np.sin(steps / 900) + steps % 7)
    writer.close()


@pytest.mark.parametrize("count", [1, 300, 9000, 70_000])
def test_that_a_sketch_begins_and_ends_where_its_series_does(tmp_path: Path, count: int) -> None:
    path = tmp_path / "loss.f64"
    _append(path, 5, count)
    reader, points = SketchReader(path), read_points(path)
    assert reader.poll()
    sketch = reader.sketch
    assert sketch.num_points == count
    assert len(sketch.steps) <= 3 * MOST_ITEMS
    assert (sketch.steps[0], sketch.times[0]) == (5.0, points["time"][0])
    assert sketch.last == points["value"][-1]
    assert np.all(np.diff(sketch.steps) >= 0)
    assert np.all(np.diff(sketch.times) >= 0)
    assert sketch.low.min() == np.float32(points["value"].min())
    assert sketch.high.max() == np.float32(points["value"].max())


def test_that_a_short_series_is_its_points(tmp_path: Path) -> None:
    path = tmp_path / "loss.f64"
    _append(path, 0, 1000)
    reader = SketchReader(path)
    reader.poll()
    assert reader.sketch.stretch == 1
    np.testing.assert_array_equal(reader.sketch.low, read_points(path)["value"].astype(np.float32))
    np.testing.assert_array_equal(reader.sketch.high, reader.sketch.low)


@pytest.mark.parametrize("has_pyramid", [True, False])
def test_that_a_sketch_that_grew_is_that_of_the_whole_series(tmp_path: Path, has_pyramid: bool) -> None:
    path = tmp_path / "loss.f64"
    _append(path, 0, 66_000)
    if not has_pyramid:
        level_file(path, 1).unlink()
    reader, late = SketchReader(path), SketchReader(path)
    assert reader.poll()
    assert not reader.poll()
    _append(path, 66_000, 1000)
    if not has_pyramid:
        level_file(path, 1).unlink()
    assert reader.poll()
    assert late.poll()
    for name in ("steps", "times", "low", "high"):
        np.testing.assert_array_equal(getattr(reader.sketch, name), getattr(late.sketch, name))
    assert reader.sketch.num_points == late.sketch.num_points == 67_000


def test_that_a_series_that_was_cut_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "loss.f64"
    _append(path, 0, 70_000)
    reader = SketchReader(path)
    reader.poll()
    SeriesWriter(path, keep_through_step=99).close()
    assert reader.poll()
    assert reader.sketch.num_points == 100
    assert reader.sketch.steps[-1] == 99


def test_that_a_series_that_is_not_there_has_no_items(tmp_path: Path) -> None:
    reader = SketchReader(tmp_path / "loss.f64")
    assert reader.poll()
    assert reader.sketch.num_points == len(reader.sketch.steps) == 0


def test_that_very_many_buckets_are_brought_together(tmp_path: Path) -> None:
    path = tmp_path / "loss.f64"
    _append(path, 0, 256 * (2 * MOST_ITEMS + 3) + 7)
    reader = SketchReader(path)
    reader.poll()
    points = read_points(path)
    assert reader.sketch.stretch == 512
    assert len(reader.sketch.steps) == MOST_ITEMS + 1 + 2 + 7
    assert reader.sketch.high.max() == np.float32(points["value"].max())


def test_that_what_is_not_a_number_is_a_gap() -> None:
    points = np.zeros(10, POINT)
    points["value"][3:5] = np.nan
    sketch = sketch_points(points)
    assert np.flatnonzero(np.isnan(sketch.low)).tolist() == [3, 4]
