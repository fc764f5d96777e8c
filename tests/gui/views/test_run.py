import time
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QTabWidget,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.devices.inventory import read_inventory
from engine.plan.records import Plan
from engine.planning import plan_run
from engine.record.events import (
    CheckpointSaved,
    CommandObeyed,
    Evaluated,
    Event,
    RankFailure,
    RunState,
    StateChanged,
)
from engine.spec import RunSpec
from engine.spec.toml import format_spec
from gui.models.messages import InventoryFound, RunLost, RunOpened, RunUpdate, SeriesChunk, Trouble
from gui.plots.curve_plot import CurvePlot
from gui.plots.step_bars import StepBars
from gui.plots.trace import Line
from gui.theme import ThemeKeeper
from gui.views.run.figures import FiguresCard, RunFigures, duration
from gui.views.run.plots_page import PlotsPage
from gui.views.run.tab import RunTab
from gui.views.run.view import RunWorkspace
from tests.running import small_spec

PATH = Path("runs/2026-11-24T10-00-00-small-x2")
SPEC: RunSpec = small_spec()


@pytest.fixture(scope="module")
def plan() -> Plan:
    made = plan_run(SPEC, read_inventory()).plan
    assert made is not None
    return made


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper, plan: Plan) -> RunWorkspace:
    page = RunWorkspace(keeper)
    qtbot.addWidget(page)
    page.resize(1196, 770)  # what a window of 1280×800 leaves
    page.set_inventory(InventoryFound(inventory=read_inventory(), leases=()))
    page.show()
    qtbot.waitExposed(page)
    page.show_run(RunOpened(path=PATH, spec=SPEC, plan=plan))
    qtbot.waitUntil(lambda: page.tab(PATH) is not None)
    return page


@pytest.fixture
def tab(page: RunWorkspace) -> RunTab:
    return cast(RunTab, page.tab(PATH))


def chunk(source: str, metric: str, *values: float, first: int = 1) -> SeriesChunk:
    steps = np.arange(first, first + len(values))
    return SeriesChunk(
        source=source, metric=metric, steps=steps, times=1e9 + steps / 10, values=np.array(values, float)
    )


def tell(
    page: RunWorkspace,
    *news: Event | SeriesChunk,
    state: RunState = RunState.RUNNING,
    restarted: bool = False,
    path: Path = PATH,
) -> None:
    page.update_run(
        RunUpdate(
            path=path,
            state=state,
            attempt=1,
            events=tuple(each for each in news if not isinstance(each, SeriesChunk)),
            chunks=tuple(each for each in news if isinstance(each, SeriesChunk)),
            restarted=restarted,
        )
    )


def entered(state: RunState, when: float = 1e9, sentence: str = "") -> StateChanged:
    return StateChanged(time=when, state=state, sentence=sentence)


def test_that_it_fits_a_small_window(page: RunWorkspace, tab: RunTab) -> None:
    tell(page, entered(RunState.RUNNING), chunk("train", "loss", 2.0, 1.0))
    assert page.minimumSizeHint().width() <= 1196
    assert page.minimumSizeHint().height() <= 770


def test_that_the_figures_are_the_runs_own(page: RunWorkspace, tab: RunTab, qtbot: QtBot) -> None:
    tell(
        page,
        entered(RunState.RUNNING, 1e9),
        chunk("train", "loss", 2.0, 1.0, 0.5),
        chunk("train", "samples_per_second", 900.0, 1234.0, first=2),
        chunk("rank-0", "step_seconds", 0.010, 0.020),
        chunk("rank-1", "step_seconds", 0.030, 0.030),
        Evaluated(time=1e9, step=3, epoch=0.1, loss=0.75, accuracy=0.9125, num_samples=360, seconds=0.1),
        entered(RunState.COMPLETED, 1e9 + 65),
        state=RunState.COMPLETED,
    )
    qtbot.waitUntil(lambda: tab.figures.words("train_loss") == "0.5")
    expected = {
        "step": "3 / 20",
        "eval_loss": "0.75",
        "accuracy": "91.25 %",
        "samples_per_second": "1,234",
        "step_seconds": "30 ms",
        "elapsed": "1:05",
        "left": "–",
    }
    assert {name: tab.figures.words(name) for name in expected} == expected


