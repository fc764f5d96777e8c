"""A run that is to go on elsewhere, in Compose: without one. `tests/e2e` has a real one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory
from engine.plan.records import Plan
from engine.planning import plan_run
from engine.spec import DevicesSpec, MlpSpec, RunSpec, TrainingSpec
from gui.models.messages import InventoryFound, ResumeWanted, Resumption, RunStarted
from gui.theme import ThemeKeeper
from gui.views.compose.problem_list import ProblemRow
from gui.views.compose.view import ComposeWorkspace

MACHINE = Inventory(gpus=(), cores=(0, 1, 2, 3), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")
PATH = Path("runs/2026-11-24T09-31-07-digits")
SPEC = RunSpec(name="digits", model=MlpSpec(hidden=(16,)), devices=DevicesSpec(count=1))


@pytest.fixture
def compose(qtbot: QtBot, keeper: ThemeKeeper) -> ComposeWorkspace:
    view = ComposeWorkspace(keeper)
    qtbot.addWidget(view)
    view.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def settle(qtbot: QtBot, compose: ComposeWorkspace) -> Callable[[], None]:
    """Waits until the last edit is planned."""
    return lambda: qtbot.waitUntil(lambda: compose.is_planned)


def resumption(step: int = 40, spec: RunSpec = SPEC) -> Resumption:
    plan = plan_run(spec, MACHINE).plan
    assert isinstance(plan, Plan)
    return Resumption(path=PATH, spec=spec, plan=plan, step=step)


def start(compose: ComposeWorkspace) -> QPushButton:
    return compose.findChild(QPushButton, "compose-start")


def test_that_a_banner_says_which_run_goes_on_and_from_where(
    compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    assert not compose.resumption.isVisible()
    compose.open_resumption(resumption(1200))
    settle()
    assert compose.resumption.isVisible()
    assert compose.resumption.sentence == f"{PATH.name} goes on from step 1,200."
    assert start(compose).text().startswith("Resume")
    compose.open_resumption(resumption(0))
    assert "begins again" in compose.resumption.sentence


def test_that_what_changed_and_nothing_else_is_asked_for(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.open_resumption(resumption())
    compose.draft.edit(
        {
            "strategy.kind": "ddp",
            "devices.count": 2,
            "training.micro_batch_size": 16,
            "training.max_epochs": 7,
        }
    )
    with qtbot.waitSignal(compose.resume_requested) as asked, qtbot.assertNotEmitted(compose.start_requested):
        compose.start()
    (wanted,) = asked.args
    assert isinstance(wanted, ResumeWanted)
    assert wanted.path == PATH
    assert dict(wanted.changes) == {
        "strategy": compose.draft.spec.strategy,
        "devices.count": 2,
        "training.micro_batch_size": 16,
        "training.max_epochs": 7,
    }


def test_that_another_training_is_a_problem_with_a_mend_and_does_not_resume(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.open_resumption(resumption())
    compose.draft.edit({"strategy.kind": "ddp", "devices.count": 2, "training.seed": 3})
    with qtbot.assertNotEmitted(compose.resume_requested):
        compose.start()
    assert compose.forecast is not None
    assert [problem.field for problem in compose.forecast.errors] == [
        "training.seed",
        "training.micro_batch_size",
    ]
    while compose.forecast.errors:
        problem = compose.forecast.errors[0]
        row = next(row for row in compose.findChildren(ProblemRow) if row.problem == problem)
        row.findChild(QPushButton, "fix").click()
    assert (compose.draft.spec.training.seed, compose.draft.spec.training.micro_batch_size) == (0, 16)
    with qtbot.waitSignal(compose.resume_requested):
        compose.start()


def test_that_a_run_at_its_limit_says_so(compose: ComposeWorkspace, settle: Callable[[], None]) -> None:
    spec = SPEC.model_copy(update={"training": TrainingSpec(max_epochs=None, max_steps=20)})
    compose.open_resumption(resumption(20, spec))
    settle()
    assert compose.forecast is not None
    assert any("that is its limit" in problem.sentence for problem in compose.forecast.problems)


def test_that_a_new_run_can_be_composed_instead_and_undo_goes_back(
    qtbot: QtBot, compose: ComposeWorkspace, settle: Callable[[], None]
) -> None:
    compose.open_resumption(resumption())
    compose.resumption.findChild(QPushButton, "banner-action").click()
    assert not compose.resumption.isVisible()
    with qtbot.waitSignal(compose.start_requested):
        compose.start()
    compose.undo()
    assert compose.resumption.isVisible()
    compose.undo()
    assert not compose.resumption.isVisible()
    assert compose.draft.spec == RunSpec()


def test_that_a_run_that_goes_on_is_composed_no_more(compose: ComposeWorkspace) -> None:
    compose.open_resumption(resumption())
    compose.end_resumption(RunStarted(path=Path("runs/another")))
    assert compose.resumption.isVisible()
    compose.end_resumption(RunStarted(path=PATH))
    assert not compose.resumption.isVisible()
    assert compose.draft.spec == SPEC
