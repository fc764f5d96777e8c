"""Which runs lie within brushes, and how keys move a brush."""

import numpy as np
import pytest

from gui.models.run_axis import RunAxis
from gui.models.run_brush import nudged, within

AXES = (
    RunAxis("rate", np.array([1.0, 2.0, np.nan, 4.0])),
    RunAxis("kind", np.array([0.0, 1.0, 1.0, 1.0]), ("a", "b")),
)


def test_that_runs_within_all_brushes_are_kept_and_one_that_lacks_the_figure_is_not() -> None:
    assert within(AXES, {}).tolist() == [True] * 4
    assert within(AXES, {"rate": (1.5, 9.0)}).tolist() == [False, True, False, True]
    assert within(AXES, {"rate": (0.0, 2.0), "kind": (0.5, 1.5)}).tolist() == [False, True, False, False]


def test_that_a_nudged_brush_stays_on_its_axis_and_keeps_its_length() -> None:
    assert nudged(None, (0.0, 10.0), by=0.05) == (5.0, 10.0)
    assert nudged(None, (0.0, 10.0), by=-0.05) == (0.0, 5.0)
    assert nudged((5.0, 9.0), (0.0, 10.0), by=0.5) == (6.0, 10.0)
    assert nudged((5.0, 9.0), (0.0, 10.0), by=-0.1) == (4.0, 8.0)
    assert nudged((5.0, 9.0), (0.0, 10.0), wider=0.2) == (3.0, 10.0)
    assert nudged((5.0, 6.0), (0.0, 10.0), wider=-0.2) == pytest.approx((5.5, 5.5))