def test_that_a_live_run_tells_how_long_it_takes(page: RunWorkspace, tab: RunTab, qtbot: QtBot) -> None:
    tell(page, entered(RunState.RUNNING, time.time() - 100), chunk("train", "loss", *range(10)))
    qtbot.waitUntil(lambda: tab.figures.words("left") != "–")
    assert tab.figures.words("left") == "1:40"


def test_that_a_pause_is_not_time_that_it_takes(page: RunWorkspace, tab: RunTab, qtbot: QtBot) -> None:
    paused = time.time() - 1000
    tell(page, entered(RunState.RUNNING, paused - 100), chunk("train", "loss", *range(10)))
    tell(page, entered(RunState.PAUSED, paused), state=RunState.PAUSED)
    qtbot.waitUntil(lambda: tab.figures.words("left") != "–")
    assert (tab.figures.words("elapsed"), tab.figures.words("left")) == ("1:40", "1:40")


def test_that_the_curves_hold_what_was_told(
    page: RunWorkspace, tab: RunTab, plan: Plan, qtbot: QtBot
) -> None:
    source = plan.devices[1].source
    tell(page, chunk("train", "loss", 3.0, 2.0), chunk("eval", "loss", 2.5, first=2))
    tell(page, chunk("train", "loss", 1.0, first=3), chunk(source, "memory_used_bytes", 2.0**31))
    x, y = tab.plots.plot("loss").curve_data("train/loss")
    assert x.tolist() == [1, 2, 3]
    assert y.tolist() == [3.0, 2.0, 1.0]
    assert tab.plots.plot("loss").curve_data("eval/loss")[1].tolist() == [2.5]
    memory = tab.plots.plot("memory_used_bytes").curve_data(f"{source}/memory_used_bytes")
    assert memory[1].tolist() == [2.0], "in GiB"
    qtbot.waitUntil(lambda: tab.devices.row(source).words("memory_used_bytes").startswith("2.0"))


def test_that_a_new_attempt_begins_anew(page: RunWorkspace, tab: RunTab) -> None:
    tell(page, entered(RunState.RUNNING), chunk("train", "loss", 3.0, 2.0))
    tell(page, chunk("train", "loss", 9.0), restarted=True)
    assert tab.plots.plot("loss").curve_data("train/loss")[1].tolist() == [9.0]
    assert tab.details.events.rowCount() == 0


def test_that_options_reach_the_plots(page: RunWorkspace, tab: RunTab, qtbot: QtBot) -> None:
    tell(page, chunk("train", "loss", *np.linspace(2, 1, 50).tolist()))
    plot = tab.plots.plot("loss")
    axis = tab.findChild(QComboBox, "plot-axis")
    axis.setCurrentIndex(axis.findData("relative"))
    assert plot.curve_data("train/loss")[0][-1] == pytest.approx(4.9)
    tab.findChild(QCheckBox, "plot-log").click()
    qtbot.waitUntil(lambda: plot.drawn()[1][1] < 1.0)  # log10 of 2
    slider = tab.findChild(QSlider, "plot-smoothing")
    slider.setValue(90)

    def num_drawn() -> list[int]:
        curve = plot.seen("train/loss")
        return [len(each.x) for each in (curve.raw, curve.line) if isinstance(each, Line)]

    qtbot.waitUntil(lambda: num_drawn() == [50, 50])


