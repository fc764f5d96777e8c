import csv
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.curve_plot import CurvePlot
from gui.plots.ground import mixed
from gui.plots.series_buffer import SeriesBuffer
from gui.plots.shared_axis import SharedAxis
from gui.plots.trace import Bands, Line
from gui.theme import ThemeKeeper
from tests.gui.pixels import colours
from tests.gui.plots.steering import turn_wheel

COLOUR = "#4477AA"


@pytest.fixture
def axis(qapp: QApplication) -> Iterator[SharedAxis]:
    """It goes before its plots do: a round may be under way."""
    axis = SharedAxis()
    yield axis
    axis.deleteLater()


def shown(qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis) -> CurvePlot:
    plot = CurvePlot(keeper, "Loss", axis)
    plot.add_curve("train/loss", "train", COLOUR, SeriesBuffer())
    qtbot.addWidget(plot)
    plot.resize(600, 240)
    plot.show()
    return plot


def append(plot: CurvePlot, steps: np.ndarray, times: np.ndarray, values: np.ndarray) -> None:
    plot.points("train/loss").append(steps, times, values)
    plot.axis.touch()


def fill(plot: CurvePlot, num: int, *, first: int = 0) -> None:
    steps = np.arange(first, first + num)
    append(plot, steps, 1e9 + steps / 10, np.cos(steps / 50) * 3)


def line(plot: CurvePlot) -> Line:
    """What is drawn of the curve, where that is all of its points in view."""
    found = plot.seen("train/loss").line
    assert isinstance(found, Line)
    return found


def test_that_it_shows_all_there_is_and_goes_on(qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis) -> None:
    plot = shown(qtbot, keeper, axis)
    fill(plot, 100)
    axis.draw_now()
    (left, right), (low, high) = plot.drawn()
    assert left <= 0 < 99 <= right < 110
    assert low < -1.0
    assert high > 3.0
    fill(plot, 900, first=100)
    axis.draw_now()
    assert plot.drawn()[0][1] >= 999
    assert axis.follows


def test_that_only_what_is_in_view_is_drawn_and_in_full(
    qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis
) -> None:
    plot = shown(qtbot, keeper, axis)
    fill(plot, 200_000)
    axis.draw_now()
    bands = plot.seen("train/loss").line
    assert isinstance(bands, Bands)
    assert len(bands.low) == plot.area.num_columns()
    axis.show(50_000.0, 50_100.0)
    axis.draw_now()
    np.testing.assert_array_equal(line(plot).x, np.arange(49_999, 50_102))
    np.testing.assert_array_equal(line(plot).y, np.cos(line(plot).x / 50) * 3)


def test_that_plots_on_one_axis_show_the_same_range(
    qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis
) -> None:
    one, other = shown(qtbot, keeper, axis), shown(qtbot, keeper, axis)
    fill(one, 1000)
    fill(other, 10)
    axis.draw_now()
    assert one.drawn()[0] == pytest.approx(other.drawn()[0])
    assert one.area.frame.left == other.area.frame.left


def test_that_the_wheel_zooms_all_plots_and_show_all_undoes_it(
    qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis
) -> None:
    one, other = shown(qtbot, keeper, axis), shown(qtbot, keeper, axis)
    for plot in (one, other):
        fill(plot, 1000)
    axis.draw_now()
    before = one.drawn()[0]
    turn_wheel(one.area, QPointF(one.area.rect().center()), 240)
    axis.draw_now()
    assert not axis.follows
    after = one.drawn()[0]
    assert before[0] < after[0] < after[1] < before[1]
    assert other.drawn()[0] == pytest.approx(after)
    one.follow()
    axis.draw_now()
    assert one.drawn()[0] == pytest.approx(before)


def test_that_the_axis_can_be_epochs_and_time(qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis) -> None:
    plot = shown(qtbot, keeper, axis)
    fill(plot, 101)
    axis.steps_per_epoch = 25
    axis.set_kind("epoch")
    np.testing.assert_allclose(plot.curve_data("train/loss")[0], np.arange(101) / 25)
    axis.start_time = 1e9
    axis.set_kind("relative")
    axis.draw_now()
    np.testing.assert_allclose(plot.curve_data("train/loss")[0], np.arange(101) / 10, atol=1e-6)
    assert plot.drawn()[0] == pytest.approx((-0.1, 10.1))
    axis.set_kind("wall")
    axis.draw_now()
    assert plot.drawn()[0][0] == pytest.approx(1e9, abs=1.0)


