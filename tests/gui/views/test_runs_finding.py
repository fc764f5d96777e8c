"""The search of the table of runs, its completion, columns of options and metrics, and kept views."""

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QInputDialog, QLabel, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from engine.record.events import RunState
from engine.record.facts import Facts
from gui.models.messages import RunTable
from gui.models.run_columns import Column
from gui.theme import ThemeKeeper
from gui.views.runs.more_columns import MoreColumnsDialog
from gui.views.runs.table import RunsTable
from gui.views.runs.view import RunsWorkspace
from gui.views.runs.views_menu import ViewsMenu
from gui.widgets.completer import LineCompleter
from tests.gui.rows import run_row


def rate(value: float) -> Facts:
    return Facts.of(
        {"training.optimizer.learning_rate": value, "training.seed": 7, "training.drop_last": True}
    )


def best(value: float) -> Facts:
    return Facts.of({"last(eval/accuracy)": value - 0.1, "max(eval/accuracy)": value})


ROWS = (
    run_row("slow", created=4.0, options=rate(0.001), metrics=best(0.9), tags=("paper",)),
    run_row("quick", created=3.0, options=rate(0.1), metrics=best(0.7), strategy="fsdp"),
    run_row("broken", created=2.0, state=RunState.FAILED, eval_accuracy=None),
    run_row("old", created=1.0, archived=True),
)


@pytest.fixture
def runs(qtbot: QtBot, keeper: ThemeKeeper) -> RunsWorkspace:
    view = RunsWorkspace(keeper)
    qtbot.addWidget(view)
    view.resize(1196, 770)
    view.set_table(RunTable(rows=ROWS))
    view.show()
    qtbot.waitExposed(view)
    return view


def table(runs: RunsWorkspace) -> RunsTable:
    return runs.findChild(RunsTable)


def shown(runs: RunsWorkspace) -> list[str]:
    model = table(runs).model()
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def search(runs: RunsWorkspace) -> QLineEdit:
    return runs.findChild(QLineEdit, "runs-search")


def problem(runs: RunsWorkspace) -> str:
    label = runs.findChild(QLabel, "runs-search-problem")
    return label.text() if label.isVisible() else ""


def completions(runs: RunsWorkspace) -> QListView:
    return runs.findChild(LineCompleter).popup


def offered(model: QAbstractItemModel) -> list[str]:
    return [model.index(number, 0).data(Qt.ItemDataRole.EditRole) for number in range(model.rowCount())]


def test_that_archived_runs_are_shown_where_they_are_asked_for(runs: RunsWorkspace) -> None:
    assert shown(runs) == ["slow", "quick", "broken"]
    search(runs).setText("is:archived")
    assert shown(runs) == ["old"]


def counted(runs: RunsWorkspace) -> dict[str, int]:
    """The number on each chip."""
    chips = {key: runs.findChild(QPushButton, f"runs-chip-{key}") for key in ("all", "completed", "failed")}
    return {key: int(chip.text().split()[-1]) for key, chip in chips.items()}


def test_that_chips_count_what_they_would_show(runs: RunsWorkspace) -> None:
    assert counted(runs) == {"all": 3, "completed": 2, "failed": 1}
    search(runs).setText("strategy:fsdp")
    assert counted(runs) == {"all": 1, "completed": 1, "failed": 0}
    search(runs).setText("is:archived")
    assert counted(runs) == {"all": 1, "completed": 1, "failed": 0}


def test_that_every_column_has_room_for_its_title_with_an_arrow(runs: RunsWorkspace) -> None:
    header = table(runs).horizontalHeader()
    for column in table(runs).shown_columns():
        title = header.fontMetrics().horizontalAdvance(f"{table(runs).model().title(column)} ↓")
        assert header.sectionSize(column) >= title + 16  # what the style sheet leaves free on both sides


def test_that_a_filter_narrows_the_table(runs: RunsWorkspace) -> None:
    search(runs).setText("training.learning_rate<=0.01 best(eval/accuracy)>80%")
    assert (shown(runs), problem(runs)) == (["slow"], "")


