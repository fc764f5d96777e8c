"""Mouse and keys on a plot."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.curve_plot import CurvePlot
from gui.plots.plot_area import PlotArea
from gui.plots.series_buffer import SeriesBuffer
from gui.plots.shared_axis import SharedAxis
from gui.theme import ThemeKeeper
from tests.gui.pixels import colours
from tests.gui.plots.steering import turn_wheel

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def axis(qapp: QApplication) -> Iterator[SharedAxis]:
    axis = SharedAxis()
    yield axis
    axis.deleteLater()


@pytest.fixture
def plot(qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis) -> CurvePlot:
    plot = CurvePlot(keeper, "Loss", axis)
    points = SeriesBuffer()
    points.append(np.arange(101), np.arange(101.0), np.linspace(0.0, 10.0, 101))
    plot.add_curve("train", "train", "#4477AA", points)
    qtbot.addWidget(plot)
    plot.resize(600, 240)
    plot.show()
    axis.draw_now()
    return plot


def drag(
    area: PlotArea, begin: QPointF, end: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    kinds = QMouseEvent.Type
    for kind, place, held in (
        (kinds.MouseButtonPress, begin, button),
        (kinds.MouseMove, (begin + end) / 2, button),
        (kinds.MouseMove, end, button),
        (kinds.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ):
        pressed = Qt.MouseButton.NoButton if kind == kinds.MouseMove else button
        event = QMouseEvent(kind, place, QPointF(area.mapToGlobal(place.toPoint())), pressed, held, keys)
        QApplication.sendEvent(area, event)


def middle(plot: CurvePlot) -> QPointF:
    return plot.area.frame.box.center()


def test_that_the_wheel_zooms_around_the_mouse(plot: CurvePlot, axis: SharedAxis) -> None:
    place = plot.area.frame.box.topLeft() + QPointF(100, 50)
    under = plot.area.frame.place_at(place.x())
    heights = plot.drawn()[1]
    turn_wheel(plot.area, place, 120)
    axis.draw_now()
    assert plot.area.frame.place_at(place.x()) == pytest.approx(under)
    assert np.ptp(plot.drawn()[0]) == pytest.approx(102 * 0.75)
    assert plot.drawn()[1] != heights, "the height fits what is in view"
    turn_wheel(plot.area, place, -120)
    axis.draw_now()
    assert plot.drawn()[0] == pytest.approx((-1.0, 101.0))


@pytest.mark.parametrize("keys", [NONE, CTRL])
def test_that_the_wheel_changes_the_height_on_the_axis_or_with_ctrl(
    plot: CurvePlot, axis: SharedAxis, keys: Qt.KeyboardModifier
) -> None:
    before, place = plot.drawn(), QPointF(5, 100) if keys == NONE else middle(plot)
    turn_wheel(plot.area, place, 120, keys)
    axis.draw_now()
    assert plot.drawn()[0] == before[0]
    assert axis.follows
    assert np.ptp(plot.drawn()[1]) == pytest.approx(0.75 * np.ptp(before[1]))


def test_that_the_wheel_sideways_moves_along(plot: CurvePlot, axis: SharedAxis) -> None:
    turn_wheel(plot.area, middle(plot), -120, sideways=True)
    axis.draw_now()
    assert plot.drawn()[0] == pytest.approx((-1 + 10.2, 101 + 10.2))


def test_that_a_drag_moves_along_and_on_the_axis_in_height(plot: CurvePlot, axis: SharedAxis) -> None:
    before, box = plot.drawn(), plot.area.frame.box
    drag(plot.area, middle(plot), middle(plot) + QPointF(box.width() / 4, 30), LEFT, NONE)
    axis.draw_now()
    assert plot.drawn()[0] == pytest.approx((-1 - 25.5, 101 - 25.5))
    plot.follow()
    axis.draw_now()
    drag(plot.area, QPointF(5, 60), QPointF(5, 60 + box.height() / 2), LEFT, NONE)
    axis.draw_now()
    shift = np.ptp(before[1]) / 2
    assert plot.drawn()[0] == before[0]
    assert plot.drawn()[1] == pytest.approx((before[1][0] + shift, before[1][1] + shift))


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, NONE), (LEFT, SHIFT)])
def test_that_a_rectangle_is_what_is_seen_then_and_a_double_click_shows_all(
    plot: CurvePlot, axis: SharedAxis, qtbot: QtBot, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    before, frame = plot.drawn(), plot.area.frame
    one = QPointF(frame.x_of(20.0), frame.y_of(8.0))
    other = QPointF(frame.x_of(60.0), frame.y_of(3.0))
    drag(plot.area, one, other, button, keys)
    axis.draw_now()
    assert plot.drawn()[0] == pytest.approx((20.0, 60.0))
    assert plot.drawn()[1] == pytest.approx((3.0, 8.0))
    assert plot.area.holds_height
    qtbot.mouseDClick(plot.area, LEFT, pos=middle(plot).toPoint())
    axis.draw_now()
    assert plot.drawn() == before
    assert axis.follows


def test_that_a_slip_of_the_mouse_is_no_rectangle(plot: CurvePlot, axis: SharedAxis) -> None:
    before = plot.drawn()
    drag(plot.area, middle(plot), middle(plot) + QPointF(3, 2), RIGHT, NONE)
    axis.draw_now()
    assert plot.drawn() == before


def test_that_keys_move_and_zoom_and_home_shows_all(plot: CurvePlot, axis: SharedAxis, qtbot: QtBot) -> None:
    before = plot.drawn()
    for key, keys, expected in (
        (Qt.Key.Key_Plus, NONE, (50 - 38.25, 50 + 38.25)),
        (Qt.Key.Key_Right, NONE, (50 - 38.25 + 7.65, 50 + 38.25 + 7.65)),
        (Qt.Key.Key_Left, NONE, (50 - 38.25, 50 + 38.25)),
        (Qt.Key.Key_Minus, NONE, before[0]),
        (Qt.Key.Key_Plus, CTRL, before[0]),
    ):
        qtbot.keyClick(plot.area, key, keys)
        axis.draw_now()
        assert plot.drawn()[0] == pytest.approx(expected)
    heights = plot.drawn()[1]
    assert np.ptp(heights) == pytest.approx(0.75 * np.ptp(before[1]))
    qtbot.keyClick(plot.area, Qt.Key.Key_Up)
    axis.draw_now()
    assert plot.drawn()[1][0] > heights[0]
    qtbot.keyClick(plot.area, Qt.Key.Key_Home)
    axis.draw_now()
    assert plot.drawn() == before


def test_that_keys_reach_it_and_that_this_is_seen_and_told(
    plot: CurvePlot, axis: SharedAxis, qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    assert plot.area.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert plot.area.accessibleName() == "Loss"
    accent = keeper.theme.accent.lower()
    for reason, is_seen in ((Qt.FocusReason.MouseFocusReason, False), (Qt.FocusReason.TabFocusReason, True)):
        plot.area.clearFocus()
        assert accent not in colours(plot.area)
        plot.area.setFocus(reason)
        qtbot.waitUntil(plot.area.hasFocus)
        assert (accent in colours(plot.area)) is is_seen
    axis.touch()
    axis.draw_now()
    assert plot.area.accessibleDescription() == "train 10"


def test_that_nothing_is_nearer_than_numbers_can_tell(plot: CurvePlot, axis: SharedAxis) -> None:
    for _ in range(300):
        turn_wheel(plot.area, middle(plot), 120)
        axis.draw_now()
    low, high = plot.drawn()[0]
    assert 0 < high - low < 1e-9


def test_that_the_mouse_shows_the_values_under_it_in_all_plots_of_the_axis(
    plot: CurvePlot, axis: SharedAxis, keeper: ThemeKeeper, qtbot: QtBot
) -> None:
    other = CurvePlot(keeper, "Rate", axis, unit=" %")
    points = SeriesBuffer()
    points.append(np.arange(101), np.arange(101.0), np.arange(101.0) / 2)
    other.add_curve("rate", "rate", "#EE6677", points)
    qtbot.addWidget(other)
    other.resize(600, 240)
    other.show()
    axis.draw_now()
    assert (plot.readout(), other.readout()) == ("train 10", "rate 50 %")
    place = QPoint(round(plot.area.frame.x_of(40.0)), 100)
    qtbot.mouseMove(plot.area, place)
    assert (plot.readout(), other.readout()) == ("train 4", "rate 20 %")
    for each in (plot, other):
        assert each.area.cross.place == pytest.approx(40.0, abs=0.2)
        assert keeper.theme.selected.lower() in colours(each.area)
    QApplication.sendEvent(
        plot.area, QMouseEvent(QMouseEvent.Type.Leave, QPointF(), QPointF(), LEFT, LEFT, NONE)
    )
    assert (plot.readout(), other.readout()) == ("train 10", "rate 50 %")
    assert other.area.cross.place is None


def test_that_a_missing_newest_value_is_said_to_be_missing(plot: CurvePlot, axis: SharedAxis) -> None:
    plot.points("train").append(np.array([101]), np.array([101.0]), np.array([np.nan]))
    axis.touch()
    axis.draw_now()
    assert plot.readout() == "train –"


def test_that_long_figures_widen_the_margin_of_all_plots_of_the_axis(
    plot: CurvePlot, axis: SharedAxis, keeper: ThemeKeeper, qtbot: QtBot
) -> None:
    other = CurvePlot(keeper, "Rate", axis)
    points = SeriesBuffer()
    points.append(np.arange(101), np.arange(101.0), 123_456.0 + np.linspace(0, 1e-3, 101))
    other.add_curve("rate", "rate", "#EE6677", points)
    qtbot.addWidget(other)
    before = plot.area.frame.left
    other.resize(600, 240)
    other.show()
    axis.draw_now()
    axis.draw_now()
    assert plot.area.frame.left == other.area.frame.left > before
    other.hide()
    axis.touch()
    axis.draw_now()
    axis.draw_now()
    assert plot.area.frame.left == before