def test_that_a_log_scale_leaves_out_what_has_no_logarithm(
    qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis
) -> None:
    plot = shown(qtbot, keeper, axis)
    append(plot, np.arange(4), np.arange(4.0), np.array([100.0, 0.0, -1.0, 0.01]))
    plot.set_log(True)
    axis.draw_now()
    _, (low, high) = plot.drawn()
    assert -3 < low < -2
    assert 2 < high < 3
    assert np.isnan(line(plot).y[1:3]).all()
    np.testing.assert_array_equal(plot.curve_data("train/loss")[1], [100.0, 0.0, -1.0, 0.01])


def test_that_outliers_can_be_ignored(qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis) -> None:
    plot = shown(qtbot, keeper, axis)
    fill(plot, 1000)
    append(plot, np.array([1000]), np.array([1e9 + 100]), np.array([1e6]))
    axis.draw_now()
    assert plot.drawn()[1][1] > 1e6
    plot.set_ignore_outliers(True)
    axis.draw_now()
    assert plot.drawn()[1][1] < 5


def test_that_smoothing_keeps_the_raw_curve_behind(
    qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis
) -> None:
    plot = shown(qtbot, keeper, axis)
    noise = np.random.default_rng(0).normal(size=500)
    append(plot, np.arange(500), np.arange(500.0), noise)
    plot.set_smoothing(0.9)
    axis.draw_now()
    raw = plot.seen("train/loss").raw
    assert isinstance(raw, Line)
    np.testing.assert_array_equal(raw.y, noise)
    assert np.ptp(line(plot).y) < np.ptp(noise) / 2
    faint = mixed(COLOUR, keeper.theme.card, 0.35).name()
    num_faint = colours(plot.area)[faint]
    plot.set_smoothing(0.0)
    axis.draw_now()
    np.testing.assert_array_equal(line(plot).y, noise)
    assert num_faint > 1000 > 10 * colours(plot.area)[faint], "only where a smooth edge happens to be so"


def test_that_it_rests_when_nothing_is_new(qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis) -> None:
    plot = shown(qtbot, keeper, axis)
    fill(plot, 10)
    qtbot.waitUntil(lambda: plot.drawn()[0][1] > 9)
    with qtbot.assertNotEmitted(plot.redrawn, wait=150):
        pass


def test_that_cleared_curves_vanish(qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis) -> None:
    plot = shown(qtbot, keeper, axis)
    fill(plot, 10)
    axis.draw_now()
    assert COLOUR.lower() in colours(plot.area)
    plot.points("train/loss").clear()
    axis.touch()
    axis.draw_now()
    assert plot.is_empty
    assert COLOUR.lower() not in colours(plot.area)


def test_that_it_is_saved_as_picture_drawing_and_points(
    qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis, tmp_path: Path
) -> None:
    plot = shown(qtbot, keeper, axis)
    fill(plot, 50)
    axis.draw_now()
    for ending in ("png", "svg", "csv"):
        plot.export(tmp_path / f"loss.{ending}")
    picture = QImage(str(tmp_path / "loss.png"))
    assert picture.width() == plot.width()
    assert {picture.pixelColor(x, y).name() for x in (0, 599) for y in (0, 239)} == {
        keeper.theme.card.lower()
    }
    drawing = ElementTree.parse(tmp_path / "loss.svg").getroot()
    tags = [node.tag.rpartition("}")[2] for node in drawing.iter()]
    assert "path" in tags or "polyline" in tags
    assert "image" not in tags
    assert {"Loss", "40", "train"} <= {(node.text or "").strip() for node in drawing.iter()}
    with (tmp_path / "loss.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == list(range(50))
    assert [float(row["value"]) for row in rows] == list(np.cos(np.arange(50) / 50) * 3)


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_that_a_place_that_cannot_be_written_is_an_error(
    qtbot: QtBot, keeper: ThemeKeeper, axis: SharedAxis, tmp_path: Path, ending: str
) -> None:
    plot = shown(qtbot, keeper, axis)
    with pytest.raises(OSError, match="nowhere"):
        plot.export(tmp_path / "nowhere" / f"loss.{ending}")
