"""Whether every trial of a sweep can run on this machine, before the first starts. Without torch."""

from collections.abc import Iterator
from itertools import islice, product

from engine.devices.inventory import Inventory
from engine.errors import Problem, SpecError, only_errors
from engine.lab.sweep.propose import check_optuna
from engine.lab.sweep.record import Sweep
from engine.lab.sweep.trials import build_spec_of, describe_changes, known_trials
from engine.lab.sweep.values import ends, options_of
from engine.lab.tables import Changes
from engine.planning import ASK, Known, plan_run

_MOST_CORNERS = 256
_MOST_TOLD = 20


def check_sweep(sweep: Sweep, inventory: Inventory, survey: Known = ASK) -> tuple[Problem, ...]:
    """Why trials cannot run: of a grid and of random draws all, of what Optuna draws the corners.

    Args:
        sweep: What is asked.
        inventory: What this machine has.
        survey: What is known of data and model (see `engine.planning.plan_run`).

    Raises:
        PlanError: It asks for Optuna, which is not installed.
    """
    check_optuna(sweep)
    every = known_trials(sweep) or tuple(_corners(sweep))
    found: dict[str, Problem] = {}  # by sentence: what is wrong with many trials is told of the first
    for changes in every:
        for problem in why_not(sweep, changes, inventory, survey):
            found.setdefault(problem.sentence, _of_trial(problem, changes))
        if len(found) >= _MOST_TOLD:
            break
    return tuple(found.values())


def why_not(sweep: Sweep, changes: Changes, inventory: Inventory, survey: Known = ASK) -> tuple[Problem, ...]:
    """Why a trial cannot run on this machine; nothing where it can.

    Args:
        sweep: What is asked.
        changes: Dotted field to its value.
        inventory: What this machine has.
        survey: What is known of data and model.
    """
    try:
        spec = build_spec_of(sweep, 1, changes)
    except SpecError as error:
        return error.problems
    return only_errors(plan_run(spec, inventory, survey=survey).problems)


def _corners(sweep: Sweep) -> Iterator[Changes]:
    options = options_of(sweep)
    for values in islice(product(*(ends(one) for one in options.values())), _MOST_CORNERS):
        yield dict(zip(options, values, strict=True))


def _of_trial(problem: Problem, changes: Changes) -> Problem:
    words = f"With {describe_changes(changes)}: {problem.sentence}"
    return problem.model_copy(update={"sentence": words, "line": None, "fix": None})
