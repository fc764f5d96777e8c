from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine.record.events import RunState
from gui.models.messages import RunRow
from gui.models.run_columns import Column, format_duration, format_figure, format_rate, short_name
from gui.models.run_filter import RunFilter
from gui.models.run_table import ROW_ROLE, RunTableModel
from tests.gui.rows import run_row

DESCENDING, ASCENDING = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


def names(model: RunTableModel) -> list[str]:
    return [model.data(model.index(number, 0), ROW_ROLE).name for number in range(model.rowCount())]


def many(count: int) -> tuple[RunRow, ...]:
    return tuple(
        run_row(f"run-{number:05}", created=float(number), train_loss=(number * 7919 % count) / count)
        for number in reversed(range(count))
    )


def test_that_the_newest_run_is_first() -> None:
    model = RunTableModel()
    model.set_rows((run_row("old", created=1.0), run_row("new", created=2.0)))
    assert names(model) == ["new", "old"]


def test_that_the_model_keeps_qts_rules_through_every_change(qtmodeltester: ModelTester) -> None:
    model = RunTableModel()
    qtmodeltester.check(model)
    rows = many(30)
    model.set_rows(rows)
    model.sort(Column.LOSS, ASCENDING)
    model.set_rows((run_row("fresh", created=99.0), *rows[3:]))
    model.set_filter(RunFilter(text="run-0000"))
    model.set_rows(rows)
    model.set_filter(RunFilter())
    model.sort(-1)
    assert names(model) == [row.name for row in rows]
    model.set_rows(())
    assert model.rowCount() == 0


def test_that_missing_figures_come_last_either_way() -> None:
    model = RunTableModel()
    losses = {"low": 0.1, "none": None, "nan": float("nan"), "high": 2.0, "infinite": float("inf")}
    model.set_rows(tuple(run_row(name, train_loss=loss) for name, loss in losses.items()))
    model.sort(Column.LOSS, ASCENDING)
    assert names(model)[:3] == ["low", "high", "infinite"]
    model.sort(Column.LOSS, DESCENDING)
    assert names(model)[:3] == ["infinite", "high", "low"]
    assert set(names(model)[3:]) == {"none", "nan"}


def test_that_figures_are_sorted_as_numbers_not_as_words() -> None:
    model = RunTableModel()
    model.set_rows(tuple(run_row(str(step), step=step) for step in (9, 100, 20)))
    model.sort(Column.STEP, ASCENDING)
    assert names(model) == ["9", "20", "100"]


def test_that_every_column_can_be_sorted_and_shown() -> None:
    model = RunTableModel()
    empty = run_row(
        "b",
        step=None,
        total_steps=None,
        train_loss=None,
        eval_loss=None,
        eval_accuracy=None,
        samples_per_second=None,
        duration_seconds=None,
        queue_position=3,
        tags=("x", "y"),
        note="A note\nof two lines",
    )
    model.set_rows((run_row("a"), empty))
    for column in Column:
        model.sort(column, ASCENDING)
        model.sort(column, DESCENDING)
        texts = [model.data(model.index(number, column)) for number in range(2)]
        assert all(isinstance(text, str) for text in texts)
        assert isinstance(model.headerData(column, Qt.Orientation.Horizontal), str)


def test_that_words_are_looked_for_in_name_tags_note_and_state() -> None:
    model = RunTableModel()
    model.set_rows(
        (
            run_row("Digits", tags=("baseline",), note="with warm-up"),
            run_row("images", state=RunState.FAILED, data="synthetic_images"),
        )
    )
    for text, found in (
        ("digits", ["Digits"]),
        ("BASE warm", ["Digits"]),
        ("failed", ["images"]),
        ("base failed", []),
        ("  ", ["images", "Digits"]),
    ):
        model.set_filter(RunFilter(text=text))
        assert names(model) == found, text


def test_that_states_narrow_the_table() -> None:
    model = RunTableModel()
    model.set_rows(tuple(run_row(str(state), state=state) for state in RunState))
    model.set_filter(RunFilter(states=frozenset({RunState.RUNNING, RunState.PAUSED})))
    assert set(names(model)) == {"running", "paused"}


def test_that_a_changed_figure_changes_one_line_only(qtbot: QtBot) -> None:
    model = RunTableModel()
    rows = many(10)
    model.set_rows(rows)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.set_rows((*rows[:4], run_row(rows[4].name, created=rows[4].created, step=7), *rows[5:]))
    first, last = changed.args[:2]
    assert (first.row(), last.row()) == (4, 4)


def test_that_nothing_is_told_where_nothing_changed(qtbot: QtBot) -> None:
    model = RunTableModel()
    model.set_rows(many(10))
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.set_rows(many(10))


def test_that_a_selection_stays_on_its_run_through_sorting_and_new_runs() -> None:
    model = RunTableModel()
    rows = many(20)
    model.set_rows(rows)
    kept = QPersistentModelIndex(model.find("run-00007"))
    model.sort(Column.LOSS, ASCENDING)
    model.set_rows((run_row("fresh", created=99.0, train_loss=0.0), *rows[2:]))
    model.sort(Column.NAME, DESCENDING)
    assert model.row_at(kept).name == "run-00007"


def test_that_ten_thousand_runs_are_sorted_filtered_and_updated() -> None:
    model = RunTableModel()
    rows = many(10_000)
    model.set_rows(rows)
    model.sort(Column.LOSS, ASCENDING)
    losses = [model.row_at(model.index(number, 0)).train_loss for number in range(10_000)]
    assert losses == sorted(losses)
    model.set_filter(RunFilter(text="9999"))
    assert names(model) == ["run-09999"]


def test_that_the_moment_in_a_name_is_left_to_its_column() -> None:
    assert short_name(run_row("2026-11-24T09-31-07-digits-ddp-x2")) == "digits-ddp-x2"
    assert short_name(run_row("Taken by hand")) == "Taken by hand"


def test_that_figures_are_written_for_people() -> None:
    assert format_figure(None) == ""
    assert format_figure(float("nan")) == "nan"
    assert format_figure(0.012345) == "0.0123"
    assert format_figure(1e-7) == "1e-7"
    assert format_rate(12345.6) == "12,346"
    durations = (2.34, 48, 185, 7620, 273_600)
    assert [format_duration(seconds) for seconds in durations] == [
        "2.3 s",
        "48 s",
        "3:05 min",
        "2:07 h",
        "3 d 4 h",
    ]
