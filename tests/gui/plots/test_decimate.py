import numpy as np
import pytest

from gui.plots.decimate import keep_extremes, visible_slice


@pytest.mark.parametrize("num_points", [0, 1, 5, 1000, 10_007, 99_999])
def test_that_no_peak_is_lost_and_no_more_is_kept_than_asked(num_points: int) -> None:
    values = np.random.default_rng(num_points).normal(size=num_points)
    kept = keep_extremes(values, 100)
    assert len(kept) <= max(203, min(num_points, 200))
    assert (np.diff(kept) > 0).all()
    if num_points:
        assert values[kept].max() == values.max()
        assert values[kept].min() == values.min()
        assert kept[-1] == num_points - 1


def test_that_every_block_keeps_its_own_extremes() -> None:
    values = np.random.default_rng(0).normal(size=10_000)
    kept = set(keep_extremes(values, 100).tolist())
    for start in range(0, 10_000, 100):
        block = values[start : start + 100]
        assert {start + int(block.argmin()), start + int(block.argmax())} <= kept


def test_that_a_gap_stays_one_and_hides_nothing() -> None:
    values = np.ones(1000)
    values[200:400] = np.nan
    values[650] = np.nan
    shown = values[keep_extremes(values, 10)]
    assert np.isnan(shown).sum() == 2
    assert (shown[~np.isnan(shown)] == 1.0).all()


def test_that_the_line_reaches_over_both_edges() -> None:
    x = np.arange(100.0)
    assert visible_slice(x, 10.5, 20.5) == slice(10, 22)
    assert visible_slice(x, -5.0, 500.0) == slice(0, 100)
    assert visible_slice(x, 200.0, 300.0) == slice(99, 100)
    assert visible_slice(np.empty(0), 0.0, 1.0) == slice(0, 0)
