import numpy as np
import pytest

from gui.plots.smoothers import Smoother, Smoothing, smooth

WAYS = [way for way in Smoother if way is not Smoother.NONE]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_that_what_is_level_stays_so(way: Smoother, count: int) -> None:
    np.testing.assert_allclose(smooth(np.full(count, 3.0), Smoothing(way, 9)), 3.0)


@pytest.mark.parametrize("way", WAYS)
def test_that_noise_becomes_less(way: Smoother) -> None:
    noise = np.random.default_rng(0).normal(size=20_000)
    smoothed = smooth(noise, Smoothing(way, 51))
    assert len(smoothed) == len(noise)
    assert smoothed.std() < 0.3 * noise.std()


@pytest.mark.parametrize("way", WAYS)
def test_that_a_gap_stays_one_and_is_passed_over(way: Smoother) -> None:
    values = np.arange(30.0)
    with_gap = np.insert(values, 10, np.nan)
    smoothed = smooth(with_gap, Smoothing(way, 5))
    assert np.flatnonzero(np.isnan(smoothed)).tolist() == [10]
    np.testing.assert_allclose(np.delete(smoothed, 10), smooth(values, Smoothing(way, 5)))


def test_that_a_median_passes_over_a_lone_peak() -> None:
    values = np.zeros(50)
    values[20] = 1e6
    assert not smooth(values, Smoothing(Smoother.MEDIAN, 5)).any()


def test_that_a_median_of_many_values_is_that_of_their_windows() -> None:
    values = np.random.default_rng(1).normal(size=20_001)
    smoothed = smooth(values, Smoothing(Smoother.MEDIAN, 7))
    for place in (3, 8191, 8192, 8195, 19_997):
        assert smoothed[place] == np.median(values[place - 3 : place + 4])


def test_that_a_parabola_goes_through_unchanged() -> None:
    values = np.linspace(-2, 3, 60) ** 2
    np.testing.assert_allclose(smooth(values, Smoothing(Smoother.POLYNOMIAL, 11)), values, atol=1e-12)


def test_that_an_average_follows_the_definition() -> None:
    values = np.array([1.0, 2.0, 4.0])
    weight, mean, expected = 0.75, 0.0, []
    for number, value in enumerate(values, start=1):
        mean = weight * mean + (1 - weight) * value
        expected.append(mean / (1 - weight**number))
    np.testing.assert_allclose(smooth(values, Smoothing(Smoother.AVERAGE, 4)), expected)


def test_that_without_smoothing_the_values_are_the_same() -> None:
    values = np.arange(5.0)
    assert smooth(values, Smoothing()) is values
