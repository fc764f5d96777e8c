import tracemalloc

import numpy as np
import pytest

from gui.plots.pyramid import Pyramid, scaled
from gui.plots.series_buffer import Floats

NUM_POINTS = 100_000


def noise(num: int = NUM_POINTS) -> Floats:
    return np.random.default_rng(0).normal(size=num)


def stretches(num: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    edges = np.arange(0, num + 1, width)
    return edges[:-1], edges[1:]


@pytest.mark.parametrize("width", [1, 31, 32, 4096, 50_000])
def test_that_the_extremes_are_those_of_each_stretch_or_of_its_neighbours(width: int) -> None:
    values = noise()
    starts, ends = stretches(NUM_POINTS, width)
    low, high = Pyramid().extremes(values, 0, starts, ends)
    slack = width // 4
    for place, (start, end) in enumerate(zip(starts[:200].tolist(), ends[:200].tolist(), strict=True)):
        around = values[max(0, start - slack) : end + slack]
        assert around.min() <= low[place] <= values[start:end].min()
        assert around.max() >= high[place] >= values[start:end].max()


def test_that_one_sample_among_a_million_is_seen() -> None:
    values = np.zeros(1_000_000)
    values[654_321] = 9.0
    starts, ends = stretches(len(values), 1000)
    low, high = Pyramid().extremes(values, 0, starts, ends)
    assert high.argmax() == 654
    assert (high > 0).sum() <= 2
    assert (low == 0).all()


def test_that_what_grew_is_found_and_what_changed_is_not_remembered() -> None:
    pyramid, values = Pyramid(), noise()
    one = np.array([0]), np.array([NUM_POINTS])
    for num in (40_000, 40_001, 40_007, 77_777, NUM_POINTS):
        low, high = pyramid.extremes(values[:num], 0, np.array([0]), np.array([num]))
        assert (low[0], high[0]) == (values[:num].min(), values[:num].max())
    values[:50_000] = 100.0
    assert pyramid.extremes(values, 1, *one)[1][0] == 100.0
    low, high = pyramid.extremes(values[:100], 2, np.array([0]), np.array([100]))
    assert (low[0], high[0]) == (100.0, 100.0)


def test_that_gaps_are_passed_over_and_nothing_is_nothing() -> None:
    values = np.ones(NUM_POINTS)
    values[10_000:60_000] = np.nan
    values[50::100] = np.nan
    starts, ends = np.array([0, 20_000, 60_000, 99_000]), np.array([10_000, 50_000, 99_000, 99_000])
    low, high = Pyramid().extremes(values, 0, starts, ends)
    np.testing.assert_array_equal(low, [1.0, np.inf, 1.0, np.inf])
    np.testing.assert_array_equal(high, [1.0, -np.inf, 1.0, -np.inf])


def test_that_dense_and_sparse_stretches_are_found_side_by_side() -> None:
    values = noise()
    starts, ends = np.array([0, 90_000, 90_003, 90_010]), np.array([90_000, 90_003, 90_010, NUM_POINTS])
    low, _ = Pyramid().extremes(values, 0, starts, ends)
    assert low[1] == values[90_000:90_003].min()
    assert low[2] == values[90_003:90_010].min()
    assert low[0] == values[:90_000].min()


def test_that_logarithms_leave_out_what_has_none() -> None:
    values = np.full(NUM_POINTS, 100.0)
    values[::2] = -1.0
    low, high = Pyramid(log=True).extremes(values, 0, np.array([0]), np.array([NUM_POINTS]))
    assert (low[0], high[0]) == (2.0, 2.0)
    np.testing.assert_array_equal(scaled(np.array([0.1, 0.0]), log=True), [-1.0, np.nan])


def test_that_it_takes_little_memory() -> None:
    values = noise(1_000_000)
    pyramid = Pyramid()
    tracemalloc.start()
    for num in range(100_000, 1_000_001, 100_000):
        pyramid.extremes(values[:num], 0, np.array([0]), np.array([num]))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 0.45 * values.nbytes
