from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory, read_inventory
from engine.planning import plan_run
from engine.record.events import RunState
from engine.spec.presets import find_spec
from engine.spec.toml import read_spec
from gui.models.column_choice import ColumnChoice, format_columns, parse_columns
from gui.models.messages import InventoryFound, RunRow, RunTable
from gui.models.run_columns import Column
from gui.theme import ThemeKeeper
from gui.views.runs.actions import RunActions, possible
from gui.views.runs.empty import OFFERS, EmptyRuns, fitting
from gui.views.runs.table import RunsTable
from gui.views.runs.view import RunsWorkspace
from gui.widgets.banner import Banner
from tests.gui.rows import run_row

ROWS = (
    run_row("alive", created=5.0, state=RunState.RUNNING),
    run_row("first", created=4.0, state=RunState.QUEUED, queue_position=1),
    run_row("second", created=3.0, state=RunState.QUEUED, queue_position=2),
    run_row("done", created=2.0, tags=("baseline",), note="Good."),
    run_row("broken", created=1.0, state=RunState.FAILED),
)


@pytest.fixture
def runs(qtbot: QtBot, keeper: ThemeKeeper) -> RunsWorkspace:
    view = RunsWorkspace(keeper)
    qtbot.addWidget(view)
    view.resize(1196, 770)  # what a window of 1280×800 leaves
    view.set_table(RunTable(rows=ROWS))
    view.show()
    qtbot.waitExposed(view)
    return view


def table(runs: RunsWorkspace) -> RunsTable:
    return runs.findChild(RunsTable)


def choose(runs: RunsWorkspace, *names: str) -> None:
    table(runs).choose(names)


def ask(runs: RunsWorkspace, key: str) -> None:
    action = runs.findChild(RunActions).action(key)
    assert action.isEnabled(), key
    action.trigger()


def allowed(runs: RunsWorkspace) -> set[str]:
    actions = runs.findChild(RunActions)
    keys = ("open", "compare", "resume", "elsewhere", "clone", "stop", "up", "down", "reveal", "delete")
    return {key for key in keys if actions.action(key).isEnabled()}


def shown(runs: RunsWorkspace) -> list[str]:
    model = table(runs).model()
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def gather(signal: SignalInstance) -> list[object]:
    heard: list[object] = []
    signal.connect(heard.append)
    return heard


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        ((), set()),
        (("alive",), {"open", "clone", "reveal", "stop"}),
        (("first",), {"open", "clone", "reveal", "stop", "down"}),
        (("second",), {"open", "clone", "reveal", "stop", "up"}),
        (("done",), {"open", "elsewhere", "clone", "reveal", "delete"}),
        (("broken",), {"open", "elsewhere", "clone", "reveal", "delete", "resume"}),
        (("done", "broken"), {"open", "compare", "delete"}),
        (("alive", "done"), {"open", "compare"}),
    ],
)
def test_that_only_what_can_be_done_is_offered(
    runs: RunsWorkspace, names: tuple[str, ...], keys: set[str]
) -> None:
    choose(runs, *names)
    assert allowed(runs) == keys


@pytest.mark.parametrize("state", list(RunState))
def test_that_a_run_is_either_stopped_or_deleted(state: RunState) -> None:
    keys = possible([run_row(state=state)], 0)
    assert ("stop" in keys) != ("delete" in keys)


@pytest.mark.parametrize(
    ("key", "signal", "name"),
    [
        ("open", "open_requested", "done"),
        ("resume", "resume_requested", "broken"),
        ("elsewhere", "elsewhere_requested", "done"),
        ("clone", "clone_requested", "done"),
        ("stop", "stop_requested", "alive"),
        ("reveal", "reveal_requested", "done"),
    ],
)
def test_that_an_action_tells_which_run(runs: RunsWorkspace, key: str, signal: str, name: str) -> None:
    heard = gather(getattr(runs, signal))
    choose(runs, name)
    ask(runs, key)
    assert heard == [Path("runs") / name]


