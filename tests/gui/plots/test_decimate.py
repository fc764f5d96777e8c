import numpy as np
import pytest

from gui.plots.decimate import find_places, visible_slice


def test_that_the_line_reaches_over_both_edges() -> None:
    x = np.arange(100.0)
    assert visible_slice(x, 10.5, 20.5) == slice(10, 22)
    assert visible_slice(x, -5.0, 500.0) == slice(0, 100)
    assert visible_slice(x, 200.0, 300.0) == slice(99, 100)
    assert visible_slice(np.empty(0), 0.0, 1.0) == slice(0, 0)


@pytest.mark.parametrize("kind", ["even", "uneven", "alike", "one"])
def test_that_places_are_found_as_numpy_finds_them(kind: str) -> None:
    chance = np.random.default_rng(0)
    x = {
        "even": np.arange(1000.0) * 0.25,
        "uneven": np.sort(chance.exponential(size=1000)).cumsum(),
        "alike": np.repeat(np.arange(10.0), 7),
        "one": np.array([3.0]),
    }[kind]
    wanted = np.concatenate([x[:50], np.linspace(x[0] - 1, x[-1] + 1, 333)])
    wanted.sort()
    np.testing.assert_array_equal(find_places(x, wanted), np.searchsorted(x, wanted))