def test_that_each_device_metric_can_be_chosen(page: RunWorkspace, tab: RunTab, plan: Plan) -> None:
    metric = tab.findChild(QComboBox, "strip-metric")
    for key in ("utilisation_percent", "memory_used_bytes", "power_watts", "temperature_celsius"):
        metric.setCurrentIndex(metric.findData(key))
        assert tab.plots.plot(key).isVisible()
        assert metric.isVisible()
        assert sum(tab.plots.plot(metric.itemData(at)).isVisible() for at in range(metric.count())) == 1


def test_that_step_times_become_bars(page: RunWorkspace, tab: RunTab, qtbot: QtBot) -> None:
    tell(page, chunk("rank-1", "forward_seconds", 0.002, 0.004), chunk("rank-1", "data_seconds", 0.001))
    bars = tab.findChild(StepBars)
    qtbot.waitUntil(lambda: bars.shares() != {})
    assert bars.seconds(1)["forward"] == pytest.approx(0.003)
    assert bars.seconds(1)["data"] == pytest.approx(0.001)


def test_that_events_and_checkpoints_are_listed_newest_first(page: RunWorkspace, tab: RunTab) -> None:
    tell(
        page,
        entered(RunState.RUNNING),
        CheckpointSaved(time=1e9, step=10, name="step-10", reason="periodic", seconds=0.25),
        CheckpointSaved(time=1e9, step=20, name="step-20", reason="end", seconds=0.5),
    )
    tab.details.tabs.setCurrentIndex(4)
    checkpoints = tab.findChild(QTreeView, "run-checkpoints").model()
    assert [checkpoints.index(row, 0).data() for row in range(checkpoints.rowCount())] == ["20", "10"]
    assert checkpoints.index(0, 3).data() == "at the end"
    assert tab.details.events.rowCount() == 3


def test_that_details_are_made_when_they_are_first_shown(page: RunWorkspace, tab: RunTab, plan: Plan) -> None:
    tell(page, entered(RunState.RUNNING))
    names = ("log-source", "run-events", "run-checkpoints", "run-spec")
    assert [name for name in names if tab.findChild(QWidget, name)] == []
    failure = RankFailure(
        time=1e9, sentence="It failed.", rank=1, device_id=plan.devices[1].id, last_lines=("no",)
    )
    tell(page, failure)
    for number, name in enumerate(names, start=2):
        tab.details.tabs.setCurrentIndex(number)
        assert tab.findChild(QWidget, name).isVisible()
    assert tab.findChild(QComboBox, "log-source").currentData() == "rank-1", "the one that failed"
    assert tab.findChild(QTreeView, "run-events").model().rowCount() == 2
    assert tab.findChild(QPlainTextEdit, "run-spec").toPlainText() == format_spec(SPEC)


def test_that_plots_come_once_the_page_is_there_and_strips_when_they_are_chosen(
    qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    page = PlotsPage(keeper)
    qtbot.addWidget(page)
    page.add(chunk("train", "loss", 2.0, 1.0))
    page.show()
    assert page.findChildren(CurvePlot) == []
    qtbot.waitUntil(lambda: len(page.findChildren(CurvePlot)) == 5)
    loss = page.plot("loss")
    qtbot.waitUntil(lambda: loss.drawn()[0][1] > 1.9)
    metric = page.findChild(QComboBox, "strip-metric")
    metric.setCurrentIndex(metric.findData("power_watts"))
    assert len(page.findChildren(CurvePlot)) == 6


def test_that_a_button_tells_what_it_does_until_that_is_done(
    page: RunWorkspace, tab: RunTab, qtbot: QtBot
) -> None:
    tell(page, entered(RunState.RUNNING))
    button = tab.header.button("checkpoint")
    with qtbot.waitSignal(page.command_requested) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [PATH, "checkpoint"]
    assert not button.isEnabled()
    assert button.text() == "Saving…"
    tell(page, CommandObeyed(time=1e9, command_id="1", action="checkpoint", step=5))
    assert button.isEnabled()
    assert button.text() == "Checkpoint now"


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (RunState.RUNNING, {"pause", "checkpoint", "evaluate", "stop", "kill"}),
        (RunState.PAUSED, {"continue", "checkpoint", "evaluate", "stop", "kill"}),
        (RunState.COMPLETED, {"elsewhere"}),
        (RunState.STOPPED, {"resume", "elsewhere"}),
        (RunState.KILLED, {"resume", "elsewhere"}),
        (RunState.INTERRUPTED, {"resume", "elsewhere"}),
    ],
)
def test_that_only_buttons_that_make_sense_are_there(
    page: RunWorkspace, tab: RunTab, state: RunState, shown: set[str]
) -> None:
    tell(page, entered(state), state=state)
    every = ("pause", "continue", "checkpoint", "evaluate", "stop", "kill", "resume", "elsewhere")
    assert {name for name in every if tab.header.button(name).isVisible()} == shown


