"""Who says what the next trial changes: a list made beforehand, or Optuna from what earlier trials found."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from engine.errors import PlanError, Problem
from engine.lab.sweep.record import Range, Sweep
from engine.lab.sweep.stopping import Curve, value_of
from engine.lab.sweep.trials import MOST_TRIALS, known_trials, num_trials
from engine.lab.sweep.values import Values, options_of
from engine.lab.tables import Changes


@dataclass(frozen=True, slots=True)
class Tried:
    """An earlier trial, for who learns from it."""

    changes: Changes
    curve: Curve
    is_over: bool
    is_whole: bool
    """Whether it came to its own end; else it was ended early, or failed."""


class Proposer:
    """What each trial changes. Asked again with the same trials before it, it says the same again."""

    def __init__(self, sweep: Sweep) -> None:
        """Prepares.

        Args:
            sweep: What is asked.

        Raises:
            PlanError: It asks for Optuna, which is not installed.
        """
        check_optuna(sweep)
        self._sweep = sweep
        self._known = known_trials(sweep)

    def changes(self, number: int, tried: Sequence[Tried]) -> Changes:
        """What a trial changes.

        Args:
            number: Of the trial, from 1.
            tried: All before it, in order.
        """
        if self._sweep.method != "optuna":
            return self._known[number - 1]
        return _ask_optuna(self._sweep, number, tried)


def check_optuna(sweep: Sweep) -> None:
    """Raise PlanError where a sweep needs Optuna and there is none."""
    if sweep.method == "optuna" and find_spec("optuna") is None:
        problem = Problem(
            field="method",
            sentence="The method optuna needs the package optuna, which is not installed.",
            mend="Run pip install 'paraloom[optuna]', or set method to random.",
        )
        raise PlanError([problem])


def _ask_optuna(sweep: Sweep, number: int, tried: Sequence[Tried]) -> Changes:
    """Optuna's next draw, by its TPE (Bergstra et al. 2011), from nothing but the trials so far.

    The study is made anew for every draw: what a sweep knows lies in its runs, and one that was interrupted
    goes on as if it had not been.
    """
    import optuna

    options = options_of(sweep)
    startup = max(3, min(10, num_trials(sweep) // 4))
    seed = (sweep.seed * MOST_TRIALS + number) % 2**32
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=startup)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="maximize" if sweep.objective.maximizes else "minimize", sampler=sampler
    )
    places = {key: _distribution(values) for key, values in options.items()}
    for one in tried:
        trial = _as_trial(sweep, options, places, one)
        if trial is not None:
            study.add_trial(trial)
    asked = study.ask(places).params
    return {key: _value(options[key], asked[key]) for key in options}


def _distribution(values: Values) -> Any:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if not isinstance(values, Range):
        return CategoricalDistribution(range(len(values)))  # places in the list: a value may be a list
    log = values.scale == "log"
    if values.integer:
        step = round(values.step) if values.step else 1
        high = values.low + (values.high - values.low) // step * step  # Optuna wants an end that a step meets
        return IntDistribution(round(values.low), round(high), log=log, step=step)
    if values.step is None:
        return FloatDistribution(values.low, values.high, log=log)
    count = int((values.high - values.low) / values.step + 1e-9)
    return FloatDistribution(values.low, values.low + count * values.step, step=values.step)


def _as_trial(sweep: Sweep, options: dict[str, Values], places: dict[str, Any], one: Tried) -> Any:
    """An earlier trial as Optuna knows it; None where it has nothing to learn from."""
    from optuna.trial import TrialState, create_trial

    value = value_of(one.curve, sweep.objective)
    if one.is_over and (value is None or value != value):
        return None
    state = TrialState.RUNNING
    if one.is_over:
        state = TrialState.COMPLETE if one.is_whole else TrialState.PRUNED
    told = {
        int(step): float(found)
        for step, found in zip(one.curve.steps, one.curve.values, strict=True)
        if found == found
    }
    return create_trial(
        state=state,
        params={key: _place(options[key], one.changes[key]) for key in options},
        distributions=places,
        value=value if state is TrialState.COMPLETE else None,
        intermediate_values=told,
    )


def _place(values: Values, value: Any) -> Any:
    return value if isinstance(values, Range) else values.index(value)


def _value(values: Values, place: Any) -> Any:
    if not isinstance(values, Range):
        return values[place]
    if values.integer or values.step is not None:
        return place
    return min(max(float(f"{place:.6g}"), values.low), values.high)
