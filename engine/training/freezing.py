"""Parameters by name: which are frozen and until when, and whose learning rate is another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from torch import nn

from engine.errors import Problem, SpecError
from engine.spec.patterns import read_pattern_number
from engine.spec.training import TrainingSpec


@dataclass(frozen=True, slots=True)
class Freezing:
    """From which step on each frozen parameter is trained; a parameter that is not named always is.

    What is trained in a step follows from the step's number alone: a run that goes on need not know more.
    """

    starts: dict[str, int | None]
    """Name to the steps done before its first; None: it is never trained."""

    @property
    def trained_later(self) -> frozenset[str]:
        """The frozen ones that will be trained."""
        return frozenset(name for name, start in self.starts.items() if start is not None)

    def changes_at(self, step: int) -> bool:
        """Whether more is trained from this step on than in the one before, `step` being done before."""
        return step > 0 and step in self.starts.values()

    def apply(self, module: nn.Module, step: int) -> None:
        """Have gradients of exactly what is trained in a step, `step` being done before.

        Args:
            module: The model or a part of it, its parameters under the model's own names.
            step: Steps done before.
        """
        for name, parameter in module.named_parameters():
            if name in self.starts:
                start = self.starts[name]
                parameter.requires_grad_(start is not None and step >= start)


def build_freezing(module: nn.Module, training: TrainingSpec, steps_per_epoch: int) -> Freezing:
    """Who is frozen, and until when.

    Args:
        module: The whole model, before it is spread over devices.
        training: The patterns.
        steps_per_epoch: To read epochs as steps.

    Raises:
        SpecError: A pattern fits no parameter, or nothing is left to train.
    """
    frozen: dict[str, int | None] = {}
    for pattern in training.freeze:
        frozen.update(dict.fromkeys(_matching(module, pattern, "training.freeze")))
    for text in training.unfreeze:
        asked = read_pattern_number(text)
        step = round(asked.number * steps_per_epoch)
        names = [name for name in _matching(module, asked.pattern, "training.unfreeze") if name in frozen]
        if not names:
            raise _error("training.unfreeze", f"{asked.pattern} is not frozen.", "Freeze it first.")
        for name in names:
            before = frozen[name]
            frozen[name] = step if before is None else min(before, step)
    freezing = Freezing(frozen)
    trained = [
        name for name, one in module.named_parameters() if one.requires_grad and frozen.get(name, 0) == 0
    ]
    if not trained:
        raise _error(
            "training.freeze",
            "Everything is frozen at the first step.",
            "Leave the last layer out, at least.",
        )
    return freezing


def learning_rate_factors(module: nn.Module, training: TrainingSpec) -> dict[str, float]:
    """Name to what its learning rate is multiplied by, where it is not the others'; the first pattern counts.

    Raises:
        SpecError: A pattern fits no parameter.
    """
    factors: dict[str, float] = {}
    for text in training.learning_rate_groups:
        asked = read_pattern_number(text)
        for name in _matching(module, asked.pattern, "training.learning_rate_groups"):
            factors.setdefault(name, asked.number)
    return factors


def _matching(module: nn.Module, pattern: str, field: str) -> list[str]:
    """The parameters of a layer of that name, or of names with that pattern; each by its first name."""
    first_names = {id(parameter): name for name, parameter in module.named_parameters()}
    every = list(module.named_parameters(remove_duplicate=False))
    found = [
        first_names[id(parameter)]
        for name, parameter in every
        if fnmatchcase(name, pattern) or name.startswith(f"{pattern}.")
    ]
    if found:
        return found
    near = get_close_matches(pattern.rstrip(".*"), _layers(name for name, _ in every), n=3)
    known = " or ".join(near) if near else ", ".join(name for name, _ in module.named_children())
    raise _error(field, f"No parameter is called {pattern}.", f"Did you mean {known}?")


def _layers(names: Iterable[str]) -> Sequence[str]:
    """Every name and what comes before each dot in it, once."""
    layers: dict[str, None] = {}
    for name in names:
        parts = name.split(".")
        layers.update(dict.fromkeys(".".join(parts[:depth]) for depth in range(1, len(parts) + 1)))
    return list(layers)


def _error(field: str, sentence: str, mend: str) -> SpecError:
    return SpecError([Problem(field=field, sentence=sentence, mend=mend)])