def test_that_runs_are_archived_and_taken_out(runs: RunsWorkspace) -> None:
    heard: list[tuple[Path, bool]] = []
    runs.archive_requested.connect(lambda path, archived: heard.append((path, archived)))
    choose(runs, "done", "broken")
    ask(runs, "archive")
    runs.findChild(QLineEdit, "runs-search").setText("is:archived")
    runs.set_table(RunTable(rows=(run_row("done", archived=True),)))
    choose(runs, "done")
    ask(runs, "unarchive")
    assert heard == [(Path("runs/done"), True), (Path("runs/broken"), True), (Path("runs/done"), False)]


def test_that_several_runs_are_opened_from_top_to_bottom(runs: RunsWorkspace) -> None:
    heard = gather(runs.open_requested)
    choose(runs, "broken", "alive")
    ask(runs, "open")
    assert heard == [Path("runs/alive"), Path("runs/broken")]


def test_that_a_double_click_and_enter_open_a_run(qtbot: QtBot, runs: RunsWorkspace) -> None:
    heard = gather(runs.open_requested)
    view = table(runs)
    place = view.visualRect(view.model().index(3, Column.STATE)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard == [Path("runs/done")]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard == [Path("runs/done")] * 2


@pytest.mark.parametrize(("key", "name", "index"), [("up", "second", 0), ("down", "first", 1)])
def test_that_a_waiting_run_changes_its_place(runs: RunsWorkspace, key: str, name: str, index: int) -> None:
    heard: list[tuple[Path, int]] = []
    runs.move_requested.connect(lambda path, to: heard.append((path, to)))
    choose(runs, name)
    ask(runs, key)
    assert heard == [(Path("runs") / name, index)]


def dialog(runs: RunsWorkspace) -> QMessageBox:
    return runs.findChild(QMessageBox, "runs-delete-dialog")


def test_that_deleting_asks_first(qtbot: QtBot, runs: RunsWorkspace) -> None:
    heard = gather(runs.delete_requested)
    choose(runs, "done", "broken")
    table(runs).setFocus()
    qtbot.keyClick(table(runs), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: dialog(runs) is not None)
    assert "2" in dialog(runs).text()
    dialog(runs).button(QMessageBox.StandardButton.Cancel).click()
    assert heard == []


def test_that_a_confirmed_delete_names_the_runs_that_were_chosen_then(
    qtbot: QtBot, runs: RunsWorkspace
) -> None:
    heard = gather(runs.delete_requested)
    choose(runs, "done", "broken")
    ask(runs, "delete")
    qtbot.waitUntil(lambda: dialog(runs) is not None)
    choose(runs, "alive")
    dialog(runs).defaultButton().click()
    assert heard == [Path("runs/done"), Path("runs/broken")]


def test_that_words_and_chips_narrow_the_table(qtbot: QtBot, runs: RunsWorkspace) -> None:
    search = runs.findChild(QLineEdit, "runs-search")
    qtbot.keyClicks(search, "baseline")
    assert shown(runs) == ["done"]
    search.clear()
    runs.findChild(QPushButton, "runs-chip-waiting").click()
    assert shown(runs) == ["first", "second"]
    runs.findChild(QPushButton, "runs-chip-all").click()
    assert len(shown(runs)) == 5


def test_that_chips_count_their_runs(runs: RunsWorkspace) -> None:
    counts = {"all": "5", "alive": "1", "waiting": "2", "completed": "1", "stopped": "0", "failed": "1"}
    for name, count in counts.items():
        assert runs.findChild(QPushButton, f"runs-chip-{name}").text().split()[-1] == count


def test_that_what_is_chosen_stays_when_runs_come_and_change(runs: RunsWorkspace) -> None:
    choose(runs, "done")
    changed = (run_row("fresh", created=9.0), *ROWS[:3], run_row("done", created=2.0, step=7), ROWS[4])
    runs.set_table(RunTable(rows=changed))
    assert [row.name for row in table(runs).chosen()] == ["done"]
    assert runs.findChild(QLabel, "runs-figure-step").text() == "7 / 230"


def test_that_what_is_chosen_stays_when_hundreds_of_runs_are_told_anew(runs: RunsWorkspace) -> None:
    choose(runs, "done")
    others = tuple(run_row(f"other-{n}", created=n / 100) for n in range(900))
    runs.set_table(RunTable(rows=(*ROWS, *others)))
    assert [row.name for row in table(runs).chosen()] == ["done"]


def edited(runs: RunsWorkspace) -> tuple[QLineEdit, QPlainTextEdit]:
    return runs.findChild(QLineEdit, "runs-tags"), runs.findChild(QPlainTextEdit, "runs-note")


def test_that_tags_and_note_are_told_when_left(qtbot: QtBot, runs: RunsWorkspace) -> None:
    heard: list[tuple[object, object]] = []
    runs.tags_changed.connect(lambda path, tags: heard.append((path, tags)))
    runs.note_changed.connect(lambda path, note: heard.append((path, note)))
    choose(runs, "done")
    tags, note = edited(runs)
    assert (tags.text(), note.toPlainText()) == ("baseline", "Good.")
    tags.setFocus()
    tags.setText("sweep, , lr,sweep")
    note.setFocus()
    note.setPlainText("Better.")
    table(runs).setFocus()
    assert heard == [(Path("runs/done"), ("sweep", "lr")), (Path("runs/done"), "Better.")]


def test_that_tags_of_several_runs_are_edited_at_once(runs: RunsWorkspace) -> None:
    heard: list[tuple[object, object]] = []
    runs.tags_changed.connect(lambda path, tags: heard.append((path, tags)))
    rows = (
        run_row("a", created=2.0, tags=("old", "own", "all")),
        run_row("b", created=1.0, tags=("all", "old")),
    )
    runs.set_table(RunTable(rows=rows))
    choose(runs, "a", "b")
    line = runs.findChild(QLineEdit, "runs-common-tags")
    assert line.isVisible() and line.text() == "old, all"
    line.setFocus()
    line.setText("all, new")
    table(runs).setFocus()
    assert heard == [(Path("runs/a"), ("own", "all", "new")), (Path("runs/b"), ("all", "new"))]
    changed = (
        run_row("a", created=2.0, tags=("own", "all", "new")),
        run_row("b", created=1.0, tags=("all", "new")),
    )
    runs.set_table(RunTable(rows=changed))
    choose(runs, "a")
    assert not line.isVisible()
    assert len(heard) == 2


def test_that_the_note_of_several_runs_is_theirs_or_added_to_each(runs: RunsWorkspace) -> None:
    heard: list[tuple[object, str]] = []
    runs.note_changed.connect(lambda path, note: heard.append((path, note)))
    rows = tuple(run_row(name, note=note) for name, note in (("a", "One."), ("b", "Two."), ("c", "Two.")))
    runs.set_table(RunTable(rows=rows))
    note = runs.findChild(QPlainTextEdit, "runs-common-note")
    for names, shown, typed in ((("a", "b"), "", "New."), (("b", "c"), "Two.", "Else.")):
        choose(runs, *names)
        assert note.isVisible() and note.toPlainText() == shown
        note.setFocus()
        note.setPlainText(typed)
        table(runs).setFocus()
    one, two = Path("runs/a"), Path("runs/b")
    assert sorted(heard[:2]) == [(one, "One.\nNew."), (two, "Two.\nNew.")]  # type: ignore[type-var]
    assert sorted(heard[2:]) == [(two, "Else."), (Path("runs/c"), "Else.")]  # type: ignore[type-var]


def test_that_typing_is_not_disturbed_by_news(runs: RunsWorkspace) -> None:
    choose(runs, "done")
    _, note = edited(runs)
    note.setFocus()
    note.setPlainText("Half a sen")
    runs.set_table(RunTable(rows=(*ROWS[:3], run_row("done", created=2.0, step=8), ROWS[4])))
    assert note.toPlainText() == "Half a sen"


def test_that_what_was_typed_is_kept_when_another_run_is_chosen(runs: RunsWorkspace) -> None:
    heard: list[tuple[object, str]] = []
    runs.note_changed.connect(lambda path, text: heard.append((path, text)))
    choose(runs, "done")
    edited(runs)[1].setPlainText("Better.")
    choose(runs, "broken")
    assert heard == [(Path("runs/done"), "Better.")]
    assert edited(runs)[1].toPlainText() == ""


def test_that_columns_are_left_out_where_they_do_not_fit(qtbot: QtBot, runs: RunsWorkspace) -> None:
    view = table(runs)
    assert Column.TAGS not in view.shown_columns()
    runs.resize(2400, 900)
    qtbot.waitUntil(lambda: view.shown_columns() == tuple(Column))
    runs.resize(1196, 770)
    qtbot.waitUntil(lambda: Column.TAGS not in view.shown_columns())
    assert {Column.NAME, Column.STATE, Column.LOSS, Column.ACCURACY} <= set(view.shown_columns())
    assert not view.horizontalScrollBar().isVisible()


def test_that_what_a_person_makes_of_the_columns_is_told_and_comes_back(
    qtbot: QtBot, keeper: ThemeKeeper, runs: RunsWorkspace
) -> None:
    header = table(runs).horizontalHeader()
    told = gather(runs.columns_changed)
    with qtbot.waitSignal(runs.columns_changed):
        header.moveSection(header.visualIndex(Column.LOSS), 0)
        header.resizeSection(Column.STEP, 133)
        table(runs).sortByColumn(Column.LOSS, Qt.SortOrder.AscendingOrder)
        menu = table(runs).make_columns_menu(runs)
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.data() == Column.STATE).trigger()
    (choice,) = told
    assert isinstance(choice, ColumnChoice)
    assert choice.order[:2] == (Column.LOSS, Column.NAME)
    assert choice.widths == {Column.STEP: 133}
    assert choice.shown is not None
    assert Column.STATE not in choice.shown
    assert (choice.sorted_by, choice.descending) == (Column.LOSS, False)
    other = RunsWorkspace(keeper)
    qtbot.addWidget(other)
    other.resize(runs.size())
    other.set_columns(parse_columns(format_columns(choice)))
    other.set_table(RunTable(rows=(run_row("worse", train_loss=2.0), run_row("better", train_loss=1.0))))
    other.show()
    again = table(other)
    assert again.columns() == choice
    assert again.horizontalHeader().visualIndex(Column.LOSS) == 0
    assert again.columnWidth(Column.STEP) == 133
    assert again.isColumnHidden(Column.STATE)
    assert shown(other) == ["better", "worse"]


