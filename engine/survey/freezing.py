"""Which parameters of a surveyed model are frozen by patterns, told without the model itself."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from engine.errors import Problem
from engine.spec.patterns import fits_pattern, read_pattern_number
from engine.spec.training import TrainingSpec
from engine.survey.records import Layer, ModelSurvey


def parameter_names(layer: Layer) -> tuple[str, ...]:
    """The full names of a layer's own parameters."""
    return tuple(f"{layer.name}.{name}" if layer.name else name for name in layer.parameters)


def find_frozen(model: ModelSurvey, patterns: Iterable[str]) -> frozenset[str]:
    """The parameters that are frozen at the first step, as `engine.training.freezing` freezes them.

    Args:
        model: Its layers.
        patterns: Those of `training.freeze`.

    Returns:
        Full names; of a shared parameter all its names.
    """
    asked = tuple(patterns)
    every = [name for layer in model.layers for name in parameter_names(layer)]
    fitting = {name for name in every if any(fits_pattern(name, pattern) for pattern in asked)}
    firsts = {model.other_names.get(name, name) for name in fitting}
    return frozenset(name for name in every if model.other_names.get(name, name) in firsts)


def check_freezing(model: ModelSurvey, training: TrainingSpec) -> Iterator[Problem]:
    """What `engine.training.freezing` would refuse: patterns that fit nothing, a model that is all frozen.

    Args:
        model: Its layers; where none are known, nothing is said.
        training: The patterns.
    """
    every = [name for layer in model.layers for name in parameter_names(layer)]
    if not every:
        return
    for field, patterns in _asked_patterns(training):
        for pattern in patterns:
            if not any(fits_pattern(name, pattern) for name in every):
                near = get_close_matches(pattern.rstrip(".*"), [layer.name for layer in model.layers], n=3)
                known = " or ".join(near) if near else model.layers[-1].name
                yield Problem(
                    field=f"training.{field}",
                    sentence=f"No parameter is called {pattern}.",
                    mend=f"Did you mean {known}?",
                )
    frozen = find_frozen(model, training.freeze)
    for asked in map(read_pattern_number, training.unfreeze):
        fitting = [name for name in every if fits_pattern(name, asked.pattern)]
        if fitting and frozen.isdisjoint(fitting):
            yield Problem(
                field="training.unfreeze",
                sentence=f"{asked.pattern} is not frozen.",
                mend="Freeze it first.",
            )
    from_the_start = [one for one in map(read_pattern_number, training.unfreeze) if not one.number]
    if (frozen - find_frozen(model, [one.pattern for one in from_the_start])).issuperset(every):
        yield Problem(
            field="training.freeze",
            sentence="Everything is frozen at the first step.",
            mend="Leave the last layer out, at least.",
        )


def _asked_patterns(training: TrainingSpec) -> Iterator[tuple[str, list[str]]]:
    yield "freeze", list(training.freeze)
    for field in ("unfreeze", "learning_rate_groups"):
        yield field, [read_pattern_number(text).pattern for text in getattr(training, field)]
