"""From a spec to a living run, and from a run that ended to its next attempt."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engine.brought.copies import add_copies, changed_originals, collect_copies, use_copies
from engine.data import data_for
from engine.devices.inventory import Inventory, read_inventory
from engine.errors import LaunchError, PlanError, Problem, only_errors
from engine.launcher.survey_process import SurveyProcess
from engine.launcher.warm import Loom
from engine.models import model_for
from engine.plan.records import AnyPlan, Plan, ScriptPlan
from engine.planning import plan_run
from engine.record.events import RunState, StateChanged, Warned, append_event
from engine.record.folder import RunFolder, begin_attempt, create_run
from engine.record.leases import holders
from engine.record.notes import Notes
from engine.record.status import mark_if_interrupted, read_status
from engine.same_training import check_options, check_steps, describe_change, keep_devices
from engine.spec.model import TimmSpec, TorchvisionSpec
from engine.spec.run import RunSpec
from engine.spec.toml import apply_changes
from engine.survey.records import Part, Survey

__all__ = ["resume_run", "start_run"]

_GOING_SECONDS = 5.0
"""A launcher lives on for some 0.1 s after a run's last event, on a busy machine longer."""
_LOOK_SECONDS = 0.02
_SURVEY_SECONDS = 600.0
"""For data that take long to read, or never come."""


def start_run(
    loom: Loom, runs_dir: Path, spec: RunSpec, inventory: Inventory, notes: Notes | None = None
) -> RunFolder:
    """Plan a run, make its folder, fork its launcher.

    Where its devices are in use the launcher waits for them.

    Args:
        loom: Where to fork the launcher from.
        runs_dir: The folder of all runs.
        spec: What is asked.
        inventory: What this machine has.
        notes: What the run is tagged with from its first moment.

    Raises:
        PlanError: It does not fit this machine, model or data; every problem at once.
        RunFolderError: The runs folder cannot be written.
        LaunchError: No launcher could be started.
    """
    plan, _ = _plan(loom, spec, inventory, frozenset(holders(runs_dir)))
    folder = create_run(runs_dir, spec, plan, collect_copies(spec), notes=notes)
    _launch(loom, folder)
    return folder


def resume_run(
    loom: Loom, folder: RunFolder, changes: Mapping[str, Any], inventory: Inventory | None = None
) -> RunFolder:
    """Let a run go on from its last complete checkpoint, on the same devices or, where changed, on others.

    Whatever leaves the training the same may change: devices, strategy, mesh, and how the samples of a step
    are divided. See `engine.same_training`.

    Args:
        loom: Where to fork the launcher from.
        folder: A run that was stopped, failed or interrupted (or completed, with a new limit).
        changes: Dotted field of the spec to its new value, for instance a higher `training.max_epochs`.
        inventory: What this machine has; read where not given.

    Raises:
        LaunchError: It is still running, or the changes would make it another training.
        SpecError: A change is impossible.
        PlanError: Its devices are not there, or the strategy does not fit.
        RunFolderError: The folder cannot be read or written.
    """
    if not _has_gone(folder):
        raise LaunchError(f"{folder.name} is still running.", mend="Attach to it, or stop it first.")
    mark_if_interrupted(folder)
    before, old_plan = folder.read_spec(), folder.read_plan()
    if isinstance(old_plan, ScriptPlan):
        raise LaunchError(
            f"{folder.name} is a script: only the script itself knows what it saved.",
            mend="Start it anew from its spec, with the arguments by which it goes on.",
        )
    spec = apply_changes(before, dict(changes)) if changes else before
    _refuse(check_options(folder.name, before, spec))
    stays = spec.devices == before.devices
    placed = use_copies(keep_devices(spec, (before, old_plan)), folder)
    plan, survey = _plan(
        loom,
        placed,
        read_inventory() if inventory is None else inventory,
        frozenset() if stays else frozenset(holders(folder.runs_dir)),
    )
    assert isinstance(plan, Plan)
    _refuse(check_steps(folder.name, (before, old_plan), (placed, plan), survey.of_model(placed)))
    sentence = describe_change((before, old_plan), (spec, plan))
    add_copies(spec, folder)
    attempt = begin_attempt(folder, spec, plan, folder.latest_checkpoint(), sentence=sentence)
    for note in changed_originals(folder):
        append_event(
            folder, Warned(time=time.time(), attempt=attempt, sentence=note.sentence, mend=note.mend)
        )
    _launch(loom, folder)
    return folder


def _refuse(problems: Iterable[Problem]) -> None:
    """Raise LaunchError where there is a reason."""
    for problem in problems:
        raise LaunchError(problem.sentence, field=problem.field, mend=problem.mend)


def _has_gone(folder: RunFolder) -> bool:
    """Whether no launcher holds the run; one that has said its last word is given a moment to go."""
    deadline = time.monotonic() + _GOING_SECONDS
    while folder.is_alive():
        if time.monotonic() > deadline or not read_status(folder).state.is_over:
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def _launch(loom: Loom, folder: RunFolder) -> None:
    try:
        loom.start_run(folder)
    except LaunchError as error:
        if not folder.is_alive():
            append_event(
                folder,
                StateChanged(
                    time=time.time(),
                    attempt=folder.attempt(),
                    state=RunState.FAILED,
                    sentence=error.sentence,
                ),
            )
        raise


def _plan(
    loom: Loom, spec: RunSpec, inventory: Inventory, busy_keys: frozenset[str]
) -> tuple[AnyPlan, Survey]:
    """What it becomes, and what had to be asked for that."""
    survey = _survey(loom, spec)
    result = plan_run(spec, inventory, busy_keys, survey)
    if result.plan is None and survey.model is None and isinstance(spec.model, TorchvisionSpec | TimmSpec):
        loom.wait_warm()  # the built model may tell how it can be divided
        survey = SurveyProcess(spec, ("data", "model"), loom).wait(_SURVEY_SECONDS)
        result = plan_run(spec, inventory, busy_keys, survey)
    errors = only_errors(result.problems)
    if result.plan is None or errors:
        raise PlanError(errors or result.problems or (Problem(field="", sentence="No plan was found."),))
    return result.plan, survey


def _survey(loom: Loom, spec: RunSpec) -> Survey:
    """What only files and a person's own code can tell, asked in another process: this may be a window's."""
    parts: list[Part] = []
    if data_for(spec).paths(spec):
        parts.append("data")
    if model_for(spec).paths(spec):
        parts.append("model")
        loom.wait_warm()  # its code needs torch, and it is needed warm in a moment anyway
    return SurveyProcess(spec, parts, loom).wait(_SURVEY_SECONDS) if parts else Survey()