def test_that_columns_nobody_touched_are_not_told(qtbot: QtBot, runs: RunsWorkspace) -> None:
    with qtbot.assertNotEmitted(runs.columns_changed, wait=400):
        runs.resize(1900, 770)
        runs.set_columns(ColumnChoice(widths={Column.STEP: 200}))


def test_that_fewer_columns_fit_where_a_person_made_them_wider(qtbot: QtBot, runs: RunsWorkspace) -> None:
    before = table(runs).shown_columns()
    runs.set_columns(ColumnChoice(widths={Column.STATE: 400}))
    assert set(table(runs).shown_columns()) < set(before)


def test_that_columns_can_be_chosen(runs: RunsWorkspace) -> None:
    view = table(runs)
    menu = view.make_columns_menu(runs)
    menu.aboutToShow.emit()
    entries = {action.data(): action for action in menu.actions() if action.isCheckable()}
    assert Column.NAME not in entries
    assert entries[Column.STATE].isChecked()
    entries[Column.STATE].trigger()
    entries[Column.TAGS].trigger()
    runs.resize(1300, 770)
    assert Column.STATE not in view.shown_columns()
    assert Column.TAGS in view.shown_columns()
    menu.actions()[-1].trigger()
    assert Column.STATE in view.shown_columns()


def test_that_the_newest_run_is_on_top_until_a_title_is_clicked(qtbot: QtBot, runs: RunsWorkspace) -> None:
    assert shown(runs)[0] == "alive"
    header = table(runs).horizontalHeader()
    place = header.sectionViewportPosition(Column.NAME) + 20
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 10))
    assert shown(runs) in (sorted(shown(runs)), sorted(shown(runs), reverse=True))


