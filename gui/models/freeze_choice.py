"""Freezing a layer or a block as an edit of the spec: which patterns say what a person switched."""

from collections.abc import Collection, Iterable, Iterator

from engine.spec.patterns import fits_pattern, read_pattern_number
from engine.spec.training import TrainingSpec
from engine.survey.freezing import find_frozen, parameter_names
from engine.survey.records import ModelSurvey

Changes = dict[str, tuple[str, ...]]
"""Dotted fields of the spec to new values."""


def freeze_changes(
    model: ModelSurvey, training: TrainingSpec, names: Iterable[str], *, frozen: bool
) -> Changes:
    """The edit that freezes layers or blocks, or trains them from the start.

    Patterns of a person's own stay as they are where they still say what is meant.

    Args:
        model: Its layers.
        training: The patterns there are.
        names: Of layers, or of blocks of layers.
        frozen: Whether they are not to be trained.
    """
    patterns = training.freeze
    for name in names:
        patterns = _with(patterns, name) if frozen else _without(model, patterns, name)
    left = find_frozen(model, patterns)
    unfreeze = tuple(
        text
        for text in training.unfreeze
        if any(fits_pattern(name, read_pattern_number(text).pattern) for name in left)
    )
    return {"training.freeze": patterns, "training.unfreeze": unfreeze}


def _with(patterns: tuple[str, ...], name: str) -> tuple[str, ...]:
    pattern = name or "*"  # a model that is a single layer
    return (*(one for one in patterns if one != pattern and not one.startswith(f"{pattern}.")), pattern)


def _without(model: ModelSurvey, patterns: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Patterns that reach into what is to be trained give way to the names of what else they froze."""
    trained = find_frozen(model, [name or "*"])
    kept = tuple(one for one in patterns if not any(fits_pattern(each, one) for each in trained))
    left = find_frozen(model, patterns) - trained
    return (*kept, *_cover(model, left, left - find_frozen(model, kept)))


def _cover(model: ModelSurvey, allowed: Collection[str], asked: Collection[str]) -> list[str]:
    """The fewest names of blocks, layers and parameters that fit all asked and nothing not allowed."""
    inside: dict[str, bool] = {}
    for layer in model.layers:
        names = parameter_names(layer)
        for block in _blocks(layer.name):
            inside[block] = inside.get(block, True) and set(names).issubset(allowed)
    cover: dict[str, None] = {}
    for layer in model.layers:
        for name in parameter_names(layer):
            if name in asked:
                found = next((block for block in _blocks(layer.name) if inside[block]), name)
                cover[found] = None
    return list(cover)


def _blocks(name: str) -> Iterator[str]:
    """What a layer lies in, the outermost first, and itself."""
    parts = name.split(".")
    yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1) if name)
