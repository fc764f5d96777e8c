import json

import pytest

from gui.models.column_choice import ColumnChoice, format_columns, parse_columns
from gui.models.run_columns import Column


def test_that_a_choice_reads_back_as_it_was() -> None:
    choice = ColumnChoice(
        order=tuple(reversed(Column)),
        shown=frozenset({Column.NAME, Column.TAGS}),
        widths={Column.TAGS: 77},
        sorted_by=Column.LOSS,
        descending=False,
    )
    assert parse_columns(format_columns(choice)) == choice
    assert parse_columns(format_columns(ColumnChoice())) == ColumnChoice()


@pytest.mark.parametrize(
    "text",
    ["", "no JSON", "[1]", "{}", '{"order": 3, "shown": 1, "widths": [], "sorted_by": [], "descending": 0}'],
)
def test_that_what_cannot_be_read_is_as_at_first(text: str) -> None:
    assert parse_columns(text) == ColumnChoice()


def test_that_columns_of_another_version_move_no_other() -> None:
    table = json.loads(format_columns(ColumnChoice(order=tuple(reversed(Column)))))
    table["order"] = ["GONE", *[name for name in table["order"] if name != "TAGS"]]
    table["shown"] = ["LOSS", "GONE"]
    table["widths"] = {"GONE": 10, "LOSS": 55, "STEP": -1, "NOTE": "wide"}
    choice = parse_columns(json.dumps(table))
    others = [column for column in reversed(Column) if column is not Column.TAGS]
    assert choice.order == (*others, Column.TAGS)
    assert choice.shown == {Column.NAME, Column.LOSS}
    assert choice.widths == {Column.LOSS: 55}
