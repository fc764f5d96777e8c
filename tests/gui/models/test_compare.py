"""Alignment, grouping, what differs, and the colours that runs keep."""

import numpy as np
import pytest

from engine.record.facts import Facts
from engine.record.series_files import POINT
from engine.record.sketch import Sketch, sketch_points
from gui.models.alignment import Align, column_of, scale_of
from gui.models.compared import ComparedRuns
from gui.models.differing import (
    all_metrics,
    differing_options,
    option_titles,
    result_names,
    told_apart,
    value_of,
)
from gui.models.grouping import Spread, group_rows, mean_and_band, on_grid, shared_grid
from gui.models.run_cues import NUM_CUES, RunCues
from tests.gui.rows import run_row

BATCH = {
    "plan.batch.global_batch_size": 32,
    "plan.batch.full_steps_per_epoch": 4,
    "plan.batch.last_batch_samples": 7,
}


def _sketch() -> Sketch:
    points = np.zeros(3, POINT)
    points["step"], points["time"] = [10, 20, 30], [100.0, 101.0, 104.0]
    return sketch_points(points)


@pytest.mark.parametrize(
    ("align", "places"),
    [
        (Align.STEP, [10, 20, 30]),
        (Align.EPOCH, [2, 4, 6]),
        (Align.SAMPLES, [320, 640, 960]),
        (Align.RELATIVE, [0, 1, 4]),
        (Align.WALL, [100, 101, 104]),
    ],
)
def test_that_points_lie_where_the_axis_says(align: Align, places: list[float]) -> None:
    sketch = _sketch()
    scale = scale_of(run_row(options=Facts.of(BATCH)), sketch, align)
    assert scale is not None
    np.testing.assert_allclose(scale.places(column_of(sketch, align)), places)
    assert scale.column_at(places[1]) == pytest.approx(column_of(sketch, align)[1])


@pytest.mark.parametrize("align", [Align.EPOCH, Align.SAMPLES])
def test_that_a_run_without_a_plan_has_no_place_among_epochs_and_samples(align: Align) -> None:
    assert scale_of(run_row(), _sketch(), align) is None


def test_that_runs_are_grouped_by_what_they_were_asked_with() -> None:
    rows = [run_row(str(rate), options=Facts.of({"rate": rate})) for rate in (0.1, 0.01, 0.1, None)]
    groups = group_rows(rows, "rate")
    assert {words: len(members) for words, members in groups.items()} == {"0.1": 2, "0.01": 1, "–": 1}


def test_that_curves_with_other_steps_meet_on_a_grid() -> None:
    grid = shared_grid([(0.0, 4.0), (1.0, 8.0)], (0.0, 8.0), log=False)
    assert (grid[0], grid[-1]) == (0.0, 8.0)
    found = on_grid(grid, np.array([1.0, 2.0, 8.0]), np.array([1.0, np.nan, 8.0]))
    inside = (grid >= 1.0) & (grid <= 8.0)
    np.testing.assert_allclose(found[inside], grid[inside])
    assert np.isnan(found[~inside]).all()


def test_that_mean_and_bands_are_those_of_the_runs() -> None:
    curves = np.array([[1.0, 2.0, 5.0], [3.0, 2.0, np.nan], [5.0, 2.0, np.nan]])
    grid = np.arange(3.0)
    found = mean_and_band(grid, curves, Spread.DEVIATION)
    np.testing.assert_allclose(found.mean, [3.0, 2.0, np.nan])
    np.testing.assert_allclose(found.high, [5.0, 2.0, np.nan])
    extremes = mean_and_band(grid, curves, Spread.EXTREMES)
    np.testing.assert_allclose(extremes.low, [1.0, 2.0, np.nan])
    confident = mean_and_band(grid, curves, Spread.CONFIDENCE)
    np.testing.assert_allclose(confident.high[0] - 3.0, 4.303 * 2.0 / np.sqrt(3))


def test_that_only_what_differs_is_told() -> None:
    one = run_row("one", options=Facts.of({"name": "x", "rate": 0.1, "seed": 0}))
    two = run_row("two", options=Facts.of({"name": "y", "rate": 0.2, "seed": 0, "more": True}))
    assert differing_options((one, two)) == ("rate", "more")
    assert differing_options((one, one)) == ()


def test_that_the_most_telling_of_what_differs_comes_first() -> None:
    metrics = Facts.of({"last(train/rate)": 9.0, "last(eval/loss)": 0.5})
    ddp = run_row("ddp", options=Facts.of({"kind": "ddp", "bucket": 25, "seed": 0}), metrics=metrics)
    one = run_row("one", options=Facts.of({"kind": "single", "seed": 1}))
    found = ComparedRuns((ddp, one)).side_by_side
    assert found == ("min(eval/loss)", "kind", "seed", "last(train/rate)", "bucket")


def test_that_a_loss_is_judged_by_its_least_and_an_accuracy_by_its_greatest() -> None:
    metrics = {
        f"{which}({name})": number
        for number, which in enumerate(("last", "min", "max"))
        for name in ("eval/loss", "eval/accuracy", "train/samples_per_second")
    }
    row = run_row(metrics=Facts.of(metrics), options=Facts.of({"rate": 0.5}))
    assert all_metrics([row]) == ("eval/loss", "eval/accuracy", "train/samples_per_second")
    assert result_names([row]) == (
        "min(eval/loss)",
        "max(eval/accuracy)",
        "last(train/samples_per_second)",
    )
    assert value_of(row, "min(eval/loss)") == 1
    assert value_of(row, "rate") == 0.5


def test_that_runs_keep_their_colours_and_share_none_before_all_are_taken() -> None:
    names = tuple(f"run-{number}" for number in range(NUM_CUES))
    cues = RunCues()
    first = cues.assign(names)
    assert len(set(first.values())) == NUM_CUES
    again = RunCues(cues.as_text()).assign((*names[3:], "another"))
    assert all(again[name] == first[name] for name in names[3:])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": -1, "b": "x", "c": 99}'])
def test_that_damaged_colours_are_forgotten(text: str) -> None:
    assert RunCues(text).assign(("a",)) == RunCues().assign(("a",))


def test_that_options_are_called_by_as_little_as_tells_them_apart() -> None:
    names = ("training.seed", "training.batch", "plan.batch", "data.plan.batch")
    assert option_titles(names) == ("seed", "training.batch", "plan.batch", "data.plan.batch")
    assert option_titles(("plan.size", "model.size")) == ("plan.size", "model.size")


def test_that_runs_of_one_name_are_told_apart_by_their_time() -> None:
    first = run_row("2026-11-25T09-26-06-digits-x1", created=1_000_000.0)
    other = run_row("2026-11-25T09-26-14-digits-x1", created=1_000_008.0)
    third = run_row("2026-11-25T09-26-14-alice-x1", created=1_000_008.0)
    labels = told_apart((first, other, third))
    assert labels[2] == "alice-x1"
    assert len(set(labels)) == 3 and all(label.startswith("digits-x1  ") for label in labels[:2])
