import numpy as np

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


def append(buffer: SeriesBuffer, times: list[float], values: list[float]) -> None:
    buffer.append(np.zeros(len(times), np.int64), np.array(times), np.array(values))


def test_that_thinning_keeps_the_extremes_of_every_block_that_is_over() -> None:
    buffer = SeriesBuffer()
    append(buffer, [0, 1, 2, 3, 10, 11, 12, 20, 21, 22], [5, 9, 1, 4, 2, 2, 3, 7, 8, 6])
    buffer.thin_before(21.0, 10.0)
    assert buffer.times.tolist() == [1, 2, 10, 12, 20, 21, 22]
    assert buffer.values.tolist() == [9, 1, 2, 3, 7, 8, 6]
    assert buffer.generation == 1


def test_that_thinning_goes_on_where_it_ended() -> None:
    once, often = SeriesBuffer(), SeriesBuffer()
    fill(once, 0, 5000)
    for start in range(0, 5000, 7):
        fill(often, start, min(7, 5000 - start))
        often.thin_before(start - 100, 60.0)
    for buffer in (once, often):
        buffer.thin_before(4900.0, 60.0)
    np.testing.assert_array_equal(often.times, once.times)
    np.testing.assert_array_equal(often.values, once.values)
    assert len(often) == 2 * (4900 // 60) + 5000 - 4900 // 60 * 60


def test_that_a_gap_is_kept_only_where_a_block_has_nothing_else() -> None:
    buffer = SeriesBuffer()
    append(buffer, [0, 1, 2, 10, 11, 20], [np.nan, 3, 4, np.nan, np.nan, 1])
    buffer.thin_before(20.0, 10.0)
    assert buffer.times[:2].tolist() == [1, 2]
    assert np.isnan(buffer.values[2:-1]).all()
    assert buffer.values[-1] == 1


def test_that_what_is_too_old_is_dropped() -> None:
    buffer = SeriesBuffer()
    fill(buffer, 0, 100)
    buffer.drop_before(10.0)
    assert len(buffer) == 100, "a few old points are not worth a copy"
    buffer.drop_before(50.0)
    np.testing.assert_array_equal(buffer.times, np.arange(50.0, 100.0))


def test_that_it_is_empty_when_cleared() -> None:
    buffer = SeriesBuffer()
    fill(buffer, 0, 8)
    buffer.clear()
    assert len(buffer) == 0
    assert len(buffer.values) == 0