def test_that_the_context_menu_holds_what_can_be_done(qtbot: QtBot, runs: RunsWorkspace) -> None:
    choose(runs, "broken")
    view = table(runs)
    view.customContextMenuRequested.emit(view.visualRect(view.model().index(4, 0)).center())
    menu = next(menu for menu in runs.findChildren(QMenu) if menu.isVisible())
    enabled = {action.data() for action in menu.actions() if action.isEnabled() and action.data()}
    assert enabled == {"open", "elsewhere", "clone", "reveal", "delete", "resume", "archive"}
    menu.close()


def test_that_a_problem_is_told_until_it_is_gone(runs: RunsWorkspace) -> None:
    banner = runs.findChild(Banner)
    runs.set_table(RunTable(rows=(), problem="The runs folder is gone."))
    assert banner.isVisible() and banner.sentence == "The runs folder is gone."
    assert table(runs).isVisible(), "an empty page would say that there never was a run"
    runs.set_table(RunTable(rows=ROWS))
    assert not banner.isVisible()


def presets(runs: RunsWorkspace) -> list[QPushButton]:
    buttons = runs.findChildren(QPushButton)
    return [button for button in buttons if button.property("preset") and button.isVisible()]


def test_that_an_empty_page_offers_three_presets(qtbot: QtBot, runs: RunsWorkspace) -> None:
    heard = gather(runs.preset_requested)
    machine = Inventory(gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**33)
    runs.set_table(RunTable(rows=()))
    runs.set_inventory(InventoryFound(inventory=machine, leases=()))
    qtbot.waitUntil(lambda: len(presets(runs)) == 3)
    for button in presets(runs):
        button.click()
    assert heard == [offer.name for offer in fitting(2)]


