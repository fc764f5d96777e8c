"""The page of sweeps: chosen, planned, started, watched, stopped, and gone on with."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from engine.errors import Problem
from engine.lab.sweep.estimate import estimate_sweep
from engine.lab.sweep.events import SweepEntered, SweepState
from engine.lab.sweep.summary import summarise_sweep
from engine.record.locks import locked
from gui.engine_thread.followed_sweep import FollowedSweep
from gui.models.sweep_messages import SweepFileRead, SweepLine, SweepList, SweepPlanned, SweepPresetsFound
from gui.theme import ThemeKeeper
from gui.views.lab.sweeps import SweepsPage
from tests.gui.sweeps import SWEEP, begun, ended, new_sweep

CREATED = SweepEntered(time=1.0, state=SweepState.CREATED)


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> SweepsPage:
    page = SweepsPage(keeper)
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    return page


def button(page: SweepsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def words(page: SweepsPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def problems_beside_fields(page: SweepsPage) -> list[str]:
    labels = page.form.findChildren(QLabel)
    return [one.text() for one in labels if one.property("role") == "problem" and one.isVisible()]


def plan(page: SweepsPage, *problems: Problem) -> None:
    result = summarise_sweep(SWEEP, (CREATED,), CREATED)
    page.take_plan(SweepPlanned(SWEEP, estimate_sweep(SWEEP), result, problems))


def show(page: SweepsPage, path: Path, followed: FollowedSweep) -> None:
    page.open_started(path)
    update = followed.look()
    assert update is not None
    page.take_update(update)


def test_that_a_sweep_is_planned_when_it_is_chosen_and_started(page: SweepsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.plan_requested) as asked:
        page.set_presets(SweepPresetsFound(sweeps=(SWEEP,)))
    assert asked.args == [SWEEP]
    plan(page)
    start = button(page, "sweep-act")
    assert start.text() == "Start the sweep" and start.isEnabled()
    with qtbot.waitSignal(page.start_requested) as started:
        start.click()
    assert started.args == [SWEEP] and not start.isEnabled()
    page.hear_trouble()
    assert start.isEnabled()


def test_that_what_cannot_run_is_told_and_cannot_be_started(page: SweepsPage) -> None:
    page.set_presets(SweepPresetsFound(sweeps=(SWEEP,)))
    plan(page, Problem(field="", sentence="No trial fits.", mend="Take smaller ones."))
    assert not button(page, "sweep-act").isEnabled()
    assert words(page, "sweep-problem") == "No trial fits. Take smaller ones."
    plan(page, Problem(field="method", sentence="There is no Optuna.", mend="Install it."))
    assert not button(page, "sweep-act").isEnabled()
    assert words(page, "sweep-problem") == ""  # it stands beside its field
    assert "There is no Optuna. Install it." in problems_beside_fields(page)


def test_that_a_sweep_is_watched_stopped_compared_and_gone_on_with(
    page: SweepsPage, qtbot: QtBot, runs_dir: Path
) -> None:
    folder = new_sweep(runs_dir, *begun())
    followed = FollowedSweep(folder)
    act = button(page, "sweep-act")
    with locked(folder.lock_path, wait_seconds=1.0, sentence="It lives.", mend=""):
        show(page, folder.path, followed)
        states = [line[-1] for line in page.table.words()]
        assert states[:4] == ["completed", "completed", "stopped early", "failed"]
        assert states[6:] == ["being stopped", "50 % done"]
        assert page.chart.best_so_far() == [(1, 0.912), (2, 0.944), (6, 0.968)]
        assert "trial 6" in words(page, "sweep-best")
        assert act.text() == "Stop the sweep"
        with qtbot.waitSignal(page.stop_requested) as stopped:
            act.click()
        assert stopped.args == [folder.path] and not act.isEnabled()
    update = followed.look()
    assert update is not None
    page.take_update(update)
    assert act.text() == "Go on" and act.isEnabled()
    assert [line[-1] for line in page.table.words()][6:] == ["waits to go on", "waits to go on"]
    with qtbot.waitSignal(page.go_on_requested) as gone_on:
        act.click()
    assert gone_on.args == [folder.path]
    with qtbot.waitSignal(page.compare_requested) as compared:
        button(page, "sweep-compare").click()
    assert compared.args == [tuple(runs_dir / f"run-{number}" for number in range(1, 9))]
    with qtbot.waitSignal(page.file_requested) as reused:
        button(page, "sweep-reuse").click()
    assert reused.args == [folder.asked_path]
    folder.append(ended())
    update = followed.look()
    assert update is not None
    page.take_update(update)
    assert not act.isVisible()
    assert not page.grab().isNull()


def test_that_sweeps_that_were_started_are_listed_and_the_living_one_is_opened(
    page: SweepsPage, qtbot: QtBot
) -> None:
    living = SweepLine(Path("/runs/sweeps/b"), "b", SweepState.RUNNING, 2.0)
    past = SweepLine(Path("/runs/sweeps/a"), "a", SweepState.COMPLETED, 1.0)
    with qtbot.waitSignal(page.follow_requested) as followed:
        page.set_sweeps(SweepList(lines=(living, past)))
    assert followed.args == [living.path]
    names = page.findChild(QListWidget, "sweeps")
    assert names is not None
    assert [names.item(row).text().splitlines()[0] for row in range(names.count())] == ["b", "a"]
    with qtbot.waitSignal(page.follow_requested) as other:
        names.setCurrentRow(1)
    assert other.args == [past.path]


def test_that_a_bad_file_is_told_with_its_lines(page: SweepsPage) -> None:
    problem = Problem(field="trials", sentence="0 is too small.", line=3)
    page.take_file(SweepFileRead(path=Path("x.toml"), sweep=None, problems=(problem,)))
    assert page._banner.sentence == "line 3: 0 is too small."


def test_that_a_sweep_from_a_file_is_changed_in_its_form_and_read_anew(page: SweepsPage) -> None:
    page.take_file(SweepFileRead(path=Path("x.toml"), sweep=SWEEP))
    assert page.form.sweep == SWEEP
    page.form.options.show_options((), SWEEP.spec)
    page.form.options.changed.emit()
    assert page.form.sweep is None
    page.take_file(SweepFileRead(path=Path("x.toml"), sweep=SWEEP))
    assert page.form.sweep == SWEEP
