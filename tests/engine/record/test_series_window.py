import threading
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.record.series import SeriesWriter, read_window
from engine.record.series_files import FANOUT, level_file

Axis = Literal["step", "time"]
Floats = NDArray[np.float64]
NUM_POINTS = 3 * FANOUT * FANOUT + 1000


def uneven(kind: str) -> NDArray[np.int64]:
    rng = np.random.default_rng(1)
    gaps = {
        "even": np.ones(NUM_POINTS),
        "wild": rng.integers(1, 4, NUM_POINTS) ** 6,
        "pauses": np.where(rng.random(NUM_POINTS) < 1e-3, 100_000, 1),
        "same": np.arange(NUM_POINTS) % 1000 == 0,
    }[kind]
    return np.cumsum(gaps).astype(np.int64)


def write(path: Path, steps: NDArray[np.int64], batch: int = 20_000) -> Floats:
    """A noisy walk over these steps; time is 3 s a step from 1000."""
    rng = np.random.default_rng(2)
    values = np.cumsum(rng.normal(size=len(steps)))
    values[rng.integers(0, len(steps), 100)] = np.nan
    writer = SeriesWriter(path)
    for start in range(0, len(steps), batch):
        part = slice(start, start + batch)
        writer.append_many(steps[part], 1000 + 3.0 * steps[part], values[part])
        writer.flush()
    writer.close()
    return values


@pytest.mark.parametrize("by", ["step", "time"])
@pytest.mark.parametrize("kind", ["even", "wild", "pauses", "same"])
@pytest.mark.parametrize("window", [(0.0, 1.0), (0.3, 0.55), (0.5, 0.5005)])
def test_that_a_window_shows_every_extreme_near_its_pixel(
    tmp_path: Path, by: Axis, kind: str, window: tuple[float, float]
) -> None:
    steps, pixels = uneven(kind), 300
    values = write(tmp_path / "a.f64", steps)
    axis = steps if by == "step" else 1000 + 3.0 * steps
    first, last = (float(axis[0] + share * (axis[-1] - axis[0])) for share in window)
    x, y = read_window(tmp_path / "a.f64", first, last, by, pixels)

    inside = (axis >= first) & (axis <= last)
    assert len(x) <= 2 * pixels
    assert (len(x) > 0) == inside.any()
    if not inside.any():
        return
    assert x.min() >= first - 1e-6 and x.max() <= last + 1e-6
    assert (np.diff(x) >= 0).all()
    assert np.nanmin(y) == np.nanmin(values[inside])
    assert np.nanmax(y) == np.nanmax(values[inside])
    width = (last - first) / pixels
    for centre in np.linspace(first, last, 40):  # what is drawn near a place is what is near it
        drawn = y[(x >= centre - width) & (x <= centre + width)]
        near = values[inside & (axis >= centre - 3 * width) & (axis <= centre + 3 * width)]
        if len(drawn) and not np.isnan(drawn).all():
            assert np.nanmin(near) <= np.nanmin(drawn)
            assert np.nanmax(drawn) <= np.nanmax(near)


def test_that_few_points_are_given_as_they_are(tmp_path: Path) -> None:
    values = write(tmp_path / "a.f64", np.arange(NUM_POINTS))
    x, y = read_window(tmp_path / "a.f64", 1000, 1099, pixels=50)
    np.testing.assert_array_equal(x, np.arange(1000, 1100))
    np.testing.assert_array_equal(y, values[1000:1100])


@pytest.mark.parametrize("break_level", [None, 1, 2])
@pytest.mark.parametrize("how", ["missing", "garbage"])
def test_that_a_damaged_level_changes_no_extreme(tmp_path: Path, break_level: int | None, how: str) -> None:
    values = write(tmp_path / "a.f64", np.arange(NUM_POINTS))
    if break_level:
        file = level_file(tmp_path / "a.f64", break_level)
        file.unlink() if how == "missing" else file.write_bytes(b"\x55" * file.stat().st_size)
    x, y = read_window(tmp_path / "a.f64", None, None, pixels=200)
    assert len(x) <= 400
    assert (np.nanmin(y), np.nanmax(y)) == (np.nanmin(values), np.nanmax(values))


def test_that_the_newest_points_are_seen_before_the_pyramid_has_them(tmp_path: Path) -> None:
    path = tmp_path / "a.f64"
    write(path, np.arange(10 * FANOUT))
    writer = SeriesWriter(path)
    writer.append(10 * FANOUT, 1e9, 1e6)
    writer.flush()
    x, y = read_window(path, None, None, pixels=20)
    assert x[-1] == 10 * FANOUT
    assert y.max() == 1e9
    writer.close()


def test_that_there_is_nothing_where_nothing_is(tmp_path: Path) -> None:
    for first, last in ((None, None), (0, 10)):
        x, y = read_window(tmp_path / "never.f64", first, last)
        assert len(x) == len(y) == 0
    write(tmp_path / "a.f64", np.arange(100))
    for first, last in ((1000, 2000), (-9, -1), (50, 40), (10.2, 10.8)):
        assert len(read_window(tmp_path / "a.f64", first, last)[0]) == 0
    (tmp_path / "empty.f64").touch()
    assert len(read_window(tmp_path / "empty.f64", None, None)[0]) == 0


def test_that_one_point_is_one_point(tmp_path: Path) -> None:
    write(tmp_path / "a.f64", np.arange(100))
    x, _ = read_window(tmp_path / "a.f64", 5, 5, pixels=1)
    assert x.tolist() == [5]


def test_that_a_series_may_grow_and_be_cut_while_it_is_read(tmp_path: Path) -> None:
    path, done = tmp_path / "a.f64", threading.Event()

    def grow_and_cut() -> None:
        for start in range(0, 40_000, 4000):
            writer = SeriesWriter(path, keep_through_step=start // 2)
            steps = np.arange(start // 2 + 1, start + 4000)
            writer.append_many(steps, steps, steps)
            writer.close()
        done.set()

    writer = threading.Thread(target=grow_and_cut)
    writer.start()
    while not done.is_set():
        x, y = read_window(path, None, None, pixels=100)
        assert len(x) == len(y) <= 200
    writer.join()
    x, y = read_window(path, None, None, pixels=100)
    assert y.max() == 39_999
