"""Runs as points: what lies where, what is told, and what a person chooses."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine.record.facts import Facts
from gui.models.messages import RunRow
from gui.models.run_cues import RunCues
from gui.theme import ThemeKeeper
from gui.views.compare.legend import Legend
from gui.views.compare.view import CompareWorkspace
from tests.gui.pixels import colours
from tests.gui.rows import run_row


def _row(number: int) -> RunRow:
    metrics = {f"{which}(eval/loss)": 4.0 - number for which in ("last", "min", "max")} if number < 4 else {}
    options = {"training.rate": 10.0 ** (number % 4 - 4), "model.kind": "ab"[number % 2]}
    return run_row(f"run-{number}", options=Facts.of(options), metrics=Facts.of(metrics))


ROWS = tuple(_row(number) for number in range(5))


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> CompareWorkspace:
    page = CompareWorkspace(keeper, RunCues())
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    page.tabs.setCurrentWidget(page.scatter)
    page.compare(ROWS)
    page.scatter.plot.grab()
    return page


def _at(page: CompareWorkspace, name: str) -> QPoint:
    return page.scatter.plot.pixel_of(name).toPoint()


def _choose(page: CompareWorkspace, name: str, data: str) -> None:
    box = page.findChild(QComboBox, name)
    box.setCurrentIndex(box.findData(data))
    page.scatter.plot.grab()


def test_that_runs_lie_by_their_option_on_the_scale_that_suits_it(page: CompareWorkspace) -> None:
    assert page.findChild(QCheckBox, "scatter-log-x").isChecked()
    places = [_at(page, f"run-{number}") for number in range(4)]
    apart = [second.x() - first.x() for first, second in pairwise(places)]
    assert max(apart) - min(apart) <= 1
    assert all(second.y() > first.y() for first, second in pairwise(places))
    assert page.findChild(QLabel, "scatter-note").text().startswith("1 of 5 runs have no min(eval/loss)")


def test_that_what_is_pointed_at_tells_its_name_and_values(page: CompareWorkspace, qtbot: QtBot) -> None:
    plot = page.scatter.plot
    qtbot.mouseMove(plot, _at(page, "run-2"))
    assert plot.pointed == "run-2"
    assert "training.rate: 0.01; min(eval/loss): 2" in plot.accessibleDescription()
    plot.grab()
    qtbot.mouseMove(plot, QPoint(5, 5))
    assert plot.pointed is None


def test_that_a_click_a_rectangle_and_keys_choose_the_same_runs_everywhere(
    page: CompareWorkspace, qtbot: QtBot
) -> None:
    plot, left = page.scatter.plot, Qt.MouseButton.LeftButton
    qtbot.mouseClick(plot, left, pos=_at(page, "run-1"))
    assert page.pick.names == {"run-1"}
    assert page.findChild(Legend, "compare-legend").chosen() == {"run-1"}
    start, end = _at(page, "run-2") - QPoint(20, 20), _at(page, "run-3") + QPoint(8, 8)
    qtbot.mousePress(plot, left, Qt.KeyboardModifier.ShiftModifier, start)
    qtbot.mouseMove(plot, end)
    qtbot.mouseRelease(plot, left, Qt.KeyboardModifier.ShiftModifier, end)
    assert page.pick.names == {"run-1", "run-2", "run-3"}
    qtbot.mouseMove(plot, QPoint(5, 5))
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.pointed == "run-1"
    qtbot.keyClick(plot, Qt.Key.Key_Space)
    assert page.pick.names == {"run-2", "run-3"}
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert not page.pick.names


def test_that_points_have_the_colour_of_their_run_or_of_their_group(page: CompareWorkspace) -> None:
    cues = RunCues().assign(tuple(row.name for row in ROWS))
    page.scatter.plot.finish()
    seen = colours(page.scatter.plot)
    assert all(seen[cues[f"run-{number}"].colour.lower()] > 100 for number in range(4))
    _choose(page, "scatter-group", "model.kind")
    model = page.findChild(Legend, "scatter-legend").model()
    lines = [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]
    assert lines == [("a  (3)", "3"), ("b  (2)", "2")]
    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert page.findChild(QLabel, "scatter-note").isHidden()


def test_that_the_comparison_can_be_narrowed_to_what_is_chosen(page: CompareWorkspace, qtbot: QtBot) -> None:
    only, everything = (page.findChild(QPushButton, name) for name in ("compare-only", "compare-all-runs"))
    assert not only.isEnabled()
    page.pick.choose(frozenset({"run-0", "run-3"}))
    only.click()
    assert page.findChild(Legend, "scatter-legend").model().rowCount() == 2
    assert page.findChild(Legend, "compare-legend").model().rowCount() == 2
    everything.click()
    assert page.findChild(Legend, "scatter-legend").model().rowCount() == 5
    assert everything.isHidden()


def test_that_a_plot_without_points_says_what_to_do(page: CompareWorkspace) -> None:
    _choose(page, "scatter-x", "model.kind")
    page.compare(ROWS[4:])
    assert not page.scatter.plot.grab().isNull()
    page.compare((run_row("x", metrics=Facts.of({}), options=Facts.of({})),))
    page.compare(())
    assert not page.scatter.plot.grab().isNull()


def test_that_points_and_lines_are_saved_as_a_picture_and_as_a_drawing(
    page: CompareWorkspace, tmp_path: Path
) -> None:
    page.tabs.setCurrentWidget(page.parallel)
    for name, plot in (("points", page.scatter.plot), ("lines", page.parallel.plot)):
        plot.export(tmp_path / f"{name}.png")
        plot.export(tmp_path / f"{name}.svg")
        assert not QImage(str(tmp_path / f"{name}.png")).isNull()
        drawing = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert "min(eval/loss)" in drawing
        assert "<image" not in drawing
