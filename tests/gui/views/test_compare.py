from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from engine.record.facts import Facts
from engine.record.series_files import POINT
from engine.record.sketch import sketch_points
from gui.models.compare_messages import CurvesRead, CurvesWanted, RunCurve
from gui.models.messages import RunRow, RunTable
from gui.models.run_cues import RunCues
from gui.theme import ThemeKeeper
from gui.views.compare.legend import Legend
from gui.views.compare.view import CompareWorkspace
from tests.gui.rows import run_row

ROWS = tuple(
    run_row(f"run-{number}", options=Facts.of({"name": "x", "rate": 0.1 * (number // 2), "seed": number}))
    for number in range(4)
)


class Heard:
    """What the page asked for, answered as the engine thread does."""

    def __init__(self, page: CompareWorkspace) -> None:
        self.page = page
        self.wanted: list[CurvesWanted] = []
        page.curves_wanted.connect(self.wanted.append)

    def answer(self, rows: tuple[RunRow, ...] = ROWS) -> None:
        """Curves of a few points, each a bit above the one before it."""
        curves = []
        for number, row in enumerate(rows):
            points = np.zeros(5, POINT)
            points["step"], points["value"] = np.arange(5) * (1 + number % 2), number
            curves.append(RunCurve(row.path, sketch_points(points), None))
        self.page.curves.take_curves(CurvesRead(self.wanted[-1], tuple(curves)))
        self.page.curves.plot.draw_now()


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> CompareWorkspace:
    page = CompareWorkspace(keeper, RunCues())
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    return page


@pytest.fixture
def heard(page: CompareWorkspace) -> Heard:
    return Heard(page)


def _values(page: CompareWorkspace) -> list[str]:
    model = page.findChild(Legend, "compare-legend").model()
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def _choose(page: CompareWorkspace, name: str, data: object) -> None:
    box = page.findChild(QComboBox, name)
    box.setCurrentIndex(box.findData(data))


def test_that_the_curves_of_all_runs_are_asked_for_and_shown(page: CompareWorkspace, heard: Heard) -> None:
    remembered: list[str] = []
    page.cues_changed.connect(remembered.append)
    page.compare(ROWS)
    assert heard.wanted[-1].runs == tuple(row.path for row in ROWS)
    assert (heard.wanted[-1].source, heard.wanted[-1].metric) == ("train", "loss")
    assert all(row.name in remembered[-1] for row in ROWS)
    heard.answer()
    assert _values(page) == ["0", "1", "2", "3"]
    assert page.curves.plot.view[1] >= 8.0


def test_that_another_metric_is_asked_for_and_late_answers_are_passed_over(
    page: CompareWorkspace, heard: Heard
) -> None:
    page.compare(ROWS)
    first = heard.wanted[-1]
    _choose(page, "compare-metric", "eval/accuracy")
    assert (heard.wanted[-1].source, heard.wanted[-1].metric) == ("eval", "accuracy")
    page.curves.take_curves(
        CurvesRead(first, (RunCurve(Path("runs/run-0"), sketch_points(np.zeros(3, POINT)), None),))
    )
    assert _values(page) == ["–"] * 4


def test_that_a_hidden_run_is_neither_drawn_nor_smoothed(page: CompareWorkspace, heard: Heard) -> None:
    page.compare(ROWS)
    heard.answer()
    model = page.findChild(Legend, "compare-legend").model()
    model.setData(model.index(3, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    _choose(page, "compare-smoother", "median")
    assert heard.wanted[-1].smoothed == frozenset(row.path for row in ROWS[:3])
    page.curves.plot.draw_now()
    assert page.curves.plot.height_shown[1] < 3.0


def test_that_groups_are_drawn_as_means_of_their_runs(page: CompareWorkspace, heard: Heard) -> None:
    page.compare(ROWS)
    heard.answer()
    _choose(page, "compare-group", "rate")
    means = [float(np.nanmean(group.mean)) for group in page.curves.groups]
    assert means == pytest.approx([0.5, 2.5])
    assert _values(page) == ["0.5", "2.5"]


def test_that_runs_that_are_gone_are_compared_no_more(page: CompareWorkspace, heard: Heard) -> None:
    page.compare(ROWS)
    page.set_table(RunTable(rows=ROWS[1:]))
    assert heard.wanted[-1].runs == tuple(row.path for row in ROWS[1:])


def test_that_one_comes_back_to_the_table(page: CompareWorkspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.back_requested):
        page.findChild(QPushButton, "compare-back").click()


def test_that_the_table_shows_only_the_results_and_what_differs(page: CompareWorkspace) -> None:
    metrics = Facts.of({"last(eval/loss)": 0.5, "min(eval/loss)": 0.25, "max(eval/loss)": 2.0})
    page.compare((*ROWS[:2], run_row("run-9", options=ROWS[3].options, metrics=metrics)))
    model = page.findChild(QTableView, "compare-differences").model()
    assert model.rowCount() == 0
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert titles == ["Run", "min(eval/loss)", "rate", "seed"]
    assert [model.index(row, 0).data() for row in range(3)] == ["run-0", "run-1", "run-9"]
    model.sort(3, Qt.SortOrder.DescendingOrder)
    assert [model.index(0, column).data() for column in range(4)] == ["run-9", "0.2500", "0.1", "3"]
    assert model.index(2, 1).data() == "–"
    assert len({model.index(row, 1).data(Qt.ItemDataRole.TextAlignmentRole) for row in range(3)}) == 1