def test_that_what_was_refused_can_be_asked_again(page: RunWorkspace, tab: RunTab) -> None:
    tell(page, entered(RunState.RUNNING))
    tab.header.button("pause").click()
    assert not tab.header.button("pause").isEnabled()
    page.hear_trouble(Trouble(sentence="It is gone.", path=PATH))
    assert tab.header.button("pause").isEnabled()


@pytest.mark.parametrize("sure", [True, False])
def test_that_a_kill_is_asked_twice(page: RunWorkspace, tab: RunTab, sure: bool) -> None:
    tell(page, entered(RunState.RUNNING))
    asked: list[str] = []
    page.command_requested.connect(lambda _, action: asked.append(action))
    tab.header.button("kill").click()
    dialog = tab.findChild(QMessageBox, "run-kill-dialog")
    assert asked == []
    assert dialog.focusWidget() is dialog.defaultButton()
    if sure:
        dialog.findChild(QPushButton, "run-kill-agreed").click()
    else:
        dialog.defaultButton().click()
    assert asked == (["kill"] if sure else [])


def test_that_a_failure_is_told_first(page: RunWorkspace, tab: RunTab, plan: Plan) -> None:
    failure = RankFailure(
        time=1e9,
        sentence="Rank 1 raised ValueError.",
        mend="Look at its log.",
        rank=1,
        device_id=plan.devices[1].id,
        last_lines=("Traceback", "ValueError: no"),
    )
    tell(page, failure, entered(RunState.FAILED), state=RunState.FAILED)
    assert tab.banner.isVisible()
    assert "Rank 1 raised ValueError." in tab.banner.sentence
    assert plan.devices[1].label in tab.banner.sentence
    last = tab.findChild(QPlainTextEdit, "run-failure")
    assert last.isVisible()
    assert last.toPlainText().endswith("ValueError: no")


def test_that_a_run_that_waits_says_for_what(page: RunWorkspace, tab: RunTab) -> None:
    tell(page, entered(RunState.QUEUED, sentence="It waits for CPU 0."), state=RunState.QUEUED)
    assert tab.banner.sentence == "It waits for CPU 0."
    tell(page, entered(RunState.RUNNING))
    assert not tab.banner.isVisible()


def test_that_a_run_that_cannot_be_read_any_more_stays_and_says_so(page: RunWorkspace, tab: RunTab) -> None:
    page.lose_run(RunLost(path=PATH, sentence="The folder is gone.", mend="Bring it back."))
    assert tab.banner.sentence == "The folder is gone."
    assert page.tab(PATH) is tab


def test_that_menu_clones_opens_and_copies(page: RunWorkspace, tab: RunTab, qtbot: QtBot) -> None:
    actions = {action.property("action"): action for action in tab.header.menu.actions()}
    with qtbot.waitSignal(page.clone_requested) as cloned:
        actions["clone"].trigger()
    assert cloned.args == [SPEC]
    with qtbot.waitSignal(page.reveal_requested) as revealed:
        actions["folder"].trigger()
    assert revealed.args == [PATH]
    actions["copy"].trigger()
    assert QApplication.clipboard().text() == str(PATH)


