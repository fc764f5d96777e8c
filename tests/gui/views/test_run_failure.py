"""The page of a run that failed, as high as a small window lets it be."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from engine.devices.inventory import read_inventory
from engine.plan.records import Plan
from engine.planning import plan_run
from engine.record.events import RankFailure, RunState, StateChanged
from gui.engine_texts import translate_engine
from gui.i18n import install_language
from gui.models.messages import InventoryFound, RunOpened, RunUpdate
from gui.theme import ThemeKeeper
from gui.views.run.tab import RunTab
from gui.views.run.view import RunWorkspace
from tests.running import small_spec

PATH = Path("runs/2026-11-24T10-00-00-small-x2")
LINES = (*(f"  File {number}" for number in range(19)), "NonFiniteLossError: the loss became NaN")
ROOM = (1196, 770)
"""What a window of 1280×800 leaves."""


@pytest.fixture
def plan() -> Plan:
    made = plan_run(small_spec(), read_inventory()).plan
    assert made is not None
    return made


@pytest.fixture(params=["en", "zh_CN"])
def tab(qtbot: QtBot, keeper: ThemeKeeper, plan: Plan, request: pytest.FixtureRequest) -> Iterator[RunTab]:
    install_language(request.param)
    page = RunWorkspace(keeper)
    qtbot.addWidget(page)
    page.resize(*ROOM)
    page.set_inventory(InventoryFound(inventory=read_inventory(), leases=()))
    page.show()
    page.show_run(RunOpened(path=PATH, spec=small_spec(), plan=plan))
    qtbot.waitUntil(lambda: page.tab(PATH) is not None, timeout=30_000)
    yield cast(RunTab, page.tab(PATH))
    install_language("en")


def fail(tab: RunTab, sentence: str, plan: Plan, rank: int = 1) -> None:
    failure = RankFailure(
        time=1e9,
        sentence=sentence,
        mend="Lower the learning rate, add warm-up steps, or clip the gradient norm; "
        'training.non_finite_loss = "continue" goes on regardless.',
        rank=rank,
        device_id=plan.devices[rank].id,
        last_lines=LINES,
    )
    ended = StateChanged(time=1e9, state=RunState.FAILED, sentence=sentence)
    tab.update_run(
        RunUpdate(
            path=PATH,
            state=RunState.FAILED,
            attempt=1,
            events=(failure, ended),
            chunks=(),
            restarted=False,
        )
    )


def test_that_cause_last_lines_and_plots_fit_a_small_window(tab: RunTab, plan: Plan) -> None:
    fail(tab, "Rank 1: the loss became NaN at step 5.", plan)
    window = tab.window()
    window.grab()  # lays it out
    assert (window.width(), window.height()) == ROOM
    assert window.minimumSizeHint().height() <= ROOM[1]


def test_that_the_last_lines_are_those_in_view(tab: RunTab, plan: Plan) -> None:
    fail(tab, "Rank 1: the loss became NaN at step 5.", plan)
    tab.window().grab()  # lays it out
    last = tab.findChild(QPlainTextEdit, "run-failure")
    assert last.toPlainText().splitlines() == list(LINES)
    assert last.viewport().rect().contains(last.cursorRect())
    assert last.textCursor().block().text() == LINES[-1]
    last.setFixedHeight(last.minimumHeight())  # what else there is to tell leaves it less room
    tab.window().grab()
    assert last.viewport().rect().contains(last.cursorRect())


def test_that_rank_and_device_are_named_once(tab: RunTab, plan: Plan) -> None:
    fail(tab, "Rank 1 on CPU 1 was ended by SIGKILL.", plan)
    assert tab.banner.sentence.count("CPU 1") == 1
    assert "cpu:1" not in tab.banner.sentence
    fail(tab, "Rank 0: the loss became NaN at step 5.", plan, rank=0)
    assert tab.banner.sentence.count("CPU 0") == 1


def test_that_an_interrupted_run_says_that_its_processes_are_gone(tab: RunTab) -> None:
    sentence = "Its processes are gone without a word."
    event = StateChanged(time=1e9, state=RunState.INTERRUPTED, sentence=sentence)
    tab.update_run(
        RunUpdate(
            path=PATH, state=RunState.INTERRUPTED, attempt=1, events=(event,), chunks=(), restarted=False
        )
    )
    assert tab.banner.isVisible()
    assert tab.banner.sentence == translate_engine(sentence)
