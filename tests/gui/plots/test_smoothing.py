import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray

from gui.plots.series_buffer import SeriesBuffer
from gui.plots.smoothing import RunningMean, decaying_sum

Floats = NDArray[np.float64]


def plain(values: Floats, weight: float) -> Floats:
    """The same, point by point."""
    out, mean, norm = [], 0.0, 0.0
    for value in values.tolist():
        if np.isfinite(value):
            mean = weight * mean + (1 - weight) * value
            norm = weight * norm + (1 - weight)
            out.append(mean / norm)
        else:
            out.append(np.nan)
    return np.array(out)


def appended(buffer: SeriesBuffer, values: Floats) -> SeriesBuffer:
    steps = np.arange(len(values))
    buffer.append(steps, steps.astype(float), values)
    return buffer


@pytest.mark.parametrize("weight", [0.01, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("num_points", [1, 7, 5000])
def test_that_it_is_the_mean_that_is_meant(weight: float, num_points: int) -> None:
    values = np.random.default_rng(3).normal(size=num_points) + 5.0
    found = RunningMean(weight).of(appended(SeriesBuffer(), values))
    np.testing.assert_allclose(found, plain(values, weight), rtol=1e-12)


def test_that_pieces_give_what_the_whole_gives() -> None:
    values = np.random.default_rng(4).normal(size=3000)
    values[[10, 11, 500]] = np.nan
    buffer, mean = SeriesBuffer(), RunningMean(0.95)
    for start in range(0, 3000, 37):
        appended(buffer, values[start : start + 37])
        mean.of(buffer)
    np.testing.assert_allclose(mean.of(buffer), plain(values, 0.95), rtol=1e-11)


def test_that_it_begins_anew_with_a_buffer_that_was_cleared() -> None:
    buffer, mean = appended(SeriesBuffer(), np.full(50, 100.0)), RunningMean(0.9)
    mean.of(buffer)
    buffer.clear()
    appended(buffer, np.full(80, 1.0))
    np.testing.assert_allclose(mean.of(buffer), np.ones(80))


def test_that_no_weight_means_the_values_themselves() -> None:
    buffer = appended(SeriesBuffer(), np.arange(5.0))
    assert RunningMean(0.0).of(buffer) is not None
    np.testing.assert_array_equal(RunningMean(0.0).of(buffer), buffer.values)


def test_that_a_sum_decays_by_its_weight() -> None:
    np.testing.assert_allclose(decaying_sum(np.array([1.0, 0.0, 0.0, 1.0]), 0.5), [1.0, 0.5, 0.25, 1.125])


def test_that_it_keeps_one_number_a_point() -> None:
    buffer, mean = appended(SeriesBuffer(), np.ones(200_000)), RunningMean(0.9)
    tracemalloc.start()
    try:
        mean.of(buffer)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 8 * 200_000 <= kept < 9 * 200_000
