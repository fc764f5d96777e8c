"""The tables of trials and candidates: what Qt is told of lines that change, come and go."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine.lab.sweep.events import AnySweepEvent, SweepEntered, SweepState
from engine.lab.sweep.record import Objective
from engine.lab.sweep.results import SweepResult
from engine.lab.sweep.summary import summarise_sweep
from gui.models.trial_table import TrialColumn, TrialTableModel
from tests.gui.sweeps import SWEEP, begun

RUNNING = SweepEntered(time=1.0, state=SweepState.RUNNING)
BESIDE = Qt.ItemDataRole.TextAlignmentRole


def after(*events: AnySweepEvent, metric: str = "eval_accuracy") -> SweepResult:
    sweep = SWEEP.model_copy(update={"objective": Objective(metric=metric)})
    return summarise_sweep(sweep, events, RUNNING)


def cell(
    model: QAbstractItemModel, row: int, column: TrialColumn, role: int = Qt.ItemDataRole.DisplayRole
) -> Any:
    return model.index(row, column).data(role)


def test_that_trials_come_below_those_that_are_there_and_change_in_place(
    qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    model, events = TrialTableModel(), begun()
    qtmodeltester.check(model)
    model.show_result(after())
    assert model.rowCount() == 0
    first = 1 + next(number for number, one in enumerate(events) if one.kind == "started")
    with qtbot.waitSignal(model.rowsInserted):
        model.show_result(after(*events[:first]))
    with qtbot.waitSignals([model.rowsInserted, model.dataChanged]):
        model.show_result(after(*events))
    assert model.rowCount() == 8
    assert (
        cell(model, 2, TrialColumn.STATE) == "stopped early" and cell(model, 3, TrialColumn.OBJECTIVE) == "–"
    )
    bold = [row for row in range(8) if cell(model, row, TrialColumn.NUMBER, Qt.ItemDataRole.FontRole)]
    assert bold == [5]
    sides = [cell(model, 0, column, BESIDE) & Qt.AlignmentFlag.AlignLeft for column in TrialColumn]
    assert [bool(side) for side in sides] == [False, True, False, False, True]
    with qtbot.waitSignal(model.modelReset):
        model.show_result(after(*events[:first]))
    assert model.rowCount() == 1


def test_that_another_metric_is_told_as_another_table(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = TrialTableModel()
    qtmodeltester.check(model)
    model.show_result(after(*begun()))
    with qtbot.waitSignal(model.modelReset):
        model.show_result(after(*begun(), metric="eval/loss"))
    assert model.headerData(TrialColumn.OBJECTIVE, Qt.Orientation.Horizontal) == "eval/loss"
