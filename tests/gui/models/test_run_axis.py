"""Where runs lie along an option, a metric or a figure, and what can be chosen."""

import numpy as np
import pytest

from engine.record.facts import Facts
from engine.record.query.columns import RunColumns
from gui.models.compared import ComparedRuns
from gui.models.differing import differing_options
from gui.models.messages import RunRow
from gui.models.run_axis import read_axis, suits_log
from gui.models.run_pick import RunPick
from tests.gui.rows import run_row


def _row(name: str, rate: object, loss: float | None, **more: object) -> RunRow:
    metrics = {} if loss is None else {f"{which}(eval/loss)": loss for which in ("last", "min", "max")}
    options = {"name": name, "rate": rate, "same": 1, **more}
    return run_row(name, options=Facts.of(options), metrics=Facts.of(metrics))  # type: ignore[arg-type]


def test_that_figures_lie_by_their_size_and_missing_ones_nowhere() -> None:
    rows = [_row("a", 0.1, 3.0), _row("b", None, 1.0), _row("c", 0.001, float("nan"))]
    rate, loss = (
        read_axis(RunColumns(rows), "rate", log=True),
        read_axis(RunColumns(rows), "min(eval/loss)", log=False),
    )
    assert rate.places == pytest.approx([-1.0, np.nan, -3.0], nan_ok=True)
    assert loss.places == pytest.approx([3.0, 1.0, np.nan], nan_ok=True)
    assert (rate.num_missing, loss.num_missing) == (1, 1)
    assert (rate.words(-3.0), rate.words(float("nan"))) == ("0.001", "–")


def test_that_what_is_not_a_figure_everywhere_lies_by_names_in_their_order() -> None:
    rows = [_row("a", 10, 1.0), _row("b", "auto", 1.0), _row("c", 9, 1.0), _row("d", None, 1.0)]
    axis = read_axis(RunColumns(rows), "rate", log=True)
    assert (axis.names, axis.log) == (("9", "10", "auto"), False)
    assert axis.places == pytest.approx([1.0, 2.0, 0.0, np.nan], nan_ok=True)
    assert axis.extent() == (-0.5, 2.5)
    assert np.all(np.abs(axis.spread()[:3] - axis.places[:3]) < 0.5)


def test_that_an_axis_of_nothing_or_of_one_figure_still_has_a_length() -> None:
    assert read_axis(RunColumns([]), "rate", log=False).extent() == (0.0, 1.0)
    assert read_axis(RunColumns([_row("a", 2.0, 1.0)]), "rate", log=False).extent() == pytest.approx(
        (1.8, 2.2)
    )


def test_that_powers_suit_what_lies_far_apart_above_zero() -> None:
    far, near = [_row("a", 1e-4, 1.0), _row("b", 0.1, 1.0)], [_row("a", 1.0, 1.0), _row("b", 2.0, 1.0)]
    assert suits_log(read_axis(RunColumns(far), "rate", log=False))
    assert not suits_log(read_axis(RunColumns(near), "rate", log=False))
    assert not suits_log(read_axis(RunColumns([*far, _row("c", 0.0, 1.0)]), "rate", log=False))
    assert not suits_log(read_axis(RunColumns(far), "started", log=False))


def test_that_options_that_differ_come_first_and_nothing_is_offered_twice() -> None:
    choices = ComparedRuns([_row("a", 0.1, 3.0), _row("b", 0.2, 1.0)]).choices
    assert choices.options == ("rate",)
    assert choices.results == ("min(eval/loss)",)
    assert choices.figures[:2] == ("last(eval/loss)", "max(eval/loss)")
    assert "duration" in choices.figures
    assert ComparedRuns().choices.figures == ()


def test_that_options_which_only_some_runs_name_differ_and_one_and_one_point_zero_do_not() -> None:
    rows = [_row("a", 1, 1.0, deep=3), _row("b", 1.0, 1.0), _row("c", 1, 1.0, late=None)]
    assert differing_options(rows) == ("deep",)


def test_that_options_with_different_values_come_before_those_that_are_only_there_or_not() -> None:
    rows = [
        _row("a", 1, 1.0, start="torchrun", file="a", size=3),
        _row("b", 2, 1.0, start="", file="b", size=4),
    ]
    choices = ComparedRuns([*rows, _row("c", 3, 1.0, size=5)]).choices
    assert choices.options == ("rate", "size", "file", "start")
    assert choices.num_telling == 3


def test_that_a_pick_is_told_once_and_added_to_or_taken_from() -> None:
    pick, told = RunPick(), []
    pick.changed.connect(lambda: told.append(pick.names))
    pick.choose(frozenset("ab"))
    pick.choose(frozenset("ba"))
    pick.add(frozenset("c"))
    pick.add(frozenset("a"))
    assert told == [frozenset("ab"), frozenset("abc"), frozenset("bc")]
