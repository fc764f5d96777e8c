import numpy as np
import pytest

from gui.plots.region import CopiedCurve, CopiedPlot, Figures, figures_between

NAN = float("nan")


def figures(places: list[float], values: list[float], low: float, high: float) -> Figures:
    return figures_between(np.array(places, float), np.array(values, float), (low, high))


def test_that_the_figures_are_those_of_a_calculation_by_hand() -> None:
    """2, 4, 4, 4, 5, 5, 7, 9: mean 40 / 8, squared distances 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32.

    At the places 0 … 7 (mean 3.5) the slope is sum((x - 3.5)(y - 5)) / 42
    = (10.5 + 2.5 + 1.5 + 0.5 + 0 + 0 + 5 + 14) / 42 = 34 / 42.
    """
    told = figures([0, 1, 2, 3, 4, 5, 6, 7], [2, 4, 4, 4, 5, 5, 7, 9], 0, 7)
    assert told.num_points == 8
    assert told.mean == 5
    assert told.deviation == 2
    assert (told.least, told.greatest) == (2, 9)
    assert told.slope == pytest.approx(34 / 42, rel=1e-12)


def test_that_only_points_in_the_region_count_and_those_at_its_edges_do() -> None:
    told = figures([0, 10, 20, 30, 40], [100, 1, 3, 5, 100], 10, 30)
    assert (told.num_points, told.mean, told.least, told.greatest) == (3, 3, 1, 5)
    assert told.slope == pytest.approx(0.2, rel=1e-12)
    assert figures([0, 10, 20, 30, 40], [100, 1, 3, 5, 100], 10.5, 29.5).num_points == 1


def test_that_gaps_are_left_out_with_their_places() -> None:
    """Of (1, 2), (3, 6), (4, 8) the slope is 2; a gap that left only its value out would tell another."""
    told = figures([1, 2, 3, 4, 5], [2, NAN, 6, 8, float("inf")], 0, 9)
    assert (told.num_points, told.least, told.greatest) == (3, 2, 8)
    assert told.mean == pytest.approx(16 / 3)
    assert told.slope == pytest.approx(2, rel=1e-12)


def test_that_nothing_is_said_of_no_points() -> None:
    for told in (figures([1, 2], [NAN, NAN], 0, 9), figures([1, 2], [3, 4], 5, 9), figures([], [], 0, 1)):
        assert told.num_points == 0
        assert np.isnan([told.mean, told.deviation, told.least, told.greatest, told.slope]).all()


def test_that_points_at_one_place_have_no_slope() -> None:
    for told in (figures([5], [7], 0, 9), figures([5, 5], [6, 8], 0, 9)):
        assert told.mean == 7
        assert np.isnan(told.slope)


def test_that_a_slope_by_the_clock_does_not_drown_in_the_seconds_since_1970() -> None:
    seconds = np.arange(1000) / 1000
    told = figures_between(1.7e9 + seconds, 3 * seconds, (1.7e9, 1.8e9))
    assert told.slope == pytest.approx(3, rel=1e-3)


def test_that_values_too_great_to_square_are_figured_without_a_warning() -> None:
    told = figures([1, 2, 3], [0, 1e300, -1e300], 0, 9)
    assert told.deviation == float("inf")
    assert told.greatest == 1e300


def test_that_a_plot_reaches_from_its_first_point_to_its_last() -> None:
    curves = tuple(
        CopiedCurve("", "#000000", False, np.array(places), np.zeros(len(places)))
        for places in ([3.0, 4.0], [1.0, 2.0], [2.0, 9.0])
    )
    assert CopiedPlot("", "", curves).extent == (1.0, 9.0)
