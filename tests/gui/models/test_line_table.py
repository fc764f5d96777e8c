import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from gui.models.line_table import Line, LineTable


@pytest.fixture
def table(qtmodeltester: ModelTester) -> LineTable:
    table = LineTable(("Time", "What"), most=3)
    qtmodeltester.check(table)
    return table


def shown(table: LineTable) -> list[str]:
    return [table.index(row, 1).data() for row in range(table.rowCount())]


def test_that_the_newest_is_on_top_and_the_oldest_falls_off(table: LineTable) -> None:
    for number in range(5):
        table.add(Line((f"{number} s", f"event {number}"), tip=f"tip {number}"))
    assert shown(table) == ["event 4", "event 3", "event 2"]
    assert table.index(0, 0).data() == "4 s"
    assert table.index(2, 1).data(Qt.ItemDataRole.ToolTipRole) == "tip 2"
    table.clear()
    assert table.rowCount() == 0


def test_that_what_matters_is_bold(table: LineTable) -> None:
    table.add(Line(("1 s", "plain"), tip=""))
    table.add(Line(("2 s", "bold"), tip="", is_bold=True))
    fonts = [table.index(row, 1).data(Qt.ItemDataRole.FontRole) for row in range(2)]
    assert fonts[0].bold()
    assert fonts[1] is None
    assert table.index(0, 0).data(Qt.ItemDataRole.FontRole) is None


def test_that_columns_have_titles(table: LineTable) -> None:
    titles = [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert titles == ["Time", "What"]