@pytest.mark.parametrize("num_cores", [1, 2, 8])
def test_that_what_is_offered_runs_on_the_machine(num_cores: int) -> None:
    machine = read_inventory().model_copy(update={"cores": tuple(range(num_cores)), "gpus": ()})
    offers = fitting(num_cores)
    assert offers
    for offer in offers:
        assert plan_run(read_spec(find_spec(offer.name)), machine).plan is not None, offer.name


def test_that_every_offer_has_words_of_its_own(qtbot: QtBot, runs: RunsWorkspace) -> None:
    runs.set_table(RunTable(rows=()))
    runs.findChild(EmptyRuns).offer(OFFERS)
    qtbot.waitUntil(lambda: len({button.accessibleName() for button in presets(runs)}) == len(OFFERS))


def test_that_everything_can_be_named_by_a_screen_reader(runs: RunsWorkspace) -> None:
    choose(runs, "done")
    for kind in (QPushButton, QLineEdit, QPlainTextEdit):
        for widget in runs.findChildren(kind):
            text: Callable[[], str] | None = getattr(widget, "text", None)
            if widget.isVisible() and widget.objectName().startswith("runs-"):
                assert widget.accessibleName() or (text and text()), widget.objectName()


def test_that_ten_thousand_runs_are_shown(runs: RunsWorkspace) -> None:
    rows: tuple[RunRow, ...] = tuple(run_row(f"run-{n}", created=float(n)) for n in range(10_000))
    runs.set_table(RunTable(rows=rows))
    assert table(runs).model().rowCount() == 10_000
