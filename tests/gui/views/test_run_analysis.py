import gc
import weakref

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from gui.models.messages import SeriesChunk
from gui.plots.analysis import AnalysisPlot
from gui.plots.analysis_window import AnalysisWindow
from gui.theme import ThemeKeeper
from gui.views.run.plots_page import PlotsPage

NAN = float("nan")


def chunk(source: str, metric: str, *values: float, first: int = 1) -> SeriesChunk:
    steps = np.arange(first, first + len(values))
    return SeriesChunk(
        source=source, metric=metric, steps=steps, times=1e9 + steps / 2, values=np.array(values, float)
    )


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> PlotsPage:
    page = PlotsPage(keeper)
    page.analysing.run_name = "digits"
    qtbot.addWidget(page)
    page.add(chunk("train", "loss", 9, 8, 7, NAN, 5, 4, 3, 2))
    page.add(chunk("eval", "loss", 6, 6, first=4))
    page.add(chunk("train", "learning_rate", *[0.1] * 8))
    page.show()
    qtbot.waitExposed(page)
    return page


def press(page: PlotsPage) -> AnalysisWindow:
    button = page.findChild(QPushButton, "plot-analyse")
    assert button is not None
    button.click()
    found = page.findChild(AnalysisWindow)
    assert found is not None
    return found


@pytest.fixture
def window(qtbot: QtBot, page: PlotsPage) -> AnalysisWindow:
    window = press(page)
    qtbot.waitExposed(window)
    return window


def plot_of(window: AnalysisWindow) -> AnalysisPlot:
    plot = window.findChild(AnalysisPlot)
    assert plot is not None
    return plot


def seen_of(plot: AnalysisPlot) -> tuple[float, float]:
    low, high = plot.getPlotItem().getViewBox().viewRange()[0]
    return low, high


def rows(window: AnalysisWindow) -> list[list[str]]:
    view = window.findChild(QTableView, "analysis-figures")
    assert view is not None
    model = view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def line_of(window: AnalysisWindow) -> str:
    line = window.findChild(QLabel, "analysis-line")
    assert line is not None
    return line.text()


def choice_of(window: AnalysisWindow) -> QComboBox:
    choice = window.findChild(QComboBox, "analysis-plot-choice")
    assert choice is not None
    return choice


def test_that_the_table_tells_of_the_region_while_it_is_dragged(window: AnalysisWindow) -> None:
    """Steps 3 to 6 of training: 7, a gap, 5, 4; by one a step."""
    assert not window.isModal()
    plot_of(window).region.setRegion((3, 6))
    assert rows(window) == [
        ["train", "3", "5.3333", "1.2472", "4", "7", "-1"],
        ["test", "2", "6", "0", "6", "6", "0"],
    ]
    plot_of(window).region.setRegion((7.5, 20))
    assert rows(window) == [
        ["train", "1", "2", "0", "2", "2", "–"],
        ["test", "0", "–", "–", "–", "–", "–"],
    ]
    assert line_of(window) == "In the region: step 7.5 to 20"


def test_that_only_plots_with_points_are_offered_and_the_region_stays_from_one_to_the_next(
    window: AnalysisWindow,
) -> None:
    choice = choice_of(window)
    assert [choice.itemText(row) for row in range(choice.count())] == ["Loss", "Learning rate"]
    plot_of(window).region.setRegion((2, 4))
    choice.setCurrentIndex(1)
    assert [row[:3] for row in rows(window)] == [["Learning rate", "3", "0.1"]]


def test_that_what_came_since_is_taken_when_it_is_asked_for(page: PlotsPage, window: AnalysisWindow) -> None:
    plot_of(window).region.setRegion((1, 99))
    page.add(chunk("train", "loss", 1, 1, first=9))
    page.add(chunk("train", "accuracy", 0.5))
    assert rows(window)[0][1] == "7"
    refresh = window.findChild(QPushButton, "analysis-refresh")
    assert refresh is not None
    refresh.click()
    assert rows(window)[0][1] == "9"
    assert choice_of(window).count() == 3
    assert press(page) is window


def test_that_it_lies_along_the_axis_of_the_page(page: PlotsPage, window: AnalysisWindow) -> None:
    """A loss that falls by 1 a step falls by 2 a second where a step takes half of one."""
    axis = page.findChild(QComboBox, "plot-axis")
    assert axis is not None
    axis.setCurrentIndex(axis.findData("relative"))
    assert press(page) is window
    plot_of(window).set_between((0, 9))
    assert rows(window)[0][-1] == "-2"
    assert line_of(window) == "In the region: 0 s to 9 s"
    axis.setCurrentIndex(axis.findData("wall"))
    press(page)
    assert seen_of(plot_of(window)) == pytest.approx((1e9 + 0.5, 1e9 + 4), abs=2)
    plot_of(window).set_between((1e9, 2e9))
    assert rows(window)[0][-1] == "-2"


