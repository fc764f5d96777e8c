"""Parameters by name: which are frozen and until when, and whose learning rate is another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from torch import nn

from engine.errors import Problem, SpecError
from engine.parallel.pieces import original_parameters
from engine.plan.records import Mesh
from engine.spec.patterns import fits_pattern, read_pattern_number
from engine.spec.training import TrainingSpec


class Hold(Enum):
    """How a parameter is kept from being trained."""

    NO_GRADIENT = "no_gradient"
    """No gradient of it is computed."""
    LATER_DROPPED = "later_dropped"
    """That of one which is trained later is computed from the start, and dropped until then."""
    ALL_DROPPED = "all_dropped"
    """That of every one is computed; those of frozen ones are dropped."""


def hold_for(mesh: Mesh, *, always_shards: bool) -> Hold:
    """How it can be done where a model is divided like this.

    Shards are gathered, and layers divided, as they were when the model was: what requires a gradient cannot
    change. A stage of a pipeline has to pass a gradient back, also through layers that are frozen.
    """
    if mesh.pipeline > 1:
        return Hold.ALL_DROPPED
    is_divided = mesh.shard > 1 or mesh.tensor > 1 or always_shards
    return Hold.LATER_DROPPED if is_divided else Hold.NO_GRADIENT


@dataclass(frozen=True, slots=True)
class Freezing:
    """From which step on each frozen parameter is trained; a parameter that is not named always is.

    What is trained in a step follows from the step's number alone: a run that goes on need not know more.
    """

    starts: dict[str, int | None]
    """Name to the steps done before its first; None: it is never trained."""
    hold: Hold = Hold.NO_GRADIENT

    @property
    def never_trained(self) -> frozenset[str]:
        """Those that are frozen for good."""
        return frozenset(name for name, start in self.starts.items() if start is None)

    @property
    def trained_later(self) -> frozenset[str]:
        """The frozen ones that will be trained."""
        return frozenset(name for name, start in self.starts.items() if start is not None)

    def changes_at(self, step: int) -> bool:
        """Whether more is trained from this step on than in the one before, `step` being done before."""
        return step > 0 and step in self.starts.values()

    def apply(self, module: nn.Module, step: int) -> None:
        """Have gradients of what is trained in a step, `step` being done before; maybe of more, see `Hold`.

        Args:
            module: The model or a part of it, its parameters under the model's own names.
            step: Steps done before.
        """
        for name, parameter in original_parameters(module):
            if name in self.starts:
                parameter.requires_grad_(self._has_gradient(self.starts[name], step))

    def _has_gradient(self, start: int | None, step: int) -> bool:
        match self.hold:
            case Hold.ALL_DROPPED:
                return True
            case Hold.LATER_DROPPED:
                return start is not None
            case Hold.NO_GRADIENT:
                return self._is_trained(start, step)

    def drop_gradients(self, module: nn.Module, step: int) -> None:
        """Forget those that are not to count in a step, `step` being done before."""
        if self.hold is Hold.NO_GRADIENT or not self.starts:
            return
        for name, parameter in original_parameters(module):
            if name in self.starts and not self._is_trained(self.starts[name], step):
                parameter.grad = None

    @staticmethod
    def _is_trained(start: int | None, step: int) -> bool:
        return start is not None and step >= start


def build_freezing(
    module: nn.Module, training: TrainingSpec, steps_per_epoch: int, *, hold: Hold = Hold.NO_GRADIENT
) -> Freezing:
    """Who is frozen, and until when.

    Args:
        module: The whole model, before it is spread over devices.
        training: The patterns.
        steps_per_epoch: To read epochs as steps.
        hold: How it is done.

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
    freezing = Freezing(frozen, hold)
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
    found = [first_names[id(parameter)] for name, parameter in every if fits_pattern(name, pattern)]
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
