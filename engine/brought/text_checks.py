"""What is wrong with a person's files and their arguments, as far as their text tells it."""

from engine.brought.calling import check_call
from engine.brought.known import KNOWN_OF_DATA, KNOWN_OF_MODELS
from engine.errors import Problem
from engine.spec.brought import FileDataSpec, FileModelSpec
from engine.spec.run import RunSpec


def check_text(spec: RunSpec) -> tuple[Problem, ...]:
    """Every file, function and argument of model and data that does not fit; nothing of them runs."""
    problems: tuple[Problem, ...] = ()
    if isinstance(spec.model, FileModelSpec):
        problems += check_call(spec.model, KNOWN_OF_MODELS, part="model")
    if isinstance(spec.data, FileDataSpec):
        problems += check_call(spec.data, KNOWN_OF_DATA, part="data")
    return problems
