from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.curve_plot import CurvePlot
from gui.plots.series_buffer import SeriesBuffer
from gui.plots.shared_axis import AXES, REDRAW_MS, SharedAxis
from gui.theme import ThemeKeeper

NUM_POINTS = 100_000


class WatchedAxis(SharedAxis):
    """Remembers of how many points it worked out the places."""

    def __init__(self) -> None:
        super().__init__()
        self.steps_per_epoch, self.start_time = 10, 1e9
        self.num_placed = 0

    def places(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        self.num_placed += len(column)
        return super().places(column)


@pytest.fixture
def axis(qapp: QApplication) -> Iterator[WatchedAxis]:
    axis = WatchedAxis()
    yield axis
    axis.deleteLater()


def points() -> SeriesBuffer:
    buffer = SeriesBuffer()
    steps = np.arange(NUM_POINTS)
    buffer.append(steps, 1e9 + steps / 4, np.cos(steps / 50))
    return buffer


@pytest.mark.parametrize("by", AXES)
def test_that_what_is_in_view_is_found_without_placing_a_point(axis: WatchedAxis, by: str) -> None:
    buffer = points()
    axis.set_kind(by)
    low, high = axis.places(axis.column(buffer)[[500, 600]])
    axis.num_placed = 0
    axis.show(float(low), float(high))
    assert axis.in_view(buffer) == slice(499, 602)
    assert axis.num_placed == 0


@pytest.mark.parametrize("by", AXES)
def test_that_a_place_and_its_column_are_each_others_inverse(axis: WatchedAxis, by: str) -> None:
    axis.set_kind(by)
    column = axis.column(points())[[0, 7, -1]]
    assert [axis.in_column(float(place)) for place in axis.places(column)] == pytest.approx(column.tolist())


@pytest.mark.parametrize("by", AXES)
def test_that_a_drawing_places_no_more_points_than_it_draws(
    axis: WatchedAxis, qtbot: QtBot, keeper: ThemeKeeper, by: str
) -> None:
    plot = CurvePlot(keeper, "Loss", axis)
    plot.add_curve("loss", "", "#4477AA", points())
    qtbot.addWidget(plot)
    plot.resize(600, 240)
    plot.show()
    axis.set_kind(by)
    axis.num_placed = 0
    axis.draw_now()
    assert axis.num_placed <= 2 * plot.area.num_pixels() + 10
    assert len(plot.seen("loss").line.edges) > 100


class Drawn:
    """A plot that counts how often it is drawn."""

    def __init__(self, axis: SharedAxis, *, every: int = 1) -> None:
        self.num = 0
        axis.join(lambda: (0.0, 1.0), self._draw, every=every)

    def _draw(self) -> bool:
        self.num += 1
        return True


def test_that_a_plot_for_every_fourth_round_is_not_drawn_with_each_point_that_comes_after_a_round(
    axis: WatchedAxis, qtbot: QtBot
) -> None:
    often, seldom = Drawn(axis), Drawn(axis, every=4)
    points = QTimer(axis)
    points.timeout.connect(axis.touch)
    points.start(REDRAW_MS + 15)
    qtbot.waitUntil(lambda: often.num >= 8)
    points.stop()
    assert 2 <= seldom.num <= 3


def test_that_only_what_changed_is_drawn_and_then_there_is_rest(axis: WatchedAxis, qtbot: QtBot) -> None:
    often, seldom = Drawn(axis), Drawn(axis, every=4)
    axis.touch()
    qtbot.waitUntil(lambda: seldom.num == 1)
    axis.touch()  # it has to wait, and meanwhile the other one has nothing to draw
    qtbot.waitUntil(lambda: seldom.num == 2)
    assert often.num == 2
    axis.draw_now()
    assert (often.num, seldom.num) == (2, 2)


def test_that_the_range_stays_while_points_come_and_grows_by_a_little_room(axis: WatchedAxis) -> None:
    ends = [100.0]
    axis.join(lambda: (0.0, ends[0]), lambda: True)
    seen = set()
    for end in np.arange(100.0, 110.0, 0.1).tolist():
        ends[0] = end
        axis.touch()
        axis.draw_now()
        low, high = axis.range
        assert low < 0.0
        assert end < high <= end * 1.04
        seen.add(axis.range)
    assert len(seen) <= 8


def test_that_all_of_it_is_shown_without_room_to_grow_where_nothing_came(axis: WatchedAxis) -> None:
    ends = [100.0]
    axis.join(lambda: (0.0, ends[0]), lambda: True)
    axis.touch()
    axis.draw_now()
    assert axis.range == (-1.0, 101.0)
    ends[0] = 200.0
    axis.touch()
    axis.draw_now()
    axis.follow()
    axis.draw_now()
    assert axis.range == (-2.0, 202.0)
    ends[0] = 50.0
    axis.touch()
    axis.draw_now()
    assert axis.range == (-0.5, 50.5)
