"""Runs as lines over parallel axes: their axes, brushes, order, and what a person chooses."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine.record.facts import Facts
from gui.models.messages import RunRow
from gui.models.run_cues import RunCues
from gui.plots import kept_picture
from gui.plots.parallel_layout import ParallelLayout
from gui.plots.parallel_plot import ParallelPlot
from gui.plots.ramp import ramp
from gui.theme import ThemeKeeper
from gui.views.compare.axes_menu import AxesMenu
from gui.views.compare.view import CompareWorkspace
from tests.gui.pixels import colours
from tests.gui.rows import run_row

LEFT = Qt.MouseButton.LeftButton
LOSS = "min(eval/loss)"


def _row(number: int) -> RunRow:
    metrics = {f"{which}(eval/loss)": 4.0 - number for which in ("last", "min", "max")} if number < 4 else {}
    options = {"training.rate": 10.0 ** (number - 4), "model.kind": "ab"[number % 2]}
    return run_row(f"run-{number}", options=Facts.of(options), metrics=Facts.of(metrics))


ROWS = tuple(_row(number) for number in range(5))


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> CompareWorkspace:
    page = CompareWorkspace(keeper, RunCues())
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    page.tabs.setCurrentWidget(page.parallel)
    page.compare(ROWS)
    page.parallel.plot.grab()
    return page


@pytest.fixture
def plot(page: CompareWorkspace) -> ParallelPlot:
    return page.parallel.plot


def _layout(plot: ParallelPlot) -> ParallelLayout:
    layout = plot.layout_now()
    assert layout is not None
    return layout


def _on(plot: ParallelPlot, axis: int, run: int) -> QPoint:
    """Where a run crosses an axis."""
    layout = _layout(plot)
    return QPoint(round(layout.x_of(axis)), round(float(layout.ys[run, axis])))


def _drag(qtbot: QtBot, plot: ParallelPlot, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(plot, LEFT, pos=start)
    qtbot.mouseMove(plot, end)
    plot.grab()
    qtbot.mouseRelease(plot, LEFT, pos=end)


def test_that_axes_are_what_differs_and_the_result_and_missing_runs_lie_under_them(
    page: CompareWorkspace, plot: ParallelPlot
) -> None:
    assert page.parallel.shown == ("training.rate", "model.kind", LOSS)
    layout = _layout(plot)
    assert [axis.log for axis in layout.axes] == [True, False, False]
    assert layout.ys[4, 2] > layout.bottom
    assert (layout.ys[:4, 2] <= layout.bottom).all()
    assert plot.lines is not None and plot.lines.axes[2].num_missing == 1


def test_that_a_brush_restricts_runs_and_they_can_be_chosen_and_compared_alone(
    page: CompareWorkspace, plot: ParallelPlot, qtbot: QtBot
) -> None:
    _drag(qtbot, plot, _on(plot, 0, 1) - QPoint(0, 9), _on(plot, 0, 3) + QPoint(0, 9))
    assert plot.kept().tolist() == [False, False, True, False, False]
    _drag(qtbot, plot, _on(plot, 0, 1) + QPoint(0, 9), _on(plot, 0, 3) - QPoint(0, 9))
    assert plot.kept().tolist() == [False, True, True, True, False]
    assert page.findChild(QLabel, "parallel-note").text() == "3 of 5 runs are within the brushes."
    _drag(qtbot, plot, _on(plot, 2, 2) - QPoint(0, 9), _on(plot, 2, 1) - QPoint(0, 9))
    assert plot.kept().tolist() == [False, True, False, False, False]
    page.findChild(QPushButton, "parallel-clear").click()
    assert plot.kept().all()
    _drag(qtbot, plot, _on(plot, 0, 1) + QPoint(0, 9), _on(plot, 0, 3) - QPoint(0, 9))
    page.findChild(QPushButton, "parallel-keep").click()
    assert page.pick.names == {"run-1", "run-2", "run-3"}
    page.findChild(QPushButton, "compare-only").click()
    assert plot.lines is not None and plot.lines.keys == ("run-1", "run-2", "run-3")


def test_that_a_brush_is_moved_by_dragging_it_and_goes_with_a_click(plot: ParallelPlot, qtbot: QtBot) -> None:
    start, end = _on(plot, 0, 3) - QPoint(0, 9), _on(plot, 0, 3) + QPoint(0, 9)
    _drag(qtbot, plot, start, end)
    assert plot.kept().tolist() == [False, False, False, True, False]
    _drag(qtbot, plot, _on(plot, 0, 3), _on(plot, 0, 2))
    assert plot.kept().tolist() == [False, False, True, False, False]
    qtbot.mouseClick(plot, LEFT, pos=_on(plot, 0, 2))
    assert not plot.brushes


def test_that_a_title_moves_its_axis_and_a_double_click_changes_its_scale(
    page: CompareWorkspace, plot: ParallelPlot, qtbot: QtBot
) -> None:
    first, last = (QPoint(round(_layout(plot).x_of(number)), 12) for number in (0, 2))
    _drag(qtbot, plot, first, last)
    assert page.parallel.shown == ("model.kind", LOSS, "training.rate")
    qtbot.mouseDClick(plot, LEFT, pos=last)
    assert [axis.log for axis in _layout(plot).axes] == [False, False, False]


def test_that_keys_do_what_the_mouse_does(page: CompareWorkspace, plot: ParallelPlot, qtbot: QtBot) -> None:
    keys, held = Qt.Key, Qt.KeyboardModifier
    qtbot.keyClick(plot, keys.Key_Right)
    qtbot.keyClick(plot, keys.Key_Left, held.ControlModifier)
    assert page.parallel.shown == ("model.kind", "training.rate", LOSS)
    qtbot.keyClick(plot, keys.Key_Up)
    assert plot.kept().tolist() == [False, True, False, True, False]
    qtbot.keyClick(plot, keys.Key_PageDown)
    assert plot.at == 1
    assert plot.accessibleDescription().startswith("run-1; kind: b")
    qtbot.keyClick(plot, keys.Key_Space)
    assert page.pick.names == {"run-1"}
    qtbot.keyClick(plot, keys.Key_Delete)
    assert plot.kept().all()
    qtbot.keyClick(plot, keys.Key_Down)
    qtbot.keyClick(plot, keys.Key_Escape)
    assert not plot.brushes


def test_that_a_line_is_pointed_at_between_axes_and_chosen_by_a_click(
    page: CompareWorkspace, plot: ParallelPlot, qtbot: QtBot
) -> None:
    between = (_on(plot, 1, 3) + _on(plot, 2, 3)) / 2
    qtbot.mouseMove(plot, between)
    assert plot.at == 3
    plot.grab()
    qtbot.mouseClick(plot, LEFT, pos=between)
    assert page.pick.names == {"run-3"}


def test_that_lines_are_coloured_by_the_last_value_or_by_run(
    page: CompareWorkspace, plot: ParallelPlot, keeper: ThemeKeeper
) -> None:
    assert plot.lines is not None
    assert (plot.lines.colours[0], plot.lines.colours[3]) == (ramp()[-1], ramp()[0])
    assert plot.lines.colours[4] == keeper.theme.muted
    plot.finish()
    before = colours(plot)
    box = page.findChild(QComboBox, "parallel-colour")
    box.setCurrentIndex(box.findData(""))
    cues = RunCues().assign(tuple(row.name for row in ROWS))
    assert plot.lines.colours == tuple(cues[row.name].colour for row in ROWS)
    plot.finish()
    assert colours(plot) != before


def test_that_axes_come_and_go_and_a_plot_without_two_says_so(
    page: CompareWorkspace, plot: ParallelPlot
) -> None:
    menu = page.findChild(AxesMenu)
    menu.changed.emit("duration", True)
    assert page.parallel.shown == ("training.rate", "model.kind", "duration", LOSS)
    box = page.findChild(QComboBox, "parallel-result")
    box.setCurrentIndex(box.findData("max(eval/loss)"))
    assert page.parallel.shown[-1] == "max(eval/loss)"
    for name in page.parallel.shown[1:]:
        menu.changed.emit(name, False)
    assert plot.lines is None
    assert not plot.grab().isNull()
    page.compare(())
    assert not plot.grab().isNull()


def test_that_other_runs_may_come_while_lines_are_still_painted(
    page: CompareWorkspace, plot: ParallelPlot, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.compare(ROWS[1:4])
    plot.finish()
    after = plot.grab().toImage()
    page.compare(ROWS)
    plot.finish()
    before = plot.grab().toImage()
    monkeypatch.setattr(kept_picture, "_TURN_SECONDS", 0.0)
    for rows in (ROWS[:2], ROWS, ROWS[1:4]):
        page.compare(rows)
        assert plot.grab().toImage() == before, "what is under way is not shown"
    qtbot.waitUntil(lambda: plot.grab().toImage() == after)