def test_that_a_closed_tab_is_told_of_no_more(page: RunWorkspace, tab: RunTab, qtbot: QtBot) -> None:
    tabs = page.findChild(QTabWidget)
    with qtbot.waitSignal(page.close_requested) as closed:
        tabs.tabCloseRequested.emit(0)
    assert closed.args == [PATH]
    assert page.tab(PATH) is None
    tell(page, chunk("train", "loss", 1.0))


def test_that_the_tab_that_is_shown_is_closed_by_keyboard(
    page: RunWorkspace, tab: RunTab, qtbot: QtBot
) -> None:
    page.activateWindow()
    axis = tab.findChild(QComboBox, "plot-axis")
    axis.setFocus()
    with qtbot.waitSignal(page.close_requested) as closed:
        qtbot.keyClick(axis, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert closed.args == [PATH]


def test_that_plots_that_cannot_be_saved_say_why(page: RunWorkspace, tab: RunTab, tmp_path: Path) -> None:
    tell(page, chunk("train", "loss", 1.0, 2.0))
    tab.plots.export(tmp_path / "curves.csv")
    assert (tmp_path / "curves-loss.csv").exists()
    assert not (tmp_path / "curves-accuracy.csv").exists(), "nothing to save"
    tab.plots.export(tmp_path / "nowhere" / "curves.png")
    assert "could not be saved" in tab.banner.sentence


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (59.4, "59 s"), (65, "1:05"), (3605, "1:00:05"), (90_000, "25:00:00")],
)
def test_that_a_time_is_short(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_that_two_runs_have_a_tab_each_and_miss_nothing_while_they_are_made(
    page: RunWorkspace, plan: Plan, qtbot: QtBot
) -> None:
    other = PATH.with_name("other")
    page.bring_forward(other)
    page.show_run(RunOpened(path=other, spec=SPEC.model_copy(update={"name": "other"}), plan=plan))
    tell(page, chunk("train", "loss", 1.0))
    tell(page, chunk("train", "loss", 5.0), path=other)
    assert page.tab(other) is None
    qtbot.waitUntil(lambda: page.tab(other) is not None)
    found = page.tab(other)
    assert found is not None
    assert found.isVisible(), "it was asked for before it was there"
    assert found.plots.plot("loss").curve_data("train/loss")[1].tolist() == [5.0]


def test_that_a_tab_can_be_closed_before_it_is_complete(page: RunWorkspace, plan: Plan, qtbot: QtBot) -> None:
    other = PATH.with_name("other")
    page.show_run(RunOpened(path=other, spec=SPEC, plan=plan))
    with qtbot.waitSignal(page.close_requested) as closed:
        page.findChild(QTabWidget).tabCloseRequested.emit(1)
    assert closed.args == [other]
    tell(page, chunk("train", "loss", 1.0), path=other)
    third = PATH.with_name("third")
    page.show_run(RunOpened(path=third, spec=SPEC, plan=plan))
    qtbot.waitUntil(lambda: page.tab(third) is not None)
    assert page.tab(other) is None


class LayoutRequests(QObject):
    """Counts how often a widget was laid out anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.num = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.num += event.type() == QEvent.Type.LayoutRequest
        return False


def test_that_a_figure_that_is_no_wider_lays_nothing_out(
    qtbot: QtBot, keeper: ThemeKeeper, plan: Plan
) -> None:
    card = FiguresCard()
    qtbot.addWidget(card)
    card.show()
    requests = LayoutRequests(card)
    for loss, is_wider in ((0.1234, True), (0.1, False), (1234567.0, True), (0.1234, False)):
        requests.num = 0
        card.show_figures(RunFigures(train_loss=loss), plan, is_live=True)
        QApplication.sendPostedEvents()
        assert bool(requests.num) is is_wider, loss
        assert card.words("train_loss") == f"{loss:.4g}"