def test_that_an_error_is_told_and_the_rest_of_the_filter_holds(runs: RunsWorkspace) -> None:
    search(runs).setText("strategy:fsdp")
    search(runs).setText("acuracy>0.9")
    assert shown(runs) == ["slow", "quick", "broken"]
    search(runs).setText("strategy:fsdp accuracy>much")
    assert shown(runs) == ["quick"]
    assert problem(runs).startswith("“much” is no value of accuracy.")
    runs.set_table(RunTable(rows=ROWS[2:]))
    assert shown(runs) == []
    assert problem(runs)
    search(runs).setText("")
    assert (shown(runs), problem(runs)) == (["broken"], "")


def test_that_an_option_that_no_run_has_any_more_is_told(runs: RunsWorkspace) -> None:
    search(runs).setText("training.seed:7")
    assert shown(runs) == ["slow", "quick"]
    runs.set_table(RunTable(rows=ROWS[2:]))
    assert "training.seed" in problem(runs)
    assert shown(runs) == ["broken"]


def test_that_keys_and_values_are_completed(qtbot: QtBot, runs: RunsWorkspace) -> None:
    line = search(runs)
    line.setFocus()
    qtbot.keyClicks(line, "strat")
    popup = completions(runs)
    assert popup.isVisible() and offered(popup.model()) == ["strategy:"]
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "strategy:"
    qtbot.keyClicks(line, "f")
    assert offered(popup.model()) == ["fsdp"]
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "strategy:fsdp"
    assert shown(runs) == ["quick"]
    qtbot.keyClicks(line, " zzz")
    assert not popup.isVisible()


def title(runs: RunsWorkspace, column: int) -> str:
    return str(table(runs).model().headerData(column, Qt.Orientation.Horizontal))


def test_that_options_and_metrics_get_columns_that_can_be_sorted(qtbot: QtBot, runs: RunsWorkspace) -> None:
    table(runs).extras_wanted.emit()
    dialog = runs.findChild(MoreColumnsDialog)
    dialog.findChild(QLineEdit, "runs-more-columns-search").setText("a")
    names = dialog.findChild(QAbstractItemView, "runs-more-columns-list")
    names.selectAll()
    with qtbot.waitSignal(runs.columns_changed) as told:
        dialog.findChild(QPushButton, "runs-add-columns").click()
    keys = ("last(eval/accuracy)", "max(eval/accuracy)", "training.drop_last")
    keys = (*keys, "training.optimizer.learning_rate", "training.seed")
    assert told.args[0].extras == keys
    first = len(Column)
    texts = [table(runs).model().index(0, first + number).data() for number in range(len(keys))]
    assert texts == ["80.00 %", "90.00 %", "true", "0.001", "7"]
    assert title(runs, first + 3) == "optimizer.learning_rate"
    assert set(range(first, first + len(keys))) <= set(table(runs).shown_columns())
    table(runs).sortByColumn(first + 3, Qt.SortOrder.DescendingOrder)
    assert shown(runs) == ["quick", "slow", "broken"]
    assert title(runs, first + 3).endswith("↓")
    menu = table(runs).make_columns_menu(runs)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.data() == keys[3]).trigger()
    assert table(runs).columns().extras == (*keys[:3], keys[4])
    assert shown(runs) == ["slow", "quick", "broken"]


def test_that_a_view_is_kept_and_comes_back(qtbot: QtBot, runs: RunsWorkspace) -> None:
    heard: list[object] = []
    runs.views_changed.connect(heard.append)
    search(runs).setText("tag:paper")
    table(runs).add_extras(("training.seed",))
    menu = runs.findChild(ViewsMenu)
    next(action for action in menu.actions() if action.objectName() == "runs-keep-view").trigger()
    dialog = runs.findChild(QInputDialog, "runs-view-name")
    dialog.setTextValue("Paper")
    dialog.accept()
    kept = heard[0]
    search(runs).setText("")
    table(runs).remove_extra("training.seed")
    runs.set_views(kept)  # type: ignore[arg-type]
    next(action for action in menu.actions() if action.data() == "Paper").trigger()
    assert (search(runs).text(), shown(runs)) == ("tag:paper", ["slow"])
    assert table(runs).columns().extras == ("training.seed",)
    menu.forgotten.emit("Paper")
    assert heard[-1] == ()
