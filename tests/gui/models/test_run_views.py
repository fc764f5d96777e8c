import pytest

from engine.record.events import RunState
from gui.models.column_choice import ColumnChoice, with_extras
from gui.models.run_filter import RunFilter
from gui.models.run_views import SavedView, format_views, keep_view, parse_views

PAPER = SavedView(
    "Paper",
    RunFilter("tag:paper accuracy>0.9", frozenset({RunState.COMPLETED})),
    with_extras(ColumnChoice(), ("training.seed",)),
)
ALL = SavedView("all", RunFilter(), ColumnChoice())


def test_that_views_come_back_as_they_were_kept() -> None:
    views = keep_view(keep_view((), PAPER), ALL)
    assert views == (ALL, PAPER)
    assert parse_views(format_views(views)) == views


def test_that_a_view_takes_the_place_of_one_of_its_name() -> None:
    other = SavedView("Paper", RunFilter("tag:other"), ColumnChoice())
    assert keep_view((ALL, PAPER), other) == (ALL, other)


@pytest.mark.parametrize("text", ["", "{", "3", '[3, {"name": ""}, {"text": "x"}]'])
def test_that_what_cannot_be_understood_is_left_out(text: str) -> None:
    assert parse_views(text) == ()


def test_that_a_damaged_view_is_as_at_first() -> None:
    (view,) = parse_views('[{"name": "x", "text": 3, "states": ["dancing", 4], "columns": []}]')
    assert view == SavedView("x", RunFilter(), ColumnChoice())