def test_that_a_logarithmic_axis_moves_no_point_out_of_the_region(window: AnalysisWindow) -> None:
    plot = plot_of(window)
    plot.set_between((3, 6))
    told = rows(window)
    ctrl = plot.getPlotItem().ctrl
    ctrl.logXCheck.setChecked(True)
    assert plot.region.getRegion() == pytest.approx((np.log10(3), np.log10(6)))
    assert rows(window) == told
    plot.region.setRegion((np.log10(4.5), np.log10(6.5)))
    assert rows(window)[0][:3] == ["train", "2", "4.5"]
    ctrl.logXCheck.setChecked(False)
    assert plot.region.getRegion() == pytest.approx((4.5, 6.5))
    ctrl.fftCheck.setChecked(True)
    assert not plot.region.isVisible()
    assert plot.getPlotItem().getAxis("bottom").labelText == "Frequency"
    assert seen_of(plot) == pytest.approx((0, 0.5), abs=0.2)
    assert line_of(window).endswith("A curve with gaps has no spectrum.")
    ctrl.fftCheck.setChecked(False)
    assert plot.region.isVisible()


def test_that_its_menu_averages_over_the_curves_that_are_shown(
    page: PlotsPage, window: AnalysisWindow
) -> None:
    page.clear()
    page.add(chunk("train", "loss", 1, 2, 3))
    page.add(chunk("eval", "loss", 3, 4, 8))
    item = plot_of(window).getPlotItem()
    item.ctrl.averageGroup.setChecked(True)
    press(page)
    ((_, average),) = item.avgCurves.values()
    assert average.yData.tolist() == [2, 3, 5.5]


def test_that_the_region_is_moved_from_the_keyboard(qtbot: QtBot, window: AnalysisWindow) -> None:
    plot = plot_of(window)
    plot.set_between((2, 4))
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.between == pytest.approx((2.2, 4.2))
    qtbot.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert plot.between == pytest.approx((2.2, 4.0))


def test_that_the_figures_are_copied_in_full(qtbot: QtBot, window: AnalysisWindow) -> None:
    plot_of(window).region.setRegion((3, 6))
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert (lines[0][0], lines[0][-1]) == ("Curve", "Slope per step")
    assert lines[1][0] == "train"
    assert float(lines[1][2]) == pytest.approx(16 / 3, rel=1e-15)


@pytest.mark.parametrize("key", ["escape", "ctrl+w"])
def test_that_a_key_closes_it_and_nothing_of_it_is_left(qtbot: QtBot, page: PlotsPage, key: str) -> None:
    def tops() -> set[QWidget]:
        return {widget for widget in QApplication.topLevelWidgets() if widget.inherits("QMenu")}

    before = tops()
    window = press(page)
    qtbot.waitExposed(window)
    plot_of(window).scene().contextMenu[0].trigger()  # its dialog for exports
    seen, plot = weakref.ref(window), weakref.ref(plot_of(window))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.destroyed):
        if key == "escape":
            qtbot.keyClick(window, Qt.Key.Key_Escape)
        else:
            qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not shiboken6.isValid(window)
    assert not tops() - before
    assert not [
        widget for widget in QApplication.topLevelWidgets() if widget.windowTitle().startswith("Export")
    ]
    del window
    gc.collect()
    assert seen() is None
    assert plot() is None
    assert press(page).isVisible()


def test_that_it_ends_with_its_page(keeper: ThemeKeeper) -> None:
    page = PlotsPage(keeper)
    window = press(page)
    shiboken6.delete(page)
    assert not shiboken6.isValid(window)
    for mode in ("dark", "light"):
        keeper.set_mode(mode)


def test_that_a_page_without_points_says_so(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    page = PlotsPage(keeper)
    qtbot.addWidget(page)
    window = press(page)
    assert line_of(window) == "No plot has points yet; Refresh takes what has come."
    assert rows(window) == []
    page.add(chunk("train", "loss", 1, 2, 3, 4, 5))
    press(page)
    assert rows(window)[0][:2] == ["train", "3"]
    assert line_of(window) == "In the region: step 2 to 4"


def test_that_it_is_dressed_anew_and_speaks_chinese(
    page: PlotsPage, keeper: ThemeKeeper, chinese: None
) -> None:
    window = press(page)
    for mode in ("dark", "light"):
        keeper.set_mode(mode)
        plot = plot_of(window)
        assert plot.backgroundBrush().color().name() == keeper.theme.card.lower()
        assert plot.getPlotItem().getAxis("bottom").textPen().color().name() == keeper.theme.muted.lower()
    assert window.windowTitle() == "digits 的曲线"
    words = [action.text() for action in plot_of(window).getPlotItem().ctrlMenu.actions()]
    assert not [word for word in words if word.isascii()]


def test_that_every_part_has_a_name_and_help(window: AnalysisWindow) -> None:
    names = ("analysis-plot-choice", "analysis-plot", "analysis-figures", "analysis-copy", "analysis-refresh")
    for name in names:
        part = window.findChild(QWidget, name)
        assert part is not None
        assert part.whatsThis(), name
        assert part.accessibleName() or isinstance(part, QPushButton), name
