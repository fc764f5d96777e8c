import json
from dataclasses import replace

import pytest

from gui.models.column_choice import ColumnChoice, format_columns, parse_columns, with_extras
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


EXTRAS = ("training.optimizer.learning_rate", "max(eval/accuracy)")


def test_that_options_and_metrics_are_remembered_with_their_place_and_width() -> None:
    choice = with_extras(ColumnChoice(), EXTRAS)
    first, second = len(Column), len(Column) + 1
    choice = replace(
        choice,
        order=(second, *choice.order[:-1]),
        shown=frozenset({Column.NAME, second}),
        widths={second: 90},
        sorted_by=first,
    )
    assert parse_columns(format_columns(choice)) == choice


def test_that_what_is_said_of_other_columns_stays_when_an_option_goes() -> None:
    both = with_extras(ColumnChoice(), EXTRAS)
    first, second = len(Column), len(Column) + 1
    both = replace(both, order=(second, *both.order[:-1]), widths={first: 70, second: 90}, sorted_by=second)
    left = with_extras(both, EXTRAS[1:])
    assert (left.order[0], left.widths, left.sorted_by) == (first, {first: 90}, first)
    assert sorted(left.order) == list(range(len(Column) + 1))
    assert with_extras(both, EXTRAS[:1]).sorted_by == Column.CREATED
