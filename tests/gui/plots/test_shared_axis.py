from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.curve_plot import CurvePlot
from gui.plots.series_buffer import SeriesBuffer
from gui.plots.shared_axis import AXES, SharedAxis
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
