import numpy as np
import pytest

from gui.plots.series_buffer import SeriesBuffer


def fill(buffer: SeriesBuffer, start: int, count: int) -> None:
    steps = np.arange(start, start + count)
    buffer.append(steps, steps.astype(float), np.sin(steps / 10))


def test_that_points_come_back_as_they_were_appended() -> None:
    buffer = SeriesBuffer()
    for start in range(0, 5000, 700):
        fill(buffer, start, 700)
    expected = np.arange(5600)
    np.testing.assert_array_equal(buffer.steps, expected)
    np.testing.assert_array_equal(buffer.values, np.sin(expected / 10))
    assert buffer.generation == 0


def test_that_a_bound_holds_and_the_past_gets_coarser_without_a_hole() -> None:
    buffer = SeriesBuffer(most=1000)
    for start in range(0, 100_000, 10):
        fill(buffer, start, 10)
    assert len(buffer) <= 1000
    assert buffer.generation > 0
    gaps = np.diff(buffer.times)
    assert (gaps > 0).all()
    assert buffer.times[-1] == 99_999
    assert gaps[-200:].max() == 1.0
    assert gaps[:100].max() > 1.0
    assert buffer.times[0] < 10_000


def test_that_thinning_keeps_the_extremes() -> None:
    buffer = SeriesBuffer(most=1000)
    values = np.zeros(5000)
    values[[100, 150]] = (7.0, -7.0)
    for start in range(0, 5000, 100):
        part = np.arange(start, start + 100)
        buffer.append(part, part.astype(float), values[part])
    assert buffer.values.max() == 7.0
    assert buffer.values.min() == -7.0


def test_that_what_is_too_old_is_dropped() -> None:
    buffer = SeriesBuffer()
    fill(buffer, 0, 100)
    buffer.drop_before(10.0)
    assert len(buffer) == 100, "a few old points are not worth a copy"
    buffer.drop_before(50.0)
    np.testing.assert_array_equal(buffer.times, np.arange(50.0, 100.0))


@pytest.mark.parametrize("most", [None, 10])
def test_that_it_is_empty_when_cleared(most: int | None) -> None:
    buffer = SeriesBuffer(most)
    fill(buffer, 0, 8)
    buffer.clear()
    assert len(buffer) == 0
    assert len(buffer.values) == 0
