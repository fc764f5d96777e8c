"""What the surface of a plot really paints."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtWidgets import QApplication

from gui.colours import DARK
from gui.plots.curve import Curve
from gui.plots.frame import BOTTOM, LEFT, RIGHT, TOP, Extent, Frame
from gui.plots.scene import Scene
from gui.plots.series_buffer import Floats, SeriesBuffer
from gui.plots.shared_axis import SharedAxis

COLOUR = "#4477AA"
WIDTH, HEIGHT = LEFT + 300 + RIGHT, TOP + 200 + BOTTOM

Mask = NDArray[np.bool_]


def painted(
    values: Floats,
    heights: Extent,
    *,
    places: Extent | None = None,
    ratio: float = 1.0,
    width: int = 1,
    smoothing: float = 0.0,
    dashed: bool = False,
    log: bool = False,
) -> Mask:
    """Which pixels between the axes are near the colour of the curve."""
    points = SeriesBuffer()
    points.append(np.arange(len(values)), np.arange(len(values)) + 1e9, values)
    axis = SharedAxis()
    axis.show(*(places or (0.0, float(len(values) - 1))))
    frame = Frame(WIDTH, HEIGHT, ratio, LEFT, axis.range, heights)
    curve = Curve("", COLOUR, points, dashed=dashed)
    curve.set_smoothing(smoothing)
    curve.reduce(axis, log=log, num_pixels=frame.num_columns, width=width)
    scene = Scene(DARK, QFont())
    scene.curves = [curve]
    picture = scene.picture(frame)
    assert picture.size().width() == round(WIDTH * ratio)
    return _near(picture)[round(TOP * ratio) :, round(LEFT * ratio) :][: frame.num_rows, : frame.num_columns]


def _near(picture: QImage) -> Mask:
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(
        picture.height(), picture.bytesPerLine() // 4, 4
    )
    wanted = QColor(COLOUR)
    distance = np.abs(pixels[:, :, 2::-1].astype(int) - [wanted.red(), wanted.green(), wanted.blue()]).sum(2)
    return np.asarray(distance < 60)


def test_that_a_line_lies_where_its_values_are(qapp: QApplication) -> None:
    found = painted(np.array([0.0, 1.0]), (0.0, 1.0))
    rows = np.array([np.flatnonzero(found[:, column]).mean() for column in range(5, 295)])
    expected = 200 * (1 - (np.arange(5, 295) + 0.5) / 300) - 0.5
    assert np.abs(rows - expected).max() < 1.0


def test_that_a_column_of_many_points_goes_from_the_least_to_the_greatest(qapp: QApplication) -> None:
    values = np.tile([0.25, 0.75], 150_000)
    found = painted(values, (0.0, 1.0))
    rows = np.flatnonzero(found[:, 150])
    assert (rows[0], rows[-1]) == (50, 150)
    assert len(rows) == 101
    assert (found.sum(0)[1:-1] == 101).all()


def test_that_an_outlier_of_one_sample_among_a_million_is_seen(qapp: QApplication) -> None:
    values = np.random.default_rng(0).normal(size=1_000_000) * 0.01
    values[500_000] = 0.9
    found = painted(values, (-1.0, 1.0))
    columns = np.flatnonzero(found[20])
    assert 1 <= len(columns) <= 2
    assert abs(columns[0] - 150) <= 1


@pytest.mark.parametrize("num", [100, 100_000])
def test_that_a_gap_stays_a_gap(qapp: QApplication, num: int) -> None:
    values = np.tile([0.4, 0.6], num // 2)
    values[num // 4 : num // 2] = np.nan
    found = painted(values, (0.0, 1.0)).any(0)
    assert not found[80:147].any()
    assert found[2:73].all()
    assert found[153:298].all()


def test_that_a_long_stretch_without_points_is_crossed_by_a_line(qapp: QApplication) -> None:
    points = SeriesBuffer()
    steps = np.concatenate([np.arange(50_000), np.arange(250_000, 300_000)])
    points.append(steps, steps.astype(float), np.where(steps < 100_000, 0.2, 0.8))
    axis = SharedAxis()
    axis.show(0.0, 300_000.0)
    curve = Curve("", COLOUR, points, dashed=False)
    curve.reduce(axis, log=False, num_pixels=300)
    scene = Scene(DARK, QFont())
    scene.curves = [curve]
    found = _near(scene.picture(Frame(WIDTH, HEIGHT, 1.0, LEFT, axis.range, (0.0, 1.0))))[TOP:, LEFT:]
    rows = np.flatnonzero(found[:200, 150])
    assert abs(rows.mean() - 100) < 3


def test_that_one_point_is_a_dot(qapp: QApplication) -> None:
    found = painted(np.array([0.5]), (0.0, 1.0), places=(-1.0, 1.0))
    rows, columns = np.nonzero(found)
    assert 12 <= len(rows) <= 32
    assert abs(rows.mean() - 99.5) < 1
    assert abs(columns.mean() - 149.5) < 1


def test_that_a_point_between_two_gaps_is_a_dot(qapp: QApplication) -> None:
    found = painted(np.array([np.nan, 0.5, np.nan]), (0.0, 1.0))
    assert 12 <= found.sum() <= 32


def test_that_raw_values_are_faint_behind_the_smoothed_line(qapp: QApplication) -> None:
    values = np.tile([0.0, 1.0], 50_000)
    plain, smooth = painted(values, (0.0, 1.0)), painted(values, (0.0, 1.0), smoothing=0.99)
    assert plain[:, 150].sum() == 200
    assert smooth[:, 150].sum() <= 6, "only the line itself"


def test_that_dashes_leave_gaps_in_long_curves_too(qapp: QApplication) -> None:
    for values in (np.full(100, 0.5), np.full(500, 0.5), np.tile([0.4, 0.6], 50_000)):
        share = painted(values, (0.0, 1.0), dashed=True).any(0).mean()
        assert 0.5 < share < 0.95


def test_that_wide_columns_are_as_true_as_narrow_ones(qapp: QApplication) -> None:
    values = np.tile([0.25, 0.75], 150_000)
    values[100_000] = 0.95
    narrow, wide = painted(values, (0.0, 1.0)), painted(values, (0.0, 1.0), width=2)
    assert 1 <= narrow[10].sum() <= 2
    assert 2 <= wide[10].sum() <= 4
    assert (narrow & ~wide).sum() <= 100
    assert (wide & ~narrow).sum() <= 300


@pytest.mark.parametrize("ratio", [1.25, 2.0])
def test_that_a_dense_screen_gets_its_own_pixels(qapp: QApplication, ratio: float) -> None:
    values = np.tile([0.25, 0.75], 150_000)
    found = painted(values, (0.0, 1.0), ratio=ratio)
    assert found.shape == pytest.approx((200 * ratio, 300 * ratio), abs=1)
    rows = np.flatnonzero(found[:, 150])
    assert rows[0] == pytest.approx(50 * ratio, abs=1)
    assert rows[-1] == pytest.approx(150 * ratio, abs=1)
    spike = np.zeros(400_000)
    spike[200_000] = 1.0
    assert painted(spike + np.tile([0.0, 0.1], 200_000), (0.0, 1.0), ratio=ratio)[5].sum() <= 2


def test_that_the_picture_is_kept_until_something_changes(qapp: QApplication) -> None:
    scene = Scene(DARK, QFont())
    frame = Frame(WIDTH, HEIGHT, 1.0, LEFT, (0.0, 1.0), (0.0, 1.0))
    before = scene.picture(frame).cacheKey()
    assert scene.picture(frame).cacheKey() == before
    scene.renew()
    assert scene.picture(frame).cacheKey() != before


def test_that_an_axis_has_no_figures_until_there_is_a_curve(qapp: QApplication) -> None:
    scene, frame = Scene(DARK, QFont()), Frame(WIDTH, HEIGHT, 1.0, LEFT, (0.0, 9.0), (0.0, 1.0))
    without = scene.picture(frame).copy()
    points = SeriesBuffer()
    points.append(np.arange(10), np.arange(10) + 1e9, np.linspace(0.0, 1.0, 10))
    axis, curve = SharedAxis(), Curve("", COLOUR, points, dashed=False)
    axis.show(0.0, 9.0)
    curve.reduce(axis, log=False, num_pixels=frame.num_columns, width=1)
    scene.curves = [curve]
    scene.renew()
    beside = (0, 0, LEFT - 8, HEIGHT)  # where the figures of the left axis stand
    assert _num_colours(without.copy(*beside)) == 1
    assert _num_colours(scene.picture(frame).copy(*beside)) > 1


def _num_colours(picture: QImage) -> int:
    return len({picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())})
