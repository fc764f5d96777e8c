"""A script on the Run page: its curves whatever they are called, its console, and what it cannot be asked."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from engine.devices.inventory import read_inventory
from engine.plan.records import ScriptPlan
from engine.planning import plan_run
from engine.record.events import RunState, StateChanged
from engine.spec import DevicesSpec, RunSpec, ScriptSpec
from gui.models.messages import InventoryFound, RunOpened, RunRow, RunUpdate, SeriesChunk
from gui.theme import ThemeKeeper
from gui.views.run.script_plots import ScriptPlots, in_order
from gui.views.run.tab import RunTab
from gui.views.run.view import RunWorkspace
from gui.views.runs.actions import possible

PATH = Path("runs/2026-11-24T10-00-00-mine-script-x2")


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper, tmp_path: Path) -> RunWorkspace:
    file = tmp_path / "train.py"
    file.touch()
    script = ScriptSpec(file=str(file), arguments=("--lr", "0.1"))
    spec = RunSpec(name="mine", devices=DevicesSpec(count=2), script=script)
    plan = plan_run(spec, read_inventory()).plan
    assert isinstance(plan, ScriptPlan)
    page = RunWorkspace(keeper)
    qtbot.addWidget(page)
    page.resize(1196, 770)  # what a window of 1280×800 leaves
    page.set_inventory(InventoryFound(inventory=read_inventory(), leases=()))
    page.show()
    qtbot.waitExposed(page)
    page.show_run(RunOpened(path=PATH, spec=spec, plan=plan))
    qtbot.waitUntil(lambda: page.tab(PATH) is not None)
    chunks = [
        chunk("charts", "return", 1.0, 2.0),
        chunk("train", "value_loss", 3.0),
        chunk("train", "loss", 2.0, 1.0),
        chunk("val", "loss", 1.5),
        chunk("val", "accuracy", 91.5),
        chunk("cpu-0", "utilisation_percent", 50.0),
    ]
    running = StateChanged(time=1e9, state=RunState.RUNNING)
    page.update_run(RunUpdate(PATH, RunState.RUNNING, 1, (running,), tuple(chunks), restarted=False))
    return page


@pytest.fixture
def tab(page: RunWorkspace) -> RunTab:
    return cast(RunTab, page.tab(PATH))


def chunk(source: str, metric: str, *values: float) -> SeriesChunk:
    steps = np.arange(1, 1 + len(values))
    return SeriesChunk(source, metric, steps, 1e9 + steps / 10, np.array(values))


def test_that_each_name_has_a_plot_and_each_source_a_curve(tab: RunTab) -> None:
    assert isinstance(tab.plots, ScriptPlots)
    for key, count in (("train/loss", 2), ("val/loss", 1), ("charts/return", 2), ("train/value_loss", 1)):
        assert len(tab.plots.plot(key.partition("/")[2]).points(key).times) == count
    assert in_order(["return", "value_loss", "loss", "lr"]) == ["loss", "value_loss", "return", "lr"]


def test_that_an_imported_run_without_devices_is_shown(page: RunWorkspace, tab: RunTab) -> None:
    plan = ScriptPlan(
        world_size=1, devices=(), ranks=(), file="/logs/mine", working_folder="/logs", log_folder="/logs"
    )
    spec = RunSpec(name="mine", script=ScriptSpec(file="/logs/mine"))
    tab.reopen(RunOpened(path=PATH, spec=spec, plan=plan), None)
    assert "mine · Script" in [label.toolTip() for label in tab.header.findChildren(QLabel)]


def test_that_the_console_comes_first_and_figures_are_the_scripts(qtbot: QtBot, tab: RunTab) -> None:
    tabs = tab.findChild(QTabWidget, "run-details")
    shown = [tabs.tabText(place) for place in range(tabs.count()) if tabs.isTabVisible(place)]
    assert shown == ["Console", "Events", "Spec"]
    assert tabs.tabText(tabs.currentIndex()) == "Console"
    qtbot.waitUntil(lambda: tab.figures.words("step") == "2")
    words = {name: tab.figures.words(name) for name in ("epoch", "train_loss", "eval_loss", "accuracy")}
    assert words == {"epoch": "–", "train_loss": "1", "eval_loss": "1.5", "accuracy": "91.50 %"}


def test_that_it_is_paused_and_stopped_but_not_asked_to_save(tab: RunTab) -> None:
    header = tab.header
    assert [header.button(action).isEnabled() for action in ("pause", "stop", "kill")] == [True] * 3
    for action in ("checkpoint", "evaluate"):
        assert not header.button(action).isEnabled()
        assert header.button(action).toolTip().startswith("A script saves and evaluates when it wants to")
    failed = StateChanged(time=1e9, state=RunState.FAILED)
    tab.update_run(RunUpdate(PATH, RunState.FAILED, 1, (failed,), (), restarted=False))
    assert header.button("resume").isHidden()
    assert header.button("elsewhere").isHidden()


def test_that_a_script_that_failed_is_not_resumed_from_the_table() -> None:
    row = RunRow(
        path=PATH,
        name=PATH.name,
        created=1e9,
        state=RunState.FAILED,
        strategy="script",
        model="train.py",
        data="",
        devices="CPU 0",
        world_size=1,
        step=3,
        total_steps=None,
        train_loss=None,
        eval_loss=None,
        eval_accuracy=None,
        samples_per_second=None,
        duration_seconds=1.0,
        tags=(),
        note="",
        queue_position=None,
    )
    assert not {"resume", "elsewhere"} & possible([row], 0)
    assert "clone" in possible([row], 0)
