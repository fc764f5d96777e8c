import numpy as np
from pytestqt.qtbot import QtBot

from gui.plots.density import Density
from gui.plots.frame import Frame
from gui.plots.overlay import OverlayCurve, Stretches, columns_of, edges_of, trace_of
from gui.plots.overlay_plot import MOST_LINES, GroupLine, OverlayPlot
from gui.plots.trace import Bands, Line
from gui.theme import ThemeKeeper
from tests.gui.pixels import colours


def _noise(count: int, seed: int = 0) -> Stretches:
    values = np.random.default_rng(seed).normal(size=count).astype(np.float32)
    return Stretches(np.arange(count, dtype=float), values, values, are_points=True)


def test_that_few_points_are_a_line_and_many_are_columns_with_all_extremes() -> None:
    few, many = _noise(50), _noise(50_000)
    assert isinstance(trace_of(few, edges_of((0, 49), 100, 1), 1, log=False), Line)
    trace = trace_of(many, edges_of((-1.0, 50_000.0), 100, 1), 1, log=False)
    assert isinstance(trace, Bands)
    assert trace.extremes == (float(many.low.min()), float(many.high.max()))


def test_that_columns_reach_to_each_other_and_over_empty_ones() -> None:
    curve = Stretches(np.array([0.5, 3.5]), np.array([0.0, 6.0]), np.array([1.0, 6.0]), are_points=False)
    (low,), (high,) = columns_of([curve], np.arange(6.0), log=False)
    np.testing.assert_allclose(low, [0, 1, 8 / 3, 13 / 3, np.nan])
    assert np.all(high[1:4] >= low[1:4])
    assert high[3] == 6.0


def test_that_curves_on_the_same_places_are_reduced_as_each_alone() -> None:
    one, two = _noise(1000), _noise(1000, 1)
    both = [one, Stretches(one.x, two.low, two.high, are_points=True), two]
    edges = edges_of((100.0, 900.0), 50, 1)
    low, high = columns_of(both, edges, log=True)
    for number, curve in enumerate(both):
        (alone,), (alone_high,) = columns_of([curve], edges, log=True)
        np.testing.assert_array_equal(low[number], alone)
        np.testing.assert_array_equal(high[number], alone_high)


def test_that_a_crosshair_finds_nothing_where_a_run_has_ended() -> None:
    curve = OverlayCurve("a", "#4477AA", False, _noise(10))
    assert curve.nearest(4.2)[0] == 4.0
    assert np.isnan(curve.nearest(9.5)[1])


def test_that_a_density_counts_curves() -> None:
    low = np.array([[0.0, 0.0], [0.0, np.nan]], np.float32)
    frame = Frame(100, 100, 1.0, 46, (0, 1), (-1.0, 1.0))
    counts = Density(low, low, 1).counts(frame)
    assert counts.sum(axis=1).tolist() == [2, 1]
    assert counts.max() == 2


def test_that_many_curves_become_a_density_with_the_chosen_ones_above(
    qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    plot = OverlayPlot(keeper, "Curves")
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    plot.show()
    curves = [OverlayCurve(str(n), "#EE6677", False, _noise(200, n)) for n in range(MOST_LINES + 1)]
    plot.set_curves(curves)
    plot.draw_now()
    assert plot.is_dense
    assert "#ee6677" not in colours(plot)
    plot.set_curves(curves, frozenset({"3"}))
    plot.draw_now()
    assert "#ee6677" in colours(plot)


def test_that_a_group_shows_its_mean(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    plot = OverlayPlot(keeper, "Curves")
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    plot.show()
    places = np.linspace(0, 10, 50)
    plot.set_curves([OverlayCurve("a", "#EE6677", False, _noise(11))])
    level = np.zeros(50)
    plot.set_groups([GroupLine("g", "#228833", False, places, level, level - 1, level + 1)])
    plot.draw_now()
    assert "#228833" in colours(plot)
